import { arabicMembers } from "../../internal/arabic.ts";
import { Database } from "../database.ts";
import type { Queries } from "../queries.ts";
import type { أعضاء_معاملة } from "./queries.ts";
import { أسماء_خيارات_إغلاق } from "./tables/connect.ts";

/** خيارات `إغلاق`. */
export interface خيارات_إغلاق_قاعدة {
  /** كم ينتظر ما هو جارٍ قبل أن يغلق بالقوة، بالثواني؛ 5 إن لم يُعطَ. */
  مهلة?: number | undefined;
}

/** ما لقاعدة البيانات من أعضاء عربية. */
export interface أعضاء_قاعدة_بيانات extends أعضاء_معاملة {
  /**
   * يغلق القاعدة: يرفض الجديد، وينتظر الجاري، ثم يغلق بالقوة؛ ويعود دائمًا.
   *
   * @param خيارات مدة الانتظار.
   */
  إغلاق(خيارات?: خيارات_إغلاق_قاعدة): Promise<void>;
}

// The other members are those of what it extends.
arabicMembers<Pick<أعضاء_قاعدة_بيانات, "إغلاق">, Database, keyof Queries>()(Database.prototype, {
  إغلاق: ["close", async function (this: Database, خيارات: خيارات_إغلاق_قاعدة = {}): Promise<void> {
    await this.close(أسماء_خيارات_إغلاق.english(خيارات));
  }],
});

/** قاعدة بيانات SQL تفتحها `اتصال`: SQLite أو PostgreSQL أو MySQL أو MariaDB. */
export type قاعدة_بيانات = Database & أعضاء_قاعدة_بيانات;
/** قاعدة بيانات SQL تفتحها `اتصال`: SQLite أو PostgreSQL أو MySQL أو MariaDB. */
export const قاعدة_بيانات: new (...معطيات: never) => قاعدة_بيانات = Database as never;

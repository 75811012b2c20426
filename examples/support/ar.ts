/** أسماء عربية لما في هذا المجلد، لتُقرأ الأمثلة العربية كلها بالعربية. */

import type { صف_sql, قاعدة_بيانات, معاملات_sql } from "@maktaba/std/ar";
import { startApi } from "./api.ts";
import { startDemoServer } from "./demo_server.ts";
import { columns, Steps } from "./steps.ts";
import { RecordTable } from "./table.ts";

/** خادم صغير تُرسل إليه الطلبات، يتوقف عند نهاية كتلته. */
export interface خادم_تجريبي extends AsyncDisposable {
  /** `http://127.0.0.1:منفذ` */
  readonly رابط: string;
  /** رابط WebSocket الذي يرسل ثلاث كلمات ثم ينتظر. */
  readonly رابط_websocket: string;
}

/** يشغّل خادمًا لقائمة كتب على منفذ حر من 127.0.0.1. */
export async function تشغيل_خادم_تجريبي(): Promise<خادم_تجريبي> {
  const server = await startDemoServer();
  return {
    رابط: server.url,
    رابط_websocket: server.webSocketUrl,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** سجل من جدول: رقمه تحت `id`، وحقوله تحت أسماء أعمدتها. */
export type سجل = صف_sql;

/** جدول سجلات مرقمة من 1، أعمدته كلها نصوص سوى الرقم. */
export class جدول_سجلات {
  readonly #table: RecordTable;

  constructor(قاعدة: قاعدة_بيانات, اسم: string, ترويسة: readonly string[]) {
    this.#table = new RecordTable(قاعدة, اسم, ترويسة);
  }

  /** أسماء الأعمدة، بغير الرقم. */
  get أعمدة(): readonly string[] {
    return this.#table.columns;
  }

  /** الجملة التي تنشئ الجدول. */
  get جملة_الإنشاء(): string {
    return this.#table.createSql;
  }

  /** الجملة التي تدرج سجلًا. */
  get جملة_الإدراج(): string {
    return this.#table.insertSql;
  }

  /** معاملات جملة الإدراج لسجل. */
  معاملات(سجل: Readonly<Record<string, string>>): معاملات_sql {
    return this.#table.parameters(سجل);
  }

  /** السجلات كلها، واحدًا بعد الآخر. */
  سجلات(): AsyncIterable<سجل> {
    return this.#table.records();
  }

  /** الجدول لمن يعرفه باسمه الإنجليزي. */
  get table(): RecordTable {
    return this.#table;
  }
}

/** واجهة برمجية جارية، تتوقف عند نهاية كتلتها. */
export interface واجهة extends AsyncDisposable {
  /** `http://127.0.0.1:منفذ` */
  readonly رابط: string;
  /** رابط WebSocket الذي يجيب كل رسالة بسجلات، ويغلق بعد آخرها. */
  readonly رابط_websocket: string;
  /** كم طلبًا وصل إليها حتى الآن. */
  readonly عدد_الطلبات: number;
}

/** يشغّل واجهة برمجية لجدول، لمن يحمل رمزًا موقعًا بالسر. */
export async function تشغيل_واجهة(
  { جدول, سر, عنوان }: { جدول: جدول_سجلات; سر: string; عنوان: string },
): Promise<واجهة> {
  const api = await startApi({ table: جدول.table, secret: سر, title: عنوان });
  return {
    رابط: api.url,
    رابط_websocket: api.liveUrl,
    get عدد_الطلبات() {
      return api.requestCount;
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

/** يجري خطوات برنامج واحدة بعد الأخرى، ويعرض ما فعلته كل خطوة ومدتها. */
export class خطوات {
  readonly #steps: Steps;

  constructor(طباعة: (نص: string) => void) {
    const heads = { step: "الخطوة", result: "النتيجة", time: "المدة" };
    this.#steps = new Steps({ print: طباعة, heads, time: (ms) => `${ms.toFixed(0)} م.ث` });
  }

  /** يجري خطوة: يطبع عنوانها فورًا، ونتيجتها بعد أن تنتهي. */
  async تنفيذ<T>(عنوان: string, عمل: () => Promise<T> | T, وصف: (نتيجة: T) => string): Promise<T> {
    return await this.#steps.run(عنوان, عمل, وصف);
  }

  /** يطبع جدولًا بكل ما جرى. */
  طباعة_الجدول(): void {
    this.#steps.printTable();
  }
}

/** يسوّي صفوفًا في أعمدة. */
export function تسوية_الأعمدة(صفوف: readonly (readonly string[])[]): string {
  return columns(صفوف);
}

import { recordNames } from "../../internal/arabic.ts";
import { fileSessionStore, type FileSessionStoreOptions, type SessionEntry } from "../session_store.ts";
import type { WebSocketMessage } from "../web_socket_connection.ts";
import { جدول_مخزن } from "./tables/session.ts";

/** ما تحفظه جلسة حتى يصير عند الطرف الآخر. */
export interface قيد_جلسة {
  /** رقمه: 1 لأول ما يرسله طرف، ثم ما يليه. */
  readonly رقم: number;
  /** هل يُنتظر جوابه: `"request"`، أو لا: `"message"`. */
  readonly نوع: SessionEntry["type"];
  /** النص أو البايتات. */
  readonly رسالة: WebSocketMessage;
}

/** ما حفظته جلسة. */
export interface محفوظ_جلسة {
  /** الرقم الذي أُكد كل ما أُرسل حتى بلغه. */
  readonly المؤكد: number;
  /** الرقم الذي عولج كل ما جاء حتى بلغه. */
  readonly المستلم: number;
  /** ما لم يؤكد، بأرقام متتالية أولها بعد `المؤكد`. */
  readonly الباقي: readonly قيد_جلسة[];
}

/**
 * يحفظ أحد طرفي جلسة حيث يبقى بعد البرنامج: ما أُرسل ولم يؤكد، وإلى أين عولج ما جاء. يصلح له كل شيء: ملف
 * (`مخزن_جلسة_في_ملف`) أو جدول أو Redis. تُستدعى دواله واحدة بعد أخرى، وما تطلقه ينهي الجلسة.
 */
export interface مخزن_جلسة {
  /** يعطي ما حُفظ، مرة قبل كل شيء؛ undefined إن لم يكن شيء. */
  تحميل(): محفوظ_جلسة | undefined | Promise<محفوظ_جلسة | undefined>;
  /** يحفظ ما سيُرسل، ثم يُرسل. */
  إضافة(قيد: قيد_جلسة): unknown;
  /** يعلم أن عند الطرف الآخر كل ما حتى هذا الرقم، فيجوز إسقاطه. */
  تأكيد(رقم: number): unknown;
  /** يعلم أن كل ما جاء حتى هذا الرقم عولج، ثم يُخبر به الطرف الآخر. */
  استلام(رقم: number): unknown;
  /** يسقط كل شيء لأن الجلسة انتهت. */
  مسح(): unknown;
  /** يترك ما يمسكه مفتوحًا، بعد كل شيء، ويبقى المحفوظ. */
  إغلاق?(): unknown;
}

/** خيارات `مخزن_جلسة_في_ملف`. */
export interface خيارات_مخزن_جلسة_في_ملف {
  /** هل تنتظر كل كتابة حتى يبلغ ما فيها القرص، فلا يضيع بانقطاع الكهرباء؛ لا، إن لم يُعطَ. */
  مزامنة_القرص?: boolean | undefined;
}

const أسماء_خيارات = recordNames<خيارات_مخزن_جلسة_في_ملف, FileSessionStoreOptions>()({ مزامنة_القرص: "sync" });

/**
 * يحفظ أحد طرفي جلسة في ملف، يزيد سطرًا مع كل تغير ثم يُكتب من جديد إذا صار أكثره قديمًا. لا يستعمله برنامجان معًا، وهو
 * لصاحبه وحده.
 *
 * @param مسار الملف؛ ويجوز ألا يكون موجودًا بعد، لا مجلده.
 * @param خيارات هل يُنتظر القرص.
 * @returns المخزن.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 *
 * @example
 * ```ts
 * import { مخزن_جلسة_في_ملف } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const مجلد = await mkdtemp(join(tmpdir(), "session-"));
 * const مخزن = await مخزن_جلسة_في_ملف(join(مجلد, "outbox.jsonl"));
 * await مخزن.إضافة({ رقم: 1, نوع: "message", رسالة: "مرحبا" });
 * const محفوظ = await مخزن.تحميل();
 * assert.equal(محفوظ?.الباقي[0]?.رسالة, "مرحبا");
 * await مخزن.إغلاق?.();
 * await rm(مجلد, { recursive: true });
 * ```
 */
export async function مخزن_جلسة_في_ملف(
  مسار: string,
  خيارات: خيارات_مخزن_جلسة_في_ملف = {},
): Promise<مخزن_جلسة> {
  return جدول_مخزن.arabic(await fileSessionStore(مسار, أسماء_خيارات.english(خيارات)));
}

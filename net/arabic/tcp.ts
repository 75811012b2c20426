import { arabicMembers, callback, recordNames, recordOr, seconds } from "../../internal/arabic.ts";
import { checkFunction } from "../../internal/validate.ts";
import { openConnection, type OpenConnectionOptions, type TcpTlsOptions } from "../open_connection.ts";
import {
  startServer,
  type StartServerOptions,
  type TcpHandler,
  type TcpServer,
  type TcpServerTlsOptions,
} from "../start_server.ts";
import type { StartTlsOptions, TcpAddress, TcpConnection, TcpReadOptions, TcpWaitOptions } from "../tcp_connection.ts";

/** أحد طرفي اتصال. */
export interface طرف_tcp {
  /** عنوان IP، أو مسار مقبس يونكس. */
  مضيف: string;
  /** المنفذ؛ 0 لمقبس يونكس. */
  منفذ: number;
}

/** خيارات ما ينتظر على وصلة TCP. */
export interface خيارات_انتظار_tcp {
  /** تنهي الانتظار عند إطلاقها، ولا يضيع مما وصل شيء. */
  إشارة?: AbortSignal | undefined;
}

/** خيارات القراءة من وصلة TCP. */
export interface خيارات_قراءة_tcp extends خيارات_انتظار_tcp {
  /** كم بايتًا يجوز أن يأتي قبل النهاية المطلوبة؛ ما فُتحت به الوصلة إن لم يُعطَ. */
  أقصى_بايتات?: number | undefined;
}

const أسماء_انتظار = recordNames<خيارات_انتظار_tcp, TcpWaitOptions>()({ إشارة: "signal" });
const أسماء_قراءة = recordNames<خيارات_قراءة_tcp, TcpReadOptions>()({ أقصى_بايتات: "maxBytes" }, أسماء_انتظار);
const أسماء_طرف = recordNames<طرف_tcp, TcpAddress>()({ مضيف: "host", منفذ: "port" });

/** كيف تُشفر وصلة؛ الشهادات والمفاتيح على صورة PEM. */
export interface خيارات_تشفير_وصلة {
  /** الاسم الذي يجب أن تكون الشهادة له؛ المضيف إن لم يُعطَ. */
  اسم_الخادم?: string | undefined;
  /** الجهات الموثوق بها؛ جهات البيئة إن لم تُعطَ. */
  جهات_التوثيق?: string | readonly string[] | undefined;
  /** الشهادة المعروضة، مع مفتاحها. */
  شهادة?: string | undefined;
  /** مفتاح الشهادة الخاص. */
  مفتاح?: string | undefined;
  /** البروتوكولات المعروضة بـ ALPN، أفضلها أولها. */
  بروتوكولات_alpn?: readonly string[] | undefined;
}

const أسماء_tls = recordNames<خيارات_تشفير_وصلة, TcpTlsOptions>()({
  اسم_الخادم: "serverName",
  جهات_التوثيق: "ca",
  شهادة: "cert",
  مفتاح: "key",
  بروتوكولات_alpn: "alpnProtocols",
});

/** خيارات `بدء_التشفير`؛ الشهادات والمفاتيح على صورة PEM، والمدد بالثواني. */
export interface خيارات_بدء_التشفير extends خيارات_تشفير_وصلة, خيارات_انتظار_tcp {
  /** في الخادم: الجهات التي يجب أن يعرض العملاء شهاداتها؛ لا يُطلب منهم شيء إن لم تُعطَ. */
  جهات_توثيق_العملاء?: string | readonly string[] | undefined;
  /** ما يجوز أن تستغرقه المصافحة، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_المصافحة?: number | undefined;
}

const أسماء_بدء_التشفير = recordNames<خيارات_بدء_التشفير, StartTlsOptions>()({
  جهات_توثيق_العملاء: "clientCa",
  وقت_المصافحة: ["handshakeTimeoutMs", seconds],
  إشارة: "signal",
}, أسماء_tls);

/** ما لوصلة TCP من أعضاء عربية. */
export interface أعضاء_وصلة_tcp {
  /** الطرف الآخر. */
  readonly الطرف_الآخر: طرف_tcp;
  /** هذا الطرف. */
  readonly هذا_الطرف: طرف_tcp;
  /** هل يشفرها TLS. */
  readonly مشفرة: boolean;
  /** البروتوكول المتفق عليه بـ ALPN، إن اتُّفق. */
  readonly بروتوكول_alpn: string | undefined;
  /** عدد ما وصل من البايتات. */
  readonly بايتات_مقروءة: number;
  /** عدد ما كُتب من البايتات. */
  readonly بايتات_مكتوبة: number;
  /** يتحقق حين يُغلق الاتجاهان، ولا يُرفض. */
  readonly الانتهاء: Promise<void>;
  /** ما يصل، تدفقًا. */
  readonly تدفق_القراءة: ReadableStream<Uint8Array>;
  /** ما يُكتب، تدفقًا؛ وإغلاقه ينهي الكتابة. */
  readonly تدفق_الكتابة: WritableStream<Uint8Array | string>;
  /** يقرأ ما وصل أو ينتظره؛ undefined عند النهاية. */
  قراءة(خيارات?: خيارات_قراءة_tcp): Promise<Uint8Array | undefined>;
  /** يقرأ هذا العدد من البايتات تمامًا. */
  قراءة_تامة(عدد: number, خيارات?: خيارات_انتظار_tcp): Promise<Uint8Array>;
  /** يقرأ حتى فاصل، والفاصل معه. */
  قراءة_حتى(فاصل: string | Uint8Array, خيارات?: خيارات_قراءة_tcp): Promise<Uint8Array>;
  /** يقرأ سطرًا بلا نهايته؛ undefined إن لم يبق سطر. */
  قراءة_سطر(خيارات?: خيارات_قراءة_tcp): Promise<string | undefined>;
  /** يقرأ السطور كلها، سطرًا بعد سطر. */
  سطور(خيارات?: خيارات_قراءة_tcp): AsyncIterable<string>;
  /**
   * يكتب، وينتظر ما دام الطرف الآخر لا يأخذ المزيد، إلا على TLS في Deno، إذ تأخذ `node:tls` فيه كل ما تُعطى. وإذا تحقق جاز تغيير
   * البايتات.
   */
  كتابة(بيانات: Uint8Array | string, خيارات?: خيارات_انتظار_tcp): Promise<void>;
  /** يعلن أن الكتابة انتهت، والقراءة باقية. */
  إنهاء_الكتابة(خيارات?: خيارات_انتظار_tcp): Promise<void>;
  /**
   * يشفر الوصلة من الآن، كما تطلب بروتوكولات فيها أمر مثل STARTTLS (كما في RFC 3207). فإن كانت من `فتح_وصلة` تحقق من شهادة
   * الطرف الآخر لاسم المضيف الذي فُتحت إليه؛ وإن كانت لعميل خادم فلا بد من `شهادة` و`مفتاح`. وتبقى الوصلة هي هي.
   *
   * يُستدعى بعد قراءة آخر سطر قبل المصافحة أو كتابته، ولا شيء يُقرأ أو يُكتب في أثنائه. وما وصل قبل المصافحة بلا تشفير ولم يُقرأ
   * يُرفض ولا يُقرأ أبدًا: فقد يكون دسه من يقف بين الطرفين. وإن فشلت المصافحة أو أُلغيت قُطعت الوصلة.
   */
  بدء_التشفير(خيارات?: خيارات_بدء_التشفير): Promise<void>;
  /** يرسل ما كُتب ويغلق الاتجاهين. */
  إغلاق(): Promise<void>;
  /** يقطع الوصلة حالًا، فيضيع ما لم يُرسل. */
  قطع(): void;
}

/** وصلة TCP أو TLS أو مقبس يونكس: بايتات مرتبة في الاتجاهين. */
export type وصلة_tcp = TcpConnection & أعضاء_وصلة_tcp;

/** The class is loaded with the first connection, and gets its Arabic members when one is first handed out in Arabic. */
function بأسماء_عربية(connection: TcpConnection): وصلة_tcp {
  const prototype = Object.getPrototypeOf(connection);
  if (Object.hasOwn(prototype, "قراءة_سطر")) return connection as وصلة_tcp;
  arabicMembers<أعضاء_وصلة_tcp, TcpConnection>()(prototype, {
    الطرف_الآخر: ["remote", أسماء_طرف],
    هذا_الطرف: ["local", أسماء_طرف],
    مشفرة: "isEncrypted",
    بروتوكول_alpn: "alpnProtocol",
    بايتات_مقروءة: "bytesRead",
    بايتات_مكتوبة: "bytesWritten",
    الانتهاء: "closed",
    تدفق_القراءة: "readable",
    تدفق_الكتابة: "writable",
    قراءة: ["read", async function (this: TcpConnection, خيارات: خيارات_قراءة_tcp = {}) {
      return await this.read(أسماء_قراءة.english(خيارات));
    }],
    قراءة_تامة: ["readExactly", async function (this: TcpConnection, عدد: number, خيارات: خيارات_انتظار_tcp = {}) {
      return await this.readExactly(عدد, أسماء_انتظار.english(خيارات));
    }],
    قراءة_حتى: [
      "readUntil",
      async function (this: TcpConnection, فاصل: string | Uint8Array, خيارات: خيارات_قراءة_tcp = {}) {
        return await this.readUntil(فاصل, أسماء_قراءة.english(خيارات));
      },
    ],
    قراءة_سطر: ["readLine", async function (this: TcpConnection, خيارات: خيارات_قراءة_tcp = {}) {
      return await this.readLine(أسماء_قراءة.english(خيارات));
    }],
    سطور: ["lines", function (this: TcpConnection, خيارات: خيارات_قراءة_tcp = {}) {
      return this.lines(أسماء_قراءة.english(خيارات));
    }],
    كتابة: ["write", async function (this: TcpConnection, بيانات: Uint8Array | string, خيارات: خيارات_انتظار_tcp = {}) {
      return await this.write(بيانات, أسماء_انتظار.english(خيارات));
    }],
    إنهاء_الكتابة: ["endWriting", async function (this: TcpConnection, خيارات: خيارات_انتظار_tcp = {}) {
      return await this.endWriting(أسماء_انتظار.english(خيارات));
    }],
    بدء_التشفير: ["startTls", async function (this: TcpConnection, خيارات: خيارات_بدء_التشفير = {}) {
      return await this.startTls(أسماء_بدء_التشفير.english(خيارات));
    }],
    إغلاق: "close",
    قطع: "abort",
  });
  return connection as وصلة_tcp;
}

/** خيارات `فتح_وصلة`. المدد بالثواني. */
export interface خيارات_فتح_وصلة {
  /** الاسم أو عنوان IP؛ "127.0.0.1" إن لم يُعطَ. */
  مضيف?: string | undefined;
  /** المنفذ، من 1 إلى 65535؛ لا بد منه إن لم يُعطَ مسار. */
  منفذ?: number | undefined;
  /** مسار مقبس يونكس، مكان المضيف والمنفذ. */
  مسار?: string | undefined;
  /** هل تُشفر وكيف، وشهادة الطرف الآخر يُتحقق منها دائمًا؛ لا، إن لم يُعطَ. */
  tls?: boolean | خيارات_تشفير_وصلة | undefined;
  /** ما يجوز أن يستغرقه الاتصال، بالثواني؛ 10 إن لم يُعطَ. */
  وقت_اتصال?: number | undefined;
  /** بعد كم من السكون في الاتجاهين تُترك الوصلة، بالثواني؛ لا تُترك إن لم يُعطَ. */
  مهلة_السكوت?: number | undefined;
  /** كم بايتًا يجوز أن يبلغ السطر؛ 65536 إن لم يُعطَ. */
  أقصى_بايتات_السطر?: number | undefined;
  /** تنهي محاولة الاتصال عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

const أسماء_فتح = recordNames<خيارات_فتح_وصلة, OpenConnectionOptions>()({
  مضيف: "host",
  منفذ: "port",
  مسار: "path",
  tls: ["tls", recordOr<boolean, خيارات_تشفير_وصلة, TcpTlsOptions>(أسماء_tls)],
  وقت_اتصال: ["connectTimeoutMs", seconds],
  مهلة_السكوت: ["idleTimeoutMs", seconds],
  أقصى_بايتات_السطر: "maxLineBytes",
  إشارة: "signal",
});

/**
 * يفتح وصلة TCP، مشفرة إن طُلب، أو إلى مقبس يونكس.
 *
 * @param خيارات إلى أين، وكم يجوز أن يستغرق.
 * @returns الوصلة مفتوحة.
 * @throws {خطأ_تحقق} إن كان خيار خاطئًا.
 * @throws {خطأ_شبكة} إن تعذر فتحها.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 *
 * @example محادثة خادم بالسطور
 * ```ts
 * import { تشغيل_خادم, فتح_وصلة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 *
 * await using خادم = await تشغيل_خادم(async (عميل) => {
 *   for await (const سطر of عميل.سطور()) await عميل.كتابة(`قلت: ${سطر}\n`);
 * });
 *
 * await using وصلة = await فتح_وصلة({ منفذ: خادم.المنفذ });
 * await وصلة.كتابة("سلام\n");
 * assert.equal(await وصلة.قراءة_سطر(), "قلت: سلام");
 * ```
 */
export async function فتح_وصلة(خيارات: خيارات_فتح_وصلة): Promise<وصلة_tcp> {
  return بأسماء_عربية(await openConnection(أسماء_فتح.english(خيارات)));
}

/** يحادث عميلًا واحدًا؛ إن رجع أُغلقت وصلته، وإن ألقى خطأ قُطعت. */
export type معالج_وصلات = (وصلة: وصلة_tcp) => unknown;

/** كيف يشفر خادم وصلاته؛ الشهادات والمفاتيح على صورة PEM. */
export interface خيارات_تشفير_خادم {
  /** الشهادة، وما بينها وبين جهة توثيقها. */
  شهادة: string;
  /** المفتاح الخاص. */
  مفتاح: string;
  /** الجهات التي يجب أن يعرض العملاء شهاداتها؛ لا يُطلب منهم شيء إن لم تُعطَ. */
  جهات_توثيق_العملاء?: string | readonly string[] | undefined;
  /** البروتوكولات المعروضة بـ ALPN، أفضلها أولها. */
  بروتوكولات_alpn?: readonly string[] | undefined;
}

const أسماء_tls_خادم = recordNames<خيارات_تشفير_خادم, TcpServerTlsOptions>()({
  شهادة: "cert",
  مفتاح: "key",
  جهات_توثيق_العملاء: "clientCa",
  بروتوكولات_alpn: "alpnProtocols",
});

/** خيارات `تشغيل_خادم`. المدد بالثواني. */
export interface خيارات_تشغيل_خادم {
  /** الاسم أو عنوان IP الذي يستمع عليه؛ "127.0.0.1" إن لم يُعطَ. */
  مضيف?: string | undefined;
  /** المنفذ؛ منفذ خالٍ إن لم يُعطَ. */
  منفذ?: number | undefined;
  /** مسار مقبس يونكس يُنشأ، مكان المضيف والمنفذ. */
  مسار?: string | undefined;
  /** كيف تُشفر الوصلات. */
  tls?: خيارات_تشفير_خادم | undefined;
  /** كم عميلًا يجوز أن يتصل معًا، ومنهم من في مصافحة TLS، وما زاد يُرد؛ أي عدد إن لم يُعطَ. */
  أقصى_اتصالات?: number | undefined;
  /** بعد كم من السكون تُترك وصلة، بالثواني؛ لا تُترك إن لم يُعطَ. */
  مهلة_السكوت?: number | undefined;
  /** كم بايتًا يجوز أن يبلغ السطر؛ 65536 إن لم يُعطَ. */
  أقصى_بايتات_السطر?: number | undefined;
  /** يُستدعى بما أطلقه معالج ويُنتظر؛ وإن لم يُعطَ كُتب في السجل، أو في الطرفية ما لم يُضبط سجل. */
  عند_الخطأ?: ((خطأ: unknown, وصلة: وصلة_tcp) => void) | undefined;
  /** تغلق الخادم عند إطلاقها. */
  إشارة?: AbortSignal | undefined;
}

type عند_خطأ = NonNullable<خيارات_تشغيل_خادم["عند_الخطأ"]>;
type OnError = NonNullable<StartServerOptions["onError"]>;

const أسماء_تشغيل_خادم = recordNames<خيارات_تشغيل_خادم, StartServerOptions>()({
  مضيف: "host",
  منفذ: "port",
  مسار: "path",
  tls: ["tls", أسماء_tls_خادم],
  أقصى_اتصالات: "maxConnections",
  مهلة_السكوت: ["idleTimeoutMs", seconds],
  أقصى_بايتات_السطر: "maxLineBytes",
  عند_الخطأ: ["onError", callback<عند_خطأ, OnError>((دالة) => (خطأ, وصلة) => دالة(خطأ, بأسماء_عربية(وصلة)))],
  إشارة: "signal",
});

/** ما لخادم TCP من أعضاء عربية. */
export interface أعضاء_خادم_tcp {
  /** أين يستمع. */
  readonly المضيف: string;
  /** المنفذ الذي يستمع عليه. */
  readonly المنفذ: number;
  /** العملاء المتصلون. */
  readonly الوصلات: ReadonlySet<TcpConnection>;
  /** يتحقق حين يُغلق الخادم وينتهي آخر معالج. */
  readonly الانتهاء: Promise<void>;
  /** لا يقبل عملاء بعد، ويلغي المعالجات الجارية وينتظر نهايتها. ولمعالج أن يستدعيه، فيُلغى مع غيره. */
  إغلاق(): Promise<void>;
}

/** خادم يستمع. */
export type خادم_tcp = TcpServer & أعضاء_خادم_tcp;

/**
 * يستمع لوصلات TCP، ويشغل معالجًا لكل منها في مهمة: فإغلاق الخادم يلغيها وينتظرها. والخادم الذي بدأ في مهمة يُغلق حين
 * تُلغى.
 *
 * @param معالج يحادث عميلًا واحدًا.
 * @param خيارات أين يستمع، وحدوده.
 * @returns الخادم مستمعًا.
 * @throws {خطأ_تحقق} إن كان معامل خاطئًا.
 * @throws {خطأ_شبكة} إن تعذر الاستماع، كأن يستمع برنامج آخر هناك.
 * @throws {خطأ_إلغاء} إن أُلغيت المهمة.
 */
export async function تشغيل_خادم(معالج: معالج_وصلات, خيارات: خيارات_تشغيل_خادم = {}): Promise<خادم_tcp> {
  checkFunction("معالج", معالج);
  const handler: TcpHandler = (connection) => معالج(بأسماء_عربية(connection));
  const server = await startServer(handler, أسماء_تشغيل_خادم.english(خيارات));
  const prototype = Object.getPrototypeOf(server);
  if (!Object.hasOwn(prototype, "المنفذ")) {
    arabicMembers<أعضاء_خادم_tcp, TcpServer>()(prototype, {
      المضيف: "host",
      المنفذ: "port",
      الوصلات: "connections",
      الانتهاء: "closed",
      إغلاق: "close",
    });
  }
  return server as خادم_tcp;
}

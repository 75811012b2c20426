import type { MaybePromise } from "../client_hooks.ts";
import type { RequestHeaders } from "../request.ts";
import type { جواب_خام } from "./client_reply.ts";

/** ما يراه الخطاف من المحاولة، وما له أن يغيره. */
export interface طلب_خطاف {
  /** طريقة HTTP. */
  readonly الطريقة: string;
  /** الرابط، ويجوز وضع غيره مكانه. */
  الرابط: URL;
  /** الرؤوس، ويجوز تغييرها. */
  readonly الرؤوس: Headers;
  /** ما يُرسل، كما أُعطي. */
  readonly المحتوى: unknown;
  /** رقم المحاولة من 1. */
  readonly المحاولة: number;
  /** تُطلق إذا تُركت المحاولة. */
  readonly الإشارة: AbortSignal;
}

/** ما يختلف في المرة الأخرى. */
export interface خيارات_مرة_أخرى {
  /** الرابط. */
  رابط?: string | URL | undefined;
  /** رؤوس مكان ما يماثلها اسمًا، وundefined يحذف الرأس. */
  رؤوس?: RequestHeaders | undefined;
}

/** ما للخطاف أن يفعله بالجواب. */
export interface سياق_جواب {
  /** ما طُلب. */
  readonly الطلب: طلب_خطاف;
  /**
   * يرسل الطلب مرة أخرى في المحاولة نفسها، ولا يُستدعى الخطاف لجوابه.
   *
   * @param خيارات ما يختلف فيه.
   * @returns جوابه.
   */
  مرة_أخرى(خيارات?: خيارات_مرة_أخرى): Promise<جواب_خام>;
}

/** دوال تُستدعى في طريق كل طلب واحدة بعد أخرى، وتُنتظر. */
export interface خطافات_عميل {
  /** قبل كل محاولة: تغير رؤوسها ورابطها، أو تجيب عنها بـ`Response`. */
  قبل_الطلب?: readonly ((طلب: طلب_خطاف) => MaybePromise<Response | undefined | void>)[] | undefined;
  /** بجواب كل محاولة: لها أن تعطي غيره. وما تقرؤه منه يمكن أن يُقرأ بعدها. */
  بعد_الجواب?:
    | readonly ((جواب: جواب_خام, سياق: سياق_جواب) => MaybePromise<Response | جواب_خام | undefined | void>)[]
    | undefined;
  /** قبل كل محاولة بعد الأولى، بما فشلت به التي قبلها. */
  عند_الإعادة?: readonly ((خطأ: unknown, طلب: طلب_خطاف) => MaybePromise<void>)[] | undefined;
  /** بما فشل به الطلب في آخر الأمر، إلا الإلغاء: لها أن تعطي خطأ غيره. */
  عند_الخطأ?:
    | readonly ((
      خطأ: Error,
      طلب: { readonly الطريقة: string; readonly الرابط: URL },
    ) => MaybePromise<Error | undefined | void>)[]
    | undefined;
}

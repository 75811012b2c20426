import type { MaybePromise } from "../client_hooks.ts";
import type { StandardSchema } from "../standard_schema.ts";
import type { RequestHeaders, RequestMethod, RequestQuery } from "../request.ts";
import type { جواب_خام } from "./client_reply.ts";
import type { خيارات_طلب_عميل } from "./client_options.ts";

/** أين الصفحة التالية: رابطها، أو ما يختلف من خيارات التي قبلها. */
export type صفحة_تالية = string | URL | {
  /** الرابط. */
  رابط?: string | URL;
  /** ما يُرسل. */
  بيانات?: خيارات_طلب_عميل["بيانات"];
  /** الرؤوس. */
  رؤوس?: RequestHeaders | undefined;
  /** معاملات الرابط. */
  معاملات?: RequestQuery | undefined;
};

/**
 * خيارات `صفحات`. المدد بالثواني.
 *
 * @typeParam Page نوع الصفحة.
 * @typeParam Item نوع ما فيها.
 */
export interface خيارات_صفحات<Page = unknown, Item = Page> extends خيارات_طلب_عميل {
  /** طريقة HTTP؛ GET إن لم تُعطَ. */
  طريقة?: RequestMethod | undefined;
  /** تقول أين الصفحة التالية، وundefined بعد الأخيرة؛ ما يسميه رأس `Link` إن لم تُعطَ. */
  التالية?: ((صفحة: Page, جواب: جواب_خام) => MaybePromise<صفحة_تالية | undefined>) | undefined;
  /** تعطي ما في الصفحة؛ الصفحة نفسها إن لم تُعطَ. */
  عناصر?: ((صفحة: Page, جواب: جواب_خام) => MaybePromise<Iterable<Item>>) | undefined;
  /** يتحقق من كل صفحة. */
  مخطط?: StandardSchema<Page> | undefined;
  /** كم صفحة تُطلب؛ بلا حد إن لم يُعطَ. */
  أقصى_صفحات?: number | undefined;
}

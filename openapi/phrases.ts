/**
 * The phrases of statuses in both languages.
 *
 * @internal
 * @module
 */

/** What a status means in a few words, for responses that are described no further. */
export type Phrases = Readonly<Record<string, string>>;

/** The phrases of RFC 9110, section 15, and of its registry. */
export const englishPhrases: Phrases = {
  "200": "OK",
  "201": "Created",
  "202": "Accepted",
  "204": "No Content",
  "206": "Partial Content",
  "301": "Moved Permanently",
  "302": "Found",
  "303": "See Other",
  "304": "Not Modified",
  "307": "Temporary Redirect",
  "308": "Permanent Redirect",
  "400": "Bad Request",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not Found",
  "405": "Method Not Allowed",
  "406": "Not Acceptable",
  "408": "Request Timeout",
  "409": "Conflict",
  "410": "Gone",
  "412": "Precondition Failed",
  "413": "Content Too Large",
  "415": "Unsupported Media Type",
  "422": "Unprocessable Content",
  "429": "Too Many Requests",
  "500": "Internal Server Error",
  "501": "Not Implemented",
  "502": "Bad Gateway",
  "503": "Service Unavailable",
  "504": "Gateway Timeout",
  "1XX": "Information",
  "2XX": "Success",
  "3XX": "Redirection",
  "4XX": "Client error",
  "5XX": "Server error",
  default: "Any other response",
};

/** The same in Arabic. */
export const arabicPhrases: Phrases = {
  "200": "نجاح",
  "201": "أُنشئ",
  "202": "قُبل الطلب للمعالجة",
  "204": "نجاح بلا محتوى",
  "206": "محتوى جزئي",
  "301": "نُقل نهائيًّا",
  "302": "وُجد في مكان آخر",
  "303": "انظر مكانًا آخر",
  "304": "لم يتغير",
  "307": "تحويل مؤقت",
  "308": "تحويل نهائي",
  "400": "طلب غير صالح",
  "401": "يلزم إثبات الهوية",
  "403": "ممنوع",
  "404": "غير موجود",
  "405": "الطريقة غير مسموح بها",
  "406": "لا صيغة مقبولة",
  "408": "انقضت مهلة الطلب",
  "409": "تعارض",
  "410": "لم يعد موجودًا",
  "412": "لم يتحقق الشرط المسبق",
  "413": "المحتوى أكبر من المسموح به",
  "415": "نوع الوسائط غير مدعوم",
  "422": "محتوى لا يمكن معالجته",
  "429": "طلبات أكثر من المسموح به",
  "500": "خطأ داخلي في الخادم",
  "501": "غير منفَّذ",
  "502": "جواب غير صالح من خادم آخر",
  "503": "الخدمة غير متاحة",
  "504": "انقضت مهلة خادم آخر",
  "1XX": "معلومات",
  "2XX": "نجاح",
  "3XX": "تحويل",
  "4XX": "خطأ من العميل",
  "5XX": "خطأ من الخادم",
  default: "أي جواب آخر",
};

/** The phrase of a status: its own, else that of its range. */
export function phraseOf(status: string, phrases: Phrases): string {
  return phrases[status] ?? phrases[`${status[0]}XX`] ?? phrases["default"]!;
}

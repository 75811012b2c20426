/** Messages of the `net` module about requests, their connections and their answers. */
export const netHttp = {
  ARGUMENT_NOT_METHOD: {
    en: "Cannot use {name} as it must be an HTTP method other than CONNECT, TRACE and TRACK: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون طريقة HTTP غير CONNECT وTRACE وTRACK: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_HEADERS: {
    en: "Cannot use {name} as it must hold names and values that HTTP allows: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم أسماء وقيمًا يسمح بها HTTP: الخطأ في {value}",
  },
  ARGUMENT_NOT_QUERY: {
    en: "Cannot use {name} as its values must be strings, numbers, booleans or arrays of these: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون قيمه نصوصًا أو أعدادًا أو قيمًا منطقية أو مصفوفات منها: الخطأ في {value}",
  },
  ARGUMENT_NOT_BODY: {
    en:
      "Cannot use {name} as it must be text, bytes, a form, a stream or data that JSON can hold: current value is {value}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون نصًّا أو بايتات أو نموذجًا أو تدفقًا أو بيانات يحملها JSON: القيمة الحالية {value}",
  },
  ARGUMENT_BODY_NOT_ALLOWED: {
    en: "Cannot use {name} as a {method} request has no body: pass the values in query",
    ar: "لا يمكن استخدام «{name}» إذ ليس لطلب {method} محتوى: مرّر القيم في رابط الطلب",
  },
  ARGUMENT_NOT_FIELDS: {
    en:
      "Cannot use {name} together with uploadFile as it must be a form or an object of fields: current value is {value}",
    ar: "لا يمكن استخدام «{name}» مع تحميل_ملف إذ يجب أن يكون نموذجًا أو كائنًا من حقول: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_STORE: {
    en: "Cannot use {name} as it must have the functions get and set: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون له الدالتان get وset: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ITERABLE: {
    en: "Cannot use {name} as it must be an array or another iterable: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مصفوفة أو متتابعة أخرى: القيمة الحالية {value}",
  },

  NET_DNS: {
    en: "Cannot {method} {url} as its host name cannot be resolved",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر العثور على عنوان المضيف",
  },
  NET_REFUSED: {
    en: "Cannot {method} {url} as no server accepts the connection",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا يقبل أي خادم الاتصال",
  },
  NET_NOT_PERMITTED: {
    en: "Cannot {method} {url} as the program has no permission to connect to it: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ ليس للبرنامج إذن بالاتصال به: {detail}",
  },
  NET_NOT_PUBLIC: {
    en: "Cannot {method} {url} as it leads to {address}, which is no address of the public network",
    ar: "لا يمكن تنفيذ {method} على {url} إذ يدل على {address}، وليس من عناوين الشبكة العامة",
  },
  NET_PROXY: {
    en: "Cannot {method} {url} as the proxy makes no connection to it: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا ينشئ الوكيل اتصالًا به: {detail}",
  },
  NET_TLS: {
    en: "Cannot {method} {url} as no trusted TLS connection can be made: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر إنشاء اتصال TLS موثوق: {detail}",
  },
  NET_RESET: {
    en: "Cannot {method} {url} as the connection was lost before the end of the answer",
    ar: "لا يمكن تنفيذ {method} على {url} إذ انقطع الاتصال قبل تمام الجواب",
  },
  NET_PROTOCOL: {
    en: "Cannot {method} {url} as the server does not speak HTTP properly: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا يتقيد الخادم ببروتوكول HTTP: {detail}",
  },
  NET_ABORTED: {
    en: "Cannot {method} {url} as what was to be sent failed: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ فشلت قراءة ما كان سيُرسل: {detail}",
  },
  NET_CONNECT_TIMEOUT: {
    en: "Cannot {method} {url} as the server did not begin to answer within {ms} ms",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لم يبدأ الخادم بالجواب خلال {ms} ملي ثانية",
  },
  NET_READ_TIMEOUT: {
    en: "Cannot {method} {url} as the server fell silent for {ms} ms in the middle of the answer",
    ar: "لا يمكن تنفيذ {method} على {url} إذ سكت الخادم {ms} ملي ثانية في أثناء الجواب",
  },
  NET_ATTEMPT_TIMEOUT: {
    en: "Cannot {method} {url} as the attempt took longer than {ms} ms",
    ar: "لا يمكن تنفيذ {method} على {url} إذ استغرقت المحاولة أكثر من {ms} ملي ثانية",
  },
  NET_TOTAL_TIMEOUT: {
    en: "Cannot {method} {url} as it took longer than {ms} ms in all",
    ar: "لا يمكن تنفيذ {method} على {url} إذ استغرق الأمر كله أكثر من {ms} ملي ثانية",
  },
  NET_HTTP_STATUS: {
    en: "Cannot {method} {url} as the server answered {answer}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أجاب الخادم: {answer}",
  },
  NET_REDIRECTS: {
    en: "Cannot {method} {url} as it was redirected more than {limit} times",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه أكثر من {limit} مرة",
  },
  NET_REDIRECT_TARGET: {
    en: "Cannot {method} {url} as it was redirected to what is not an HTTP URL: {target}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه إلى ما ليس رابط HTTP: {target}",
  },
  NET_REDIRECT_BODY: {
    en: "Cannot {method} {url} as it was redirected and its streamed body cannot be sent again",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه ولا يمكن إرسال التدفق مرة أخرى",
  },
  NET_TOO_LARGE: {
    en: "Cannot read the answer of {url} as it is larger than {maxBytes} bytes",
    ar: "لا يمكن قراءة جواب {url} إذ يزيد على {maxBytes} بايت",
  },
  NET_INVALID_JSON: {
    en: "Cannot read the answer of {url} (status {status}, {contentType}) as JSON: it is wrong at position {position}",
    ar: "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه JSON: فيه خطأ عند الموضع {position}",
  },
  NET_INVALID_TEXT: {
    en: "Cannot read the answer of {url} (status {status}, {contentType}) as text: it is not valid {encoding}",
    ar: "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه نص: ليس {encoding} صحيحًا",
  },
  NET_INVALID_ENCODING: {
    en: "Cannot decompress the answer of {url} (status {status}, {encoding}): {detail}",
    ar: "لا يمكن فك ضغط جواب {url} (الحالة {status}، {encoding}): {detail}",
  },
  NET_HEADERS: {
    en: "Cannot {method} {url} as its headers could not be obtained: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر الحصول على رؤوسه: {detail}",
  },
  NET_EVENTS_TYPE: {
    en:
      "Cannot read events from {url} (status {status}) as its content type must be text/event-stream: current value is {contentType}",
    ar:
      "لا يمكن قراءة الأحداث من {url} (الحالة {status}) إذ يجب أن يكون نوع محتواها text/event-stream: القيمة الحالية {contentType}",
  },
  NET_EVENT_TOO_LONG: {
    en: "Cannot read events from {url} as one is longer than {maxEventLength} characters",
    ar: "لا يمكن قراءة الأحداث من {url} إذ يزيد أحدها على {maxEventLength} حرف",
  },
} as const;

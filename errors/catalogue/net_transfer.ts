/** Messages of the `net` module about files that are sent and fetched. */
export const netTransfer = {
  ARGUMENT_NOT_DIGEST: {
    en: "Cannot use {name} as it must be {length} hexadecimal digits: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون {length} من أرقام النظام الست عشري: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_METADATA: {
    en: "Cannot use {name} as it must hold texts by ASCII names without spaces and commas: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم نصوصًا بأسماء من ASCII بلا مسافات ولا فواصل: الخطأ في {value}",
  },
  ARGUMENT_WITH_RESUME: {
    en: "Cannot use {name} together with resume, which keeps the upload for a later call",
    ar: "لا يمكن استخدام «{name}» مع استكمال، فهو يبقي الرفع لاستدعاء لاحق",
  },
  NET_FILE_SHRANK: {
    en: "Cannot send {path} to the end as it became shorter meanwhile",
    ar: "لا يمكن إرسال {path} إلى آخره إذ نقص حجمه في أثناء ذلك",
  },
  NET_FILE_CHANGED: {
    en: "Cannot send {path} to the end as it has changed meanwhile",
    ar: "لا يمكن إرسال {path} إلى آخره إذ تغير في أثناء ذلك",
  },
  NET_UPLOAD_GONE: {
    en: "Cannot go on with the upload {url} as the server no longer has it",
    ar: "لا يمكن استكمال الرفع {url} إذ لم يعد عند الخادم",
  },
  NET_UPLOAD_CONFLICT: {
    en: "Cannot go on with the upload {url} at byte {offset} as the server is at another one",
    ar: "لا يمكن استكمال الرفع {url} من البايت {offset} إذ الخادم عند غيره",
  },
  NET_UPLOAD_LOCKED: {
    en: "Cannot go on with the upload {url} as another request is writing to it",
    ar: "لا يمكن استكمال الرفع {url} إذ يكتب إليه طلب آخر",
  },
  NET_UPLOAD_CHECKSUM: {
    en: "Cannot go on with the upload {url} as what arrived from byte {offset} on is not what was sent",
    ar: "لا يمكن استكمال الرفع {url} إذ ليس ما وصل من البايت {offset} هو ما أُرسل",
  },
  NET_UPLOAD_MISMATCH: {
    en: "Cannot go on with the upload {url} as it is of {totalBytes} bytes and {path} has {bytes}",
    ar: "لا يمكن استكمال الرفع {url} إذ حجمه {totalBytes} بايت وحجم {path} هو {bytes}",
  },
  NET_UPLOAD_TOO_LARGE: {
    en: "Cannot upload {path} to {url} as it has {bytes} bytes and the server takes at most {maxBytes}",
    ar: "لا يمكن رفع {path} إلى {url} إذ حجمه {bytes} بايت ولا يقبل الخادم أكثر من {maxBytes}",
  },
  NET_UPLOAD_NOT_TUS: {
    en: "Cannot upload to {url} as the server does not follow the protocol tus 1.0.0: {detail}",
    ar: "لا يمكن الرفع إلى {url} إذ لا يتقيد الخادم بالبروتوكول tus 1.0.0: {detail}",
  },
  NET_DIGEST: {
    en: "Cannot accept what {url} answered as its {algorithm} digest is {actual} and should be {expected}",
    ar: "لا يمكن قبول جواب {url} لأن بصمته بخوارزمية {algorithm} هي {actual} وينبغي أن تكون {expected}",
  },
} as const;

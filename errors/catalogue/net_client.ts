/** Messages of the `net` module about clients. */
export const netClient = {
  ARGUMENT_NOT_CLIENT: {
    en: "Cannot use {name} as it must be a client that createClient made: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عميلًا أنشأته إنشاء_عميل: القيمة الحالية {value}",
  },

  ARGUMENT_NOT_AUTH: {
    en: "Cannot use {name} as it must hold either username and password or bearer",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم إما اسم مستخدم وكلمة مرور وإما رمزًا",
  },
  ARGUMENT_NOT_JAR: {
    en: "Cannot use {name} as it must be true, false or a cookie jar: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون true أو false أو مخزن كعكات: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_COOKIE: {
    en: "Cannot use {name} as {url} may not set it: {detail}",
    ar: "لا يمكن استخدام «{name}» إذ لا يحق لـ{url} تعيينها: {detail}",
  },
  ARGUMENT_NOT_SCHEMA: {
    en: "Cannot use {name} as it must be a schema that follows Standard Schema: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مخططًا يتبع Standard Schema: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ANSWER: {
    en:
      "Cannot use what {name} returned as it must be a Response, an answer of this library or undefined: it was {value}",
    ar: "لا يمكن استخدام ما أرجعته {name} إذ يجب أن يكون Response أو جوابًا من هذه المكتبة أو undefined: كان {value}",
  },
  ARGUMENT_WITH_TRANSPORT: {
    en: "Cannot use {name} together with transport, which makes its own connections",
    ar: "لا يمكن استخدام «{name}» مع دالة نقل، فهي التي تنشئ الاتصالات",
  },
  ARGUMENT_NOT_PEM: {
    en: "Cannot use {name} as it must be a certificate, or the private key that belongs to it, as a PEM text",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون القيمة شهادة، أو مفتاحها الخاص، نصًّا بصيغة PEM",
  },
  ARGUMENT_WITH_PROXY: {
    en: "Cannot use {name} together with a proxy, which connects to whatever it likes",
    ar: "لا يمكن استخدام «{name}» مع وكيل، فهو يتصل بما يشاء",
  },
  ARGUMENT_NOT_IN_BROWSER: {
    en: "Cannot use {name} in a browser, which makes its own connections",
    ar: "لا يمكن استخدام «{name}» في المتصفح، فهو الذي ينشئ الاتصالات",
  },
  NET_SCHEMA: {
    en: "Cannot use the answer of {url} (status {status}) as it does not fit the schema: {issues}",
    ar: "لا يمكن استخدام جواب {url} (الحالة {status}) إذ لا يوافق المخطط: {issues}",
  },
  NET_ANSWER_TAKEN: {
    en: "Cannot read the answer of {url} as it was read as a stream or closed before",
    ar: "لا يمكن قراءة جواب {url} إذ سبق أن قُرئ تدفقًا أو أُغلق",
  },
  NET_AGAIN_BODY: {
    en: "Cannot {method} {url} once more as its streamed body cannot be sent twice",
    ar: "لا يمكن تنفيذ {method} على {url} مرة أخرى إذ لا يمكن إرسال التدفق مرتين",
  },
  NET_PAGES_LOOP: {
    en: "Cannot go on to the page {url} as it has been read already",
    ar: "لا يمكن المتابعة إلى الصفحة {url} إذ سبقت قراءتها",
  },
} as const;

/** Messages of the `net` module about WebSocket. */
export const netWebSocket = {
  ARGUMENT_NOT_PROTOCOLS: {
    en: "Cannot use {name} as it must be different names of WebSocket subprotocols: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون أسماء مختلفة لبروتوكولات WebSocket فرعية: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_CLOSE_CODE: {
    en: "Cannot use {name} as it must be 1000 or from 3000 to 4999: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون 1000 أو من 3000 إلى 4999: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_SESSION_CODE: {
    en: "Cannot use {name} as it must be 1000 or from 3000 to 4999, but for 4400 to 4499: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون 1000 أو من 3000 إلى 4999 سوى ما بين 4400 و4499: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_TOKEN: {
    en: "Cannot use {name} as it must be 16 to 128 letters, digits, hyphens and underscores",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون من 16 إلى 128 من الحروف اللاتينية والأرقام و- و_",
  },
  ARGUMENT_STORE_WITHOUT_TOKEN: {
    en: "Cannot use {name} without a token, as what it keeps could not be found again",
    ar: "لا يمكن استخدام «{name}» بغير رمز جلسة إذ لا يُهتدى بعدُ إلى ما يُحفظ فيه",
  },
  ARGUMENT_CLOSE_REASON_TOO_LONG: {
    en: "Cannot use {name} as it must be at most {max} bytes in UTF-8: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب ألا يتجاوز {max} بايت في UTF-8: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_URL_PATH: {
    en: "Cannot use {name} as it must be the path of a URL, beginning with a slash: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مسارًا في رابط يبدأ بشرطة مائلة: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ORIGINS: {
    en: "Cannot use {name} as it must be * or origins such as https://shop.example: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون * أو مواقع مثل https://shop.example: القيمة الحالية {value}",
  },
  ARGUMENT_OF_SERVER: {
    en: "Cannot use {name} together with a server as that server decides it",
    ar: "لا يمكن استخدام «{name}» مع خادم إذ يقرر ذلك الخادم نفسه",
  },

  NET_WEBSOCKET_OPEN: {
    en: "Cannot open a WebSocket to {url}: {detail}",
    ar: "لا يمكن فتح WebSocket إلى {url}: {detail}",
  },
  NET_WEBSOCKET_DNS: {
    en: "Cannot open a WebSocket to {url} as its host name cannot be resolved",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ تعذر العثور على عنوان المضيف",
  },
  NET_WEBSOCKET_REFUSED: {
    en: "Cannot open a WebSocket to {url} as no server accepts the connection",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ لا يقبل أي خادم الاتصال",
  },
  NET_WEBSOCKET_TLS: {
    en: "Cannot open a WebSocket to {url} as no trusted TLS connection can be made: {detail}",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ تعذر إنشاء اتصال TLS موثوق: {detail}",
  },
  NET_WEBSOCKET_STATUS: {
    en: "Cannot open a WebSocket to {url} as the server answered {status}",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ أجاب الخادم بالحالة {status}",
  },
  NET_WEBSOCKET_OPEN_TIMEOUT: {
    en: "Cannot open a WebSocket to {url} as the server did not accept it within {ms} ms",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ لم يقبله الخادم خلال {ms} ملي ثانية",
  },
  NET_WEBSOCKET_PROVIDER: {
    en: "Cannot open a WebSocket as its URL or headers could not be obtained: {detail}",
    ar: "لا يمكن فتح WebSocket إذ تعذر الحصول على رابطه أو رؤوسه: {detail}",
  },
  NET_WEBSOCKET_PARAMS: {
    en: "Cannot open a WebSocket to {url} as its connectionParams could not be obtained: {detail}",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ تعذر الحصول على قيمة الخيار معاملات_الاتصال: {detail}",
  },
  NET_WEBSOCKET_SET_UP: {
    en: "Cannot open a WebSocket to {url} as setting it up failed: {detail}",
    ar: "لا يمكن فتح WebSocket إلى {url} إذ فشلت تهيئته: {detail}",
  },
  NET_WEBSOCKET_SILENT: {
    en: "Cannot keep the WebSocket to {url} open as nothing came from there within {ms} ms of asking",
    ar: "لا يمكن إبقاء WebSocket إلى {url} مفتوحًا إذ لم يصل منه شيء خلال {ms} ملي ثانية من السؤال",
  },
  NET_WEBSOCKET_CLIENT_LOST: {
    en: "Cannot keep the WebSocket of a client of {url} open as it was lost with code {close}",
    ar: "لا يمكن إبقاء WebSocket أحد عملاء {url} مفتوحًا إذ انقطع بالرمز {close}",
  },
  NET_WEBSOCKET_LISTEN: {
    en: "Cannot serve WebSockets on {host} port {port}: {detail}",
    ar: "لا يمكن خدمة WebSocket على {host} بالمنفذ {port}: {detail}",
  },
  NET_WEBSOCKET_LOST: {
    en: "Cannot keep the WebSocket to {url} open as it was lost with code {close} after {retries} reconnections",
    ar: "لا يمكن إبقاء WebSocket إلى {url} مفتوحًا إذ انقطع بالرمز {close} بعد {retries} من إعادات الاتصال",
  },
  NET_WEBSOCKET_REJECTED: {
    en: "Cannot keep the WebSocket to {url} open as the server closed it with code {close}",
    ar: "لا يمكن إبقاء WebSocket إلى {url} مفتوحًا إذ أغلقه الخادم بالرمز {close}",
  },
  NET_WEBSOCKET_CLOSED: {
    en: "Cannot send over the WebSocket to {url} as it is closed",
    ar: "لا يمكن الإرسال عبر WebSocket إلى {url} لأنه مغلق",
  },
  // Why a server cancels the tasks of its connections.
  NET_WEBSOCKET_SERVER_CLOSED: {
    en: "The server was closed",
    ar: "أُغلق الخادم",
  },
  NET_WEBSOCKET_SEND_FULL: {
    en:
      "Cannot send over the WebSocket to {url} as more than {maxQueue} messages or {maxQueueBytes} bytes would wait to be sent",
    ar: "لا يمكن الإرسال عبر WebSocket إلى {url} إذ كان سينتظر الإرسال أكثر من {maxQueue} رسالة أو {maxQueueBytes} بايت",
  },
  NET_WEBSOCKET_OVERFLOW: {
    en:
      "Cannot keep the WebSocket to {url} open as more than {maxQueue} messages or {maxQueueBytes} bytes wait to be read",
    ar: "لا يمكن إبقاء WebSocket إلى {url} مفتوحًا إذ تنتظر القراءة أكثر من {maxQueue} رسالة أو {maxQueueBytes} بايت",
  },
  NET_WEBSOCKET_SESSION_CLOSED: {
    en: "Cannot send over the WebSocket session with {url} as it has ended",
    ar: "لا يمكن الإرسال عبر جلسة WebSocket مع {url} لأنها انتهت",
  },
  NET_WEBSOCKET_SESSION_LOST: {
    en:
      "Cannot go on with the WebSocket session with {url} as the server does not know it any more; {count} messages had not been acknowledged",
    ar: "لا يمكن مواصلة جلسة WebSocket مع {url} لأن الخادم لم يعد يعرفها، وقد بقي {count} من الرسائل بلا تأكيد",
  },
  NET_WEBSOCKET_SESSION_EXPIRED: {
    en:
      "Cannot keep the WebSocket session of a client of {url} any longer as it did not come back in time; {count} messages had not been acknowledged",
    ar: "لا يمكن إبقاء جلسة WebSocket لأحد عملاء {url} إذ لم يعد في وقته، وقد بقي {count} من الرسائل بلا تأكيد",
  },
  NET_WEBSOCKET_SESSION_PROTOCOL: {
    en: "Cannot go on with the WebSocket session with {url} as the other side does not keep to its protocol: {detail}",
    ar: "لا يمكن مواصلة جلسة WebSocket مع {url} إذ لا يلتزم الطرف الآخر بروتوكولها: {detail}",
  },
  NET_WEBSOCKET_UNACKNOWLEDGED: {
    en: "The WebSocket session with {url} ended before {count} messages were acknowledged",
    ar: "انتهت جلسة WebSocket مع {url} قبل تأكيد {count} من الرسائل",
  },
  NET_WEBSOCKET_REQUEST_TIMEOUT: {
    en: "The request over the WebSocket session with {url} was given up as no answer came within {ms} ms",
    ar: "تُرك الطلب عبر جلسة WebSocket مع {url} إذ لم يصل جوابه خلال {ms} ملي ثانية",
  },
  NET_WEBSOCKET_REQUEST_FAILED: {
    en: "The request over the WebSocket session with {url} failed as the other side could give no answer",
    ar: "فشل الطلب عبر جلسة WebSocket مع {url} إذ لم يستطع الطرف الآخر الجواب عنه",
  },
  NET_WEBSOCKET_SESSION_STORE: {
    en: "Cannot read the store of the WebSocket session in {path}: {detail}",
    ar: "لا يمكن قراءة مخزن جلسة WebSocket في {path}: {detail}",
  },
  NET_WEBSOCKET_TOO_LARGE: {
    en: "Cannot receive a message over the WebSocket to {url} as it is larger than {maxMessageBytes} bytes",
    ar: "لا يمكن استقبال رسالة عبر WebSocket إلى {url} إذ تزيد على {maxMessageBytes} بايت",
  },
} as const;

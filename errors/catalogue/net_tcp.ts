/** Messages of the `net` module about TCP and TLS. */
export const netTcp = {
  NET_HANDLER_FAILED: {
    en: "The handler of a client of {address} failed, and no onError is told",
    ar: "فشل معالج أحد عملاء {address}، ولا دالة عند_الخطأ تُخبَر بذلك",
  },

  NET_TCP_NOT_SUPPORTED: {
    en: "Cannot use TCP as this runtime has no sockets",
    ar: "لا يمكن استخدام TCP إذ ليس في هذه البيئة مقابس",
  },
  NET_TCP_DNS: {
    en: "Cannot connect to {address} as its host name cannot be resolved",
    ar: "لا يمكن الاتصال بالعنوان {address} إذ تعذر العثور على عنوان المضيف",
  },
  NET_TCP_REFUSED: {
    en: "Cannot connect to {address} as nobody accepts the connection",
    ar: "لا يمكن الاتصال بالعنوان {address} إذ لا يقبل أحد الاتصال",
  },
  NET_TCP_NOT_PERMITTED: {
    en: "Cannot connect to {address} as the program has no permission to: {detail}",
    ar: "لا يمكن الاتصال بالعنوان {address} إذ ليس للبرنامج إذن بذلك: {detail}",
  },
  NET_TCP_TLS: {
    en: "Cannot connect to {address} as no trusted TLS connection can be made: {detail}",
    ar: "لا يمكن الاتصال بالعنوان {address} إذ تعذر إنشاء اتصال TLS موثوق: {detail}",
  },
  NET_TCP_TLS_PLAIN_TEXT: {
    en: "Cannot start TLS with {address} as {received} bytes came before it that nobody had asked for",
    ar: "لا يمكن بدء TLS مع {address} إذ وصل قبله {received} بايت لم يطلبه أحد",
  },
  NET_TCP_TLS_TWICE: {
    en: "Cannot start TLS with {address} as the connection is encrypted already",
    ar: "لا يمكن بدء TLS مع {address} إذ الاتصال مشفر من قبل",
  },
  NET_TCP_TLS_BUSY: {
    en: "Cannot start TLS with {address} while a read waits for plain text",
    ar: "لا يمكن بدء TLS مع {address} وقراءةٌ تنتظر نصًا غير مشفر",
  },
  NET_TCP_TLS_STARTING: {
    en: "Cannot use the connection with {address} while TLS is being started over it",
    ar: "لا يمكن استخدام الاتصال بالعنوان {address} أثناء بدء TLS عليه",
  },
  NET_TCP_CONNECT_TIMEOUT: {
    en: "Cannot connect to {address} as it took longer than {ms} ms",
    ar: "لا يمكن الاتصال بالعنوان {address} إذ استغرق ذلك أكثر من {ms} ملي ثانية",
  },
  NET_TCP_IDLE_TIMEOUT: {
    en: "The connection with {address} was given up as nothing went over it for {ms} ms",
    ar: "تُرك الاتصال بالعنوان {address} إذ لم يمر به شيء خلال {ms} ملي ثانية",
  },
  NET_TCP_LOST: {
    en: "The connection with {address} was lost",
    ar: "انقطع الاتصال بالعنوان {address}",
  },
  NET_TCP_CLOSED: {
    en: "Cannot use the connection with {address} as it has been closed",
    ar: "لا يمكن استخدام الاتصال بالعنوان {address} إذ أُغلق",
  },
  NET_TCP_ENDED: {
    en: "Cannot read what was asked for from {address} as the connection ended after {received} bytes of it",
    ar: "لا يمكن قراءة المطلوب من {address} إذ انتهى الاتصال بعد {received} بايت منه",
  },
  NET_TCP_TOO_LONG: {
    en: "Cannot read a line from {address} as it is longer than {maxBytes} bytes",
    ar: "لا يمكن قراءة سطر من {address} إذ يزيد على {maxBytes} بايت",
  },
  NET_TCP_NOT_TEXT: {
    en: "Cannot read a line from {address} as it is not valid UTF-8",
    ar: "لا يمكن قراءة سطر من {address} إذ ليس UTF-8 صحيحًا",
  },
  NET_TCP_ADDRESS_IN_USE: {
    en: "Cannot listen at {address} as another program does",
    ar: "لا يمكن الاستماع على {address} إذ يستمع عليه برنامج آخر",
  },
  NET_TCP_NOT_LISTENING: {
    en: "Cannot listen at {address}: {detail}",
    ar: "لا يمكن الاستماع على {address}: {detail}",
  },
} as const;

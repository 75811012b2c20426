/** Messages of the `cache` module. No key stands in them: keys are often tokens or names of people. */
export const cache = {
  ARGUMENT_NOT_REDIS_URL: {
    en: "Cannot use {name} as it must have the form redis://user:password@host:port/database, or rediss:// for TLS",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون على صورة redis://user:password@host:port/database أو rediss:// مع TLS",
  },
  ARGUMENT_NOT_CACHEABLE: {
    en: "Cannot store {name} in the cache as it must be a value that JSON can hold: {reason}",
    ar: "لا يمكن حفظ {name} في الذاكرة المؤقتة إذ يجب أن يكون قيمة تقبلها صيغة JSON: {reason}",
  },
  ARGUMENT_UNDEFINED: {
    en: "Cannot store undefined as {name} as that stands for what is not there: store null, or delete the key",
    ar: "لا يمكن حفظ undefined في {name} لأنه يدل على ما ليس موجودًا: احفظ null أو احذف المفتاح",
  },
  ARGUMENT_NO_PREFIX: {
    en: "Cannot clear the Redis cache as it must have a {name}: without one, keys of others would be deleted too",
    ar: "لا يمكن مسح ذاكرة Redis المؤقتة إذ يجب أن يكون لها {name}: فبدونه تُحذف مفاتيح غيرها أيضًا",
  },
  CACHE_CONNECT: {
    en: "Cannot connect to Redis at {address}: {reason}",
    ar: "لا يمكن الاتصال بخادم Redis على {address}: {reason}",
  },
  CACHE_NOT_ALLOWED: {
    en: "Cannot connect to Redis at {address} as Deno does not allow the program to: run it with {flags}",
    ar: "لا يمكن الاتصال بخادم Redis على {address} لأن Deno لا يأذن بذلك للبرنامج: شغّله مع {flags}",
  },
  CACHE_CONNECT_TIMEOUT: {
    en: "Cannot connect to Redis at {address}: it took longer than {ms} ms",
    ar: "لا يمكن الاتصال بخادم Redis على {address}: استغرق ذلك أكثر من {ms} ملي ثانية",
  },
  CACHE_LOGIN: {
    en: "Cannot log in to Redis at {address}: it refused the user name or password, or demands one",
    ar: "لا يمكن الدخول إلى خادم Redis على {address}: رفض اسم المستخدم أو كلمة المرور، أو يطلبهما",
  },
  CACHE_COMMAND: {
    en: "Cannot do {command} as Redis at {address} refused it: {reply}",
    ar: "لا يمكن تنفيذ {command} لأن خادم Redis على {address} رفضه: {reply}",
  },
  CACHE_COMMAND_TIMEOUT: {
    en: "Cannot tell whether {command} was done as Redis at {address} did not answer within {ms} ms",
    ar: "لا يُعرف هل نُفّذ {command} لأن خادم Redis على {address} لم يُجب خلال {ms} ملي ثانية",
  },
  CACHE_CONNECTION_LOST: {
    en: "Cannot tell whether {command} was done as the connection to Redis at {address} was lost",
    ar: "لا يُعرف هل نُفّذ {command} لأن الاتصال بخادم Redis على {address} انقطع",
  },
  CACHE_CLOSED: {
    en: "Cannot use the Redis cache as it has been closed",
    ar: "لا يمكن استخدام ذاكرة Redis المؤقتة لأنها أُغلقت",
  },
  CACHE_NOT_JSON: {
    en: "Cannot read the cached value as it is not JSON: ask for it as text",
    ar: "لا يمكن قراءة القيمة المحفوظة لأنها ليست بصيغة JSON: اطلبها نصًّا",
  },
} as const;

/** Messages of the `fs` module. */
export const fs = {
  ARGUMENT_NOT_ENCODING: {
    en:
      "Cannot use {name} as it must be a text encoding such as utf-8, utf-16le or windows-1256: current value is {value}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون ترميزًا للنص مثل utf-8 أو utf-16le أو windows-1256: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_DELIMITER: {
    en: "Cannot use {name} as it must be one character other than a line break and the quote: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون محرفًا واحدًا غير فاصل الأسطر وغير علامة الاقتباس: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_HEADER: {
    en: "Cannot use {name} as it must be true or an array of different, non-empty names: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون true أو مصفوفة أسماء مختلفة غير فارغة: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_CSV_SOURCE: {
    en:
      "Cannot use {name} as it must be a path, a stream of bytes, or an iterable of bytes or text: current value is {value}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون مسارًا أو تدفق بايتات أو متتابعة من البايتات أو النصوص: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_FINGERPRINT: {
    en:
      "Cannot use {name} as it must be a host key's fingerprint such as SHA256: and 43 characters of Base64: current value is {value}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون بصمة مفتاح مضيف، وهي SHA256: يليها 43 محرفًا من Base64: القيمة الحالية {value}",
  },

  FS_NOT_FOUND: {
    en: "Cannot find {path} as there is no such file or directory",
    ar: "لا يمكن العثور على {path} إذ لا يوجد ملف أو مجلد بهذا المسار",
  },
  FS_NO_DIRECTORY: {
    en: "Cannot write {path} as its directory does not exist",
    ar: "لا يمكن كتابة {path} لأن مجلده غير موجود",
  },
  FS_PERMISSION: {
    en: "Cannot use {path} as permission is denied",
    ar: "لا يمكن استخدام {path} إذ لا توجد صلاحية لذلك",
  },
  FS_NOT_ALLOWED: {
    en: "Cannot use {path} as Deno does not allow the program to: run it with {flags}",
    ar: "لا يمكن استخدام {path} لأن Deno لا يأذن بذلك للبرنامج: شغّله مع {flags}",
  },
  FS_EXISTS: {
    en: "Cannot write {path} as it exists already: set overwrite to replace it",
    ar: "لا يمكن كتابة {path} لأنه موجود من قبل: فعّل الخيار استبدال ليحل الجديد محله",
  },
  FS_IS_DIRECTORY: {
    en: "Cannot use {path} as a file as it is a directory",
    ar: "لا يمكن استخدام {path} ملفًا لأنه مجلد",
  },
  FS_NOT_DIRECTORY: {
    en: "Cannot use {path} as something on the way to it is not a directory",
    ar: "لا يمكن استخدام {path} لأن في الطريق إليه ما ليس مجلدًا",
  },
  FS_NO_SPACE: {
    en: "Cannot write {path} as no space is left on the disk",
    ar: "لا يمكن كتابة {path} إذ لم تبق مساحة على القرص",
  },
  FS_READ_ONLY: {
    en: "Cannot write {path} as it is on a read-only file system",
    ar: "لا يمكن كتابة {path} لأنه على نظام ملفات للقراءة فقط",
  },
  FS_NAME_TOO_LONG: {
    en: "Cannot use {path} as its name is too long for the file system",
    ar: "لا يمكن استخدام {path} لأن اسمه أطول مما يقبله نظام الملفات",
  },
  FS_TOO_MANY_OPEN: {
    en: "Cannot open {path} as too many files are open",
    ar: "لا يمكن فتح {path} لأن الملفات المفتوحة كثيرة جدًّا",
  },
  FS_PARTIAL_TAKEN: {
    en: "Cannot finish {path} as another download of it has replaced what had come so far",
    ar: "لا يمكن إتمام {path} لأن تنزيلًا آخر له حل محل ما وصل منه",
  },
  FS_FAILED: {
    en: "Cannot use {path} as the file system refused: {reason}",
    ar: "لا يمكن استخدام {path} إذ رفض نظام الملفات ذلك: {reason}",
  },

  FS_NO_PARTS: {
    en: "Cannot join into {path} as no parts were given",
    ar: "لا يمكن الدمج في {path} إذ لم تُعطَ أي أجزاء",
  },
  FS_PART_MISSING: {
    en: "Cannot join into {output} as the part {path} is missing",
    ar: "لا يمكن الدمج في {output} لأن الجزء {path} مفقود",
  },
  FS_JOIN_ONTO_PART: {
    en: "Cannot join into {path} as it is one of the parts",
    ar: "لا يمكن الدمج في {path} لأنه واحد من الأجزاء",
  },

  FS_GZIP_NAME: {
    en: "Cannot name the decompressed file as {path} does not end in .gz: set output to say where it goes",
    ar: "لا يمكن تسمية الملف بعد فك ضغطه لأن {path} لا ينتهي بـ .gz: حدد الوجهة بالخيار مسار_الإخراج",
  },
  FS_GZIP_NOT_GZIP: {
    en: "Cannot decompress {path} as it is not gzip: it begins otherwise",
    ar: "لا يمكن فك ضغط {path} لأنه ليس gzip: بدايته مختلفة",
  },
  FS_GZIP_CORRUPT: {
    en: "Cannot decompress {path} as it is not intact gzip after byte {position}: {reason}",
    ar: "لا يمكن فك ضغط {path} لأنه ليس gzip سليمًا بعد البايت {position}: {reason}",
  },
  FS_GZIP_TRUNCATED: {
    en: "Cannot decompress {path} as it ends too early, at byte {position}",
    ar: "لا يمكن فك ضغط {path} لأنه ينتهي قبل تمامه عند البايت {position}",
  },
  FS_GZIP_TRAILING: {
    en: "Cannot decompress {path} as something else follows the compressed data after byte {position}",
    ar: "لا يمكن فك ضغط {path} لأن شيئًا آخر يلي البيانات المضغوطة بعد البايت {position}",
  },
  FS_GZIP_TOO_LARGE: {
    en: "Cannot decompress {path} as it holds more than {maxBytes} bytes: set maxBytes to allow more",
    ar: "لا يمكن فك ضغط {path} لأنه يزيد بعد فكه على {maxBytes} بايت: زد أقصى_بايتات للسماح بأكثر",
  },
  FS_GZIP_RATIO: {
    en:
      "Cannot decompress {path} as it grows to more than {maxRatio} times its size, as a decompression bomb does: set maxRatio to allow more",
    ar: "لا يمكن فك ضغط {path} لأنه يكبر إلى أكثر من {maxRatio} ضعف، كما تفعل قنابل الضغط: زد أقصى_نسبة للسماح بأكثر",
  },

  FS_TEXT_INVALID: {
    en: "Cannot read {source} as {encoding} text as the bytes at position {position} (line {line}) are not valid in it",
    ar: "لا يمكن قراءة {source} نصًّا بترميز {encoding} لأن البايتات عند الموضع {position} (السطر {line}) لا تصح فيه",
  },
  FS_TEXT_TOO_LARGE: {
    en: "Cannot read {path} as text as it is larger than {maxBytes} bytes",
    ar: "لا يمكن قراءة {path} نصًّا لأنه أكبر من {maxBytes} بايت",
  },

  FS_CSV_TOO_FEW_FIELDS: {
    en: "Cannot read {source} as line {line} has {found} of {expected} fields: {name} is missing",
    ar: "لا يمكن قراءة {source} لأن في السطر {line} من الحقول {found} والمطلوب {expected}: الحقل {name} مفقود",
  },
  FS_CSV_TOO_MANY_FIELDS: {
    en: "Cannot read {source} as line {line} has {found} fields and the header names {expected}",
    ar: "لا يمكن قراءة {source} لأن في السطر {line} من الحقول {found} والترويسة تسمي {expected}",
  },
  FS_CSV_QUOTE_OPEN: {
    en: "Cannot read {source} as the quote that opens on line {line} in field {column} is never closed",
    ar: "لا يمكن قراءة {source} لأن علامة الاقتباس التي تُفتح في السطر {line} في الحقل {column} لا تُغلق",
  },
  FS_CSV_QUOTE_MISPLACED: {
    en:
      "Cannot read {source} as a quote stands in the middle of field {column} on line {line}: quote the whole field and double the quotes inside it",
    ar:
      "لا يمكن قراءة {source} لأن علامة اقتباس تقع في وسط الحقل {column} في السطر {line}: اجعل الحقل كله بين علامتي اقتباس وضاعف ما بداخله منها",
  },
  FS_CSV_HEADER_EMPTY: {
    en: "Cannot read {source} as column {column} of the header on line {line} has no name",
    ar: "لا يمكن قراءة {source} لأن العمود {column} من الترويسة في السطر {line} بلا اسم",
  },
  FS_CSV_HEADER_DUPLICATE: {
    en: "Cannot read {source} as the header on line {line} names {name} twice, in columns {first} and {column}",
    ar: "لا يمكن قراءة {source} لأن الترويسة في السطر {line} تسمي {name} مرتين، في العمودين {first} و{column}",
  },
  FS_CSV_RECORD_TOO_LARGE: {
    en:
      "Cannot read {source} as the record that begins on line {line} is larger than {maxRecordBytes} bytes: perhaps a quote is not closed",
    ar:
      "لا يمكن قراءة {source} لأن الصف الذي يبدأ في السطر {line} أكبر من {maxRecordBytes} بايت: ربما لم تُغلق علامة اقتباس",
  },

  FS_SFTP_NOT_ALLOWED: {
    en: "Cannot connect to {host} as Deno does not allow the program to: run it with {flags}",
    ar: "لا يمكن الاتصال بـ {host} لأن Deno لا يأذن بذلك للبرنامج: شغّله مع {flags}",
  },
  FS_SFTP_REFUSED: {
    en: "Cannot connect to {host} as nothing listens there",
    ar: "لا يمكن الاتصال بـ {host} إذ لا يستمع هناك أحد",
  },
  FS_SFTP_UNREACHABLE: {
    en: "Cannot connect to {host} as it cannot be found or reached: {reason}",
    ar: "لا يمكن الاتصال بـ {host} إذ لا يمكن العثور عليه أو الوصول إليه: {reason}",
  },
  FS_SFTP_TIMEOUT: {
    en: "Cannot connect to {host} as it did not answer within {ms} ms",
    ar: "لا يمكن الاتصال بـ {host} إذ لم يُجب خلال {ms} ملي ثانية",
  },
  FS_SFTP_AUTHENTICATION: {
    en: "Cannot log in to {host} as {username}: the server refused the password or the key",
    ar: "لا يمكن الدخول إلى {host} باسم {username}: رفض الخادم كلمة المرور أو المفتاح",
  },
  FS_SFTP_PRIVATE_KEY: {
    en: "Cannot use the private key as it cannot be read: {reason}",
    ar: "لا يمكن استخدام المفتاح الخاص إذ لا يمكن قراءته: {reason}",
  },
  FS_SFTP_HOST_KEY_UNKNOWN: {
    en:
      "Cannot trust {host} as its host key is not known: if {fingerprint} ({type}) is right, pass it as hostKey or add the host to {knownHosts}",
    ar:
      "لا يمكن الوثوق بـ {host} لأن مفتاحه غير معروف: إن كانت {fingerprint} ({type}) بصمته الصحيحة فأعطها في بصمة_المضيف أو أضف المضيف إلى {knownHosts}",
  },
  FS_SFTP_HOST_KEY_CHANGED: {
    en:
      "Cannot trust {host} as its host key {fingerprint} ({type}) is not the one in {knownHosts}, line {line}: somebody may be intercepting the connection",
    ar:
      "لا يمكن الوثوق بـ {host} لأن مفتاحه {fingerprint} ({type}) ليس المسجل في {knownHosts} في السطر {line}: قد يكون أحد يعترض الاتصال",
  },
  FS_SFTP_HOST_KEY_REVOKED: {
    en: "Cannot trust {host} as its host key {fingerprint} ({type}) is revoked in {knownHosts}, line {line}",
    ar: "لا يمكن الوثوق بـ {host} لأن مفتاحه {fingerprint} ({type}) ملغى في {knownHosts} في السطر {line}",
  },
  FS_SFTP_HOST_KEY_MISMATCH: {
    en:
      "Cannot trust {host} as its host key is {fingerprint} ({type}) and not the one given: somebody may be intercepting the connection",
    ar: "لا يمكن الوثوق بـ {host} لأن بصمة مفتاحه {fingerprint} ({type}) ليست البصمة المعطاة: قد يكون أحد يعترض الاتصال",
  },
  FS_SFTP_DISCONNECTED: {
    en: "Cannot go on with {path} as the connection was lost",
    ar: "لا يمكن إكمال {path} إذ انقطع الاتصال",
  },
  FS_SFTP_SHORT: {
    en: "Cannot download {path} whole as it ended after {bytes} of {totalBytes} bytes",
    ar: "لا يمكن تحميل {path} كاملًا إذ انتهى بعد {bytes} من {totalBytes} بايت",
  },
  FS_SFTP_FAILED: {
    en: "Cannot use {path} as the server refused: {reason}",
    ar: "لا يمكن استخدام {path} إذ رفض الخادم ذلك: {reason}",
  },
} as const;

/** Messages of the `db` module. */
export const db = {
  ARGUMENT_SQL_EMPTY: {
    en: "Cannot use {name} as it must hold an SQL statement: it has none",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يحوي جملة SQL: ليس فيه شيء منها",
  },
  ARGUMENT_SQL_MISSING: {
    en: "Cannot use {name} as it must give a value for each placeholder: missing are {missing}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يعطي كل معامل قيمة: تنقص {missing}",
  },
  ARGUMENT_SQL_UNKNOWN: {
    en: "Cannot use {name} as the SQL has no placeholder for {unknown}",
    ar: "لا يمكن استخدام «{name}» إذ ليس في جملة SQL معامل باسم {unknown}",
  },
  ARGUMENT_SQL_COUNT: {
    en: "Cannot use {name} as it must be an array of {expected} values, one for each placeholder: received {received}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مصفوفة قيم عددها {expected}، لكل معامل قيمة: الوارد {received}",
  },
  ARGUMENT_SQL_MIXED: {
    en: "Cannot use {name} as its placeholders must be all of one kind: it has both :name and ?",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون معاملاته كلها من نوع واحد: فيه :name و ? معًا",
  },
  ARGUMENT_SQL_PLACEHOLDER: {
    en: "Cannot use {name} as its placeholders must be written :name, or ? with an array: it has {placeholder}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تُكتب معاملاته :name، أو ? مع مصفوفة: فيه {placeholder}",
  },
  ARGUMENT_SQL_VALUE: {
    en:
      "Cannot use {name} as it must be null, a boolean, a finite number, a bigint of at most 64 bits, a string, bytes, a valid Date, or a plain object or array that JSON can say: received is of the kind {kind}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون null أو قيمة منطقية أو عددًا منتهيًا أو bigint لا يزيد على 64 بتًّا أو نصًّا أو بايتات أو تاريخًا صحيحًا أو كائنًا بسيطًا أو مصفوفة تقبلها صيغة JSON: الوارد من نوع {kind}",
  },
  ARGUMENT_SQL_MANY: {
    en: "Cannot use {name} as it must hold one statement: it has more after the first",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يحوي جملة واحدة: بعد الأولى غيرها",
  },
  ARGUMENT_SQL_TRANSACTION: {
    en: "Cannot use {name} as transactions are begun and ended by transaction(), not by {verb}",
    ar: "لا يمكن استخدام «{name}» إذ تبدأ المعاملات وتنتهي بالدالة transaction() لا بالجملة {verb}",
  },
  ARGUMENT_DATABASE_URL: {
    en: "Cannot use {name} as it must begin with one of {schemes}: it begins with {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يبدأ بواحد من {schemes}: هو يبدأ بـ {value}",
  },
  DB_UNREACHABLE: {
    en: "Cannot connect to {place} as nothing answers there",
    ar: "لا يمكن الاتصال بـ {place} إذ لا مجيب هناك",
  },
  DB_CONNECT_TIMEOUT: {
    en: "Cannot connect to {place} as it did not answer in time",
    ar: "لا يمكن الاتصال بـ {place} إذ لم يُجب في الوقت المحدد",
  },
  DB_CONNECT_FAILED: {
    en: "Cannot connect to {place}: the reason is {reason}",
    ar: "لا يمكن الاتصال بـ {place}: السبب {reason}",
  },
  DB_NOT_ALLOWED: {
    en: "Cannot connect to {place} as Deno does not allow the program to: run it with {flags}",
    ar: "لا يمكن الاتصال بـ {place} لأن Deno لا يأذن بذلك للبرنامج: شغّله مع {flags}",
  },
  DB_AUTHENTICATION: {
    en: "Cannot log in to {place} as it refused the user name or password",
    ar: "لا يمكن الدخول إلى {place} إذ رفض اسم المستخدم أو كلمة المرور",
  },
  DB_DATABASE_UNKNOWN: {
    en: "Cannot use {place} as there is no such database",
    ar: "لا يمكن استخدام {place} إذ لا توجد قاعدة بيانات بهذا الاسم",
  },
  DB_TOO_MANY_CONNECTIONS: {
    en: "Cannot connect to {place} as it has as many connections as it takes",
    ar: "لا يمكن الاتصال بـ {place} إذ بلغ أقصى ما يقبله من الاتصالات",
  },
  DB_FILE_MISSING: {
    en: "Cannot open {place} as there is no such file, and the mode {mode} makes none",
    ar: "لا يمكن فتح {place} إذ لا يوجد ملف بهذا المسار، والوضع {mode} لا ينشئه",
  },
  DB_FILE_UNAVAILABLE: {
    en: "Cannot open the database file {place}",
    ar: "لا يمكن فتح ملف قاعدة البيانات {place}",
  },
  DB_FILE_INVALID: {
    en: "Cannot read {place} as it is not a database, or is damaged",
    ar: "لا يمكن قراءة {place} إذ ليس قاعدة بيانات أو هو تالف",
  },
  DB_CLOSED: {
    en: "Cannot use {place} as the database has been closed",
    ar: "لا يمكن استخدام {place} إذ أُغلقت قاعدة البيانات",
  },
  DB_CONNECTION_LOST: {
    en: "The connection to {place} was lost: the reason is {reason}",
    ar: "انقطع الاتصال بـ {place}: السبب {reason}",
  },
  DB_POOL_TIMEOUT: {
    en: "Cannot use {place} as no connection became free in {ms} ms",
    ar: "لا يمكن استخدام {place} إذ لم يفرغ اتصال خلال {ms} ملي ثانية",
  },
  DB_UNIQUE: {
    en: "Cannot write as {constraint} must be unique: {sql}",
    ar: "لا يمكن الكتابة إذ يجب ألا يتكرر {constraint}: {sql}",
  },
  DB_FOREIGN_KEY: {
    en: "Cannot write as the foreign key {constraint} does not hold: {sql}",
    ar: "لا يمكن الكتابة إذ لا يصح المفتاح الأجنبي {constraint}: {sql}",
  },
  DB_NOT_NULL: {
    en: "Cannot write as {constraint} must have a value: {sql}",
    ar: "لا يمكن الكتابة إذ يجب أن تكون لـ {constraint} قيمة: {sql}",
  },
  DB_CHECK: {
    en: "Cannot write as the condition {constraint} does not hold: {sql}",
    ar: "لا يمكن الكتابة إذ لا يتحقق الشرط {constraint}: {sql}",
  },
  DB_SYNTAX: {
    en: "Cannot run the SQL as it is not well formed: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ صياغتها غير صحيحة: {sql}",
  },
  DB_TABLE_UNKNOWN: {
    en: "Cannot run the SQL as it names a table that does not exist: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ تسمي جدولًا غير موجود: {sql}",
  },
  DB_COLUMN_UNKNOWN: {
    en: "Cannot run the SQL as it names a column that does not exist: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ تسمي عمودًا غير موجود: {sql}",
  },
  DB_ALREADY_EXISTS: {
    en: "Cannot run the SQL as what it creates exists already: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ ما تنشئه موجود من قبل: {sql}",
  },
  DB_VALUE: {
    en: "Cannot run the SQL as a value does not fit its column or operation: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ لا تناسب قيمةٌ عمودها أو عمليتها: {sql}",
  },
  DB_PERMISSION: {
    en: "Cannot run the SQL as the user may not do that: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ لا يُسمح للمستخدم بذلك: {sql}",
  },
  DB_READ_ONLY: {
    en: "Cannot run the SQL as the database may only be read: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ قاعدة البيانات للقراءة فقط: {sql}",
  },
  DB_FULL: {
    en: "Cannot run the SQL as {place} has no room left: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ لا مساحة باقية في {place}: {sql}",
  },
  DB_DEADLOCK: {
    en: "The database ended the transaction to resolve a deadlock: {sql}",
    ar: "أنهت قاعدة البيانات المعاملة لحل تعارض أقفال متبادل: {sql}",
  },
  DB_SERIALIZATION: {
    en: "The database ended the transaction as it conflicts with another one: {sql}",
    ar: "أنهت قاعدة البيانات المعاملة لتعارضها مع معاملة أخرى: {sql}",
  },
  DB_LOCKED: {
    en: "Cannot run the SQL as others hold a lock that it needs: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ يمسك غيرها قفلًا تحتاج إليه: {sql}",
  },
  DB_TIMEOUT: {
    en: "The database stopped the SQL as it took too long: {sql}",
    ar: "أوقفت قاعدة البيانات جملة SQL لأنها استغرقت وقتًا طويلًا: {sql}",
  },
  DB_STOPPED: {
    en: "The database stopped the SQL as somebody asked it to: {sql}",
    ar: "أوقفت قاعدة البيانات جملة SQL بطلب من خارج البرنامج: {sql}",
  },
  DB_STATEMENT_FAILED: {
    en: "Cannot run the SQL as the database refused it with {reason}: {sql}",
    ar: "لا يمكن تنفيذ جملة SQL إذ رفضتها قاعدة البيانات بالرمز {reason}: {sql}",
  },
  DB_COPY: {
    en: "Cannot copy rows from or to the program by COPY: use INSERT and SELECT",
    ar: "لا يمكن نسخ الصفوف من البرنامج أو إليه بجملة COPY: استخدم INSERT وSELECT",
  },
  DB_TRANSACTION_OUTER: {
    en:
      "Cannot use the outer database inside its own transaction: use the object that the transaction's function is given",
    ar: "لا يمكن استخدام قاعدة البيانات الخارجية داخل معاملتها: استخدم الكائن الذي تُعطاه دالة المعاملة",
  },
  DB_TRANSACTION_OVER: {
    en: "Cannot use the transaction as it has ended",
    ar: "لا يمكن استخدام المعاملة إذ انتهت",
  },
  DB_TRANSACTION_ABORTED: {
    en: "Cannot go on with the transaction as the database undid it when a statement in it failed",
    ar: "لا يمكن المضي في المعاملة إذ تراجعت عنها قاعدة البيانات عند فشل جملة فيها",
  },
  DB_DOCUMENTS_FAILED: {
    en: "Cannot {operation} documents of the collection {collection} as the database refused it with {reason}",
    ar: "لا تمكن العملية {operation} على مستندات المجموعة {collection} إذ رفضتها قاعدة البيانات بالرمز {reason}",
  },
  DB_DOCUMENTS_TIMEOUT: {
    en: "The database stopped to {operation} documents of the collection {collection} as it took too long",
    ar: "أوقفت قاعدة البيانات العملية {operation} على مستندات المجموعة {collection} لأنها استغرقت وقتًا طويلًا",
  },
  DB_DOCUMENTS_UNIQUE: {
    en: "Cannot insert into the collection {collection} as its index {constraint} must be unique",
    ar: "لا يمكن الإدراج في المجموعة {collection} إذ يجب ألا تتكرر قيم فهرسها {constraint}",
  },
  DB_KIND: {
    en: "Cannot call {operation} as it is not for a database of the kind {place}",
    ar: "لا يمكن استدعاء {operation} إذ ليست لقاعدة بيانات من النوع {place}",
  },
} as const;

/** Messages of the `log` module. */
export const log = {
  ARGUMENT_NOT_LOG_LEVEL: {
    en: "Cannot use {name} as it must be a level, one of {allowed}: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مستوى، واحدًا من {allowed}: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_EMAIL: {
    en: "Cannot use {name} as it must be an e-mail address or a list of them: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عنوان بريد إلكتروني أو قائمة من العناوين: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_PATTERN: {
    en: "Cannot use {name} as it must be a regular expression: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون تعبيرًا نمطيًّا: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_WITH_JOIN: {
    en: "Cannot use {name} together with joinLogTape as the program's own LogTape configuration decides that",
    ar: "لا يمكن استخدام «{name}» مع الخيار انضمام_إلى_logtape إذ تحدد ذلك إعدادات LogTape التي في البرنامج نفسه",
  },
  LOG_LOGTAPE_CONFIGURED: {
    en:
      "Cannot configure the log as the program has configured LogTape itself: add createLogSink() to that configuration, or give the option {option}",
    ar:
      "لا يمكن إعداد السجل إذ إن البرنامج أعد LogTape بنفسه: أضف إنشاء_مصب_سجل إلى تلك الإعدادات أو أعطِ الخيار {option}",
  },
  LOG_FILE_NOT_SUPPORTED: {
    en: "Cannot log to the file {path} as this runtime has no files",
    ar: "لا يمكن التسجيل في الملف {path} إذ لا ملفات في بيئة التشغيل هذه",
  },
  LOG_FILE_NOT_WRITTEN: {
    en: "Cannot write to the log file {path}: {reason}",
    ar: "تعذرت الكتابة في ملف السجل {path}: {reason}",
  },
  LOG_RECORDS_LOST: {
    en: "{count} log records could not be written",
    ar: "تعذرت كتابة {count} من القيود في السجل",
  },
  LOG_EMAIL_NOT_SENT: {
    en: "Cannot send {count} log records by e-mail through {server}: {reason}",
    ar: "تعذر إرسال {count} من قيود السجل بالبريد عبر {server}: {reason}",
  },
  LOG_SINK_FAILED: {
    en: "Cannot hand a log record to a sink: {reason}",
    ar: "تعذر تسليم قيد إلى مصب سجل: {reason}",
  },
} as const;

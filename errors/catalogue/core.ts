/** Messages about arguments, waiting and missing packages, which every module shares. */
export const core = {
  ARGUMENT_NOT_TEXT: {
    en: "Cannot use {name} as it must be a non-empty string: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون نصًّا غير فارغ: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_FUNCTION: {
    en: "Cannot use {name} as it must be a function: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون دالة: القيمة الحالية {value}",
  },
  // Other texts of ARGUMENT_NOT_INTEGER, NOT_IN_RANGE, NOT_FUNCTION and UNKNOWN, where more can be said; those are the codes.
  ARGUMENT_NOT_COUNT: {
    en: "Cannot use {name} as it must be a whole number from {min} on: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عددًا صحيحًا لا يقل عن {min}: القيمة الحالية {value}",
  },
  ARGUMENT_TOO_SMALL: {
    en: "Cannot use {name} as it must be a number from {min} on: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عددًا لا يقل عن {min}: القيمة الحالية {value}",
  },
  ARGUMENT_PROMISE: {
    en:
      "Cannot use {name} as it must be a function, and is the promise that a call gave: pass () => work(), not work()",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون دالة، وهو وعد أعطاه استدعاؤها: مرّر () => عمل() بدل عمل()",
  },
  ARGUMENT_MISSPELT: {
    en: "Cannot use the option {name} as there is no such option: did you mean {nearest}? There are {known}",
    ar: "لا يمكن استخدام الخيار {name} إذ لا خيار بهذا الاسم: لعلك تقصد {nearest}؟ والخيارات: {known}",
  },
  ARGUMENT_NOT_OBJECT: {
    en: "Cannot use {name} as it must be an object: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون كائنًا: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ARRAY: {
    en: "Cannot use {name} as it must be an array: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مصفوفة: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_BYTES: {
    en: "Cannot use {name} as it must be a string or bytes: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون نصًّا أو بايتات: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_SIGNAL: {
    en: "Cannot use {name} as it must be an AbortSignal: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون إشارة AbortSignal: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_URL: {
    en: "Cannot use {name} as it must be an absolute {protocols} URL: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون رابط {protocols} تامًّا: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_INTEGER: {
    en: "Cannot use {name} as it must be a whole number from {min} to {max}: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عددًا صحيحًا من {min} إلى {max}: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_IN_RANGE: {
    en: "Cannot use {name} as it must be a number from {min} to {max}: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عددًا من {min} إلى {max}: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ONE_OF: {
    en: "Cannot use {name} as it must be one of {allowed}: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون واحدًا من {allowed}: القيمة الحالية {value}",
  },
  ARGUMENT_UNKNOWN: {
    en: "Cannot use the option {name} as it must be one of {allowed}",
    ar: "لا يمكن استخدام الخيار {name} إذ يجب أن يكون واحدًا من {allowed}",
  },
  CANCELLED: {
    en: "The operation was cancelled",
    ar: "أُلغيت العملية",
  },
  // The text of CANCELLED where the reason is known; that is the code.
  CANCELLED_WITH_REASON: {
    en: "The operation was cancelled: {reason}",
    ar: "أُلغيت العملية: {reason}",
  },
  TIMEOUT: {
    en: "The operation took longer than {ms} ms",
    ar: "استغرقت العملية أكثر من {ms} ملي ثانية",
  },
  DRIVER_MISSING: {
    en: "Cannot load {driver} as it must be installed: run {command}",
    ar: "لا يمكن تحميل {driver} إذ يجب تثبيته أولًا: نفّذ {command}",
  },
} as const;

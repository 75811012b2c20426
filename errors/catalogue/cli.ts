/** Messages of the `cli` module. */
export const cli = {
  CLI_COMMAND_MISSING: {
    en: "Cannot run anything as no command was given",
    ar: "لا يمكن تنفيذ شيء إذ لم يُذكر أمر",
  },
  CLI_COMMAND_UNKNOWN: {
    en: "Cannot run {command} as there is no such command",
    ar: "لا يمكن تنفيذ {command} إذ لا يوجد أمر بهذا الاسم",
  },
  CLI_OPTION_UNKNOWN: {
    en: "Cannot use {option} as {command} has no such option",
    ar: "لا يمكن استخدام {option} إذ ليس للأمر {command} خيار بهذا الاسم",
  },
  CLI_OPTION_VALUE_MISSING: {
    en: "Cannot use {option} as it must be followed by a value",
    ar: "لا يمكن استخدام {option} إذ يجب أن تتبعه قيمة",
  },
  CLI_OPTION_VALUE_UNEXPECTED: {
    en: "Cannot use {option} with a value as it takes none: current value is {value}",
    ar: "لا يمكن استخدام {option} مع قيمة إذ لا يأخذ قيمة: القيمة الحالية {value}",
  },
  CLI_OPTION_NOT_NUMBER: {
    en: "Cannot use {option} as it must be a whole number from {min}: current value is {value}",
    ar: "لا يمكن استخدام {option} إذ يجب أن يكون عددًا صحيحًا لا يقل عن {min}: القيمة الحالية {value}",
  },
  CLI_OPTION_NOT_ONE_OF: {
    en: "Cannot use {option} as it must be one of {allowed}: current value is {value}",
    ar: "لا يمكن استخدام {option} إذ يجب أن يكون واحدًا من {allowed}: القيمة الحالية {value}",
  },
  CLI_OPTION_NOT_JSON: {
    en: "Cannot use {option} as it must be a JSON object",
    ar: "لا يمكن استخدام {option} إذ يجب أن يكون كائن JSON",
  },
  CLI_QUERY_NOT_SQL: {
    en: "Cannot query MongoDB as its queries are not SQL: use sqlite:, postgres: or mysql:",
    ar: "لا يمكن الاستعلام من MongoDB إذ ليست استعلاماتها SQL: استخدم sqlite: أو postgres: أو mysql:",
  },
  CLI_DESCRIPTION_NOT_JSON: {
    en: "Cannot read {path} as it must be JSON: {reason}",
    ar: "لا يمكن قراءة {path} إذ يجب أن يكون بصيغة JSON: {reason}",
  },
  CLI_DESCRIPTION_SHAPE: {
    en: "Cannot read {path} as it must be a JSON object with {info} and {endpoints}",
    ar: "لا يمكن قراءة {path} إذ يجب أن يكون كائن JSON فيه {info} و{endpoints}",
  },
  CLI_ARGUMENT_MISSING: {
    en: "Cannot run {command} as it needs {argument}",
    ar: "لا يمكن تنفيذ {command} إذ يحتاج إلى {argument}",
  },
  CLI_ARGUMENT_UNEXPECTED: {
    en: "Cannot run {command} with {value} as it takes no further argument",
    ar: "لا يمكن تنفيذ {command} مع {value} إذ لا يأخذ معاملًا آخر",
  },
} as const;

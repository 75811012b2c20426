/** Messages of the `openapi` module. */
export const openapi = {
  OPENAPI_NOT_TEXT: {
    en: "Cannot describe {endpoint} as {name} must be a string: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» نصًّا: القيمة الحالية {value}",
  },
  OPENAPI_NOT_FILLED: {
    en: "Cannot describe {endpoint} as {name} must be a non-empty string: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» نصًّا غير فارغ: القيمة الحالية {value}",
  },
  OPENAPI_NOT_URL: {
    en:
      "Cannot describe {endpoint} as {name} must be a URL or a part of one, with other letters than ASCII percent-encoded: current value is {value}",
    ar:
      "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» رابطًا أو جزءًا من رابط، مع ترميز غير حروف ASCII بعلامة النسبة المئوية: القيمة الحالية {value}",
  },
  OPENAPI_NOT_EMAIL: {
    en: "Cannot describe {endpoint} as {name} must be an e-mail address: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» عنوان بريد إلكتروني: القيمة الحالية {value}",
  },
  OPENAPI_NOT_SCHEMA: {
    en:
      "Cannot describe {endpoint} as {name} must be a JSON Schema, which is an object or true or false: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» مخطط JSON، أي كائنًا أو true أو false: القيمة الحالية {value}",
  },
  OPENAPI_NOT_SINGLE: {
    en: "Cannot describe {endpoint} as {name} must have one media type: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون في «{name}» نوع وسائط واحد: القيمة الحالية {value}",
  },
  OPENAPI_MISSING: {
    en: "Cannot describe {endpoint} as {name} is missing",
    ar: "لا يمكن وصف {endpoint} إذ إن «{name}» ناقص",
  },
  OPENAPI_EXCLUSIVE: {
    en: "Cannot describe {endpoint} as {name} and {other} must not stand together",
    ar: "لا يمكن وصف {endpoint} إذ يجب ألا يجتمع «{name}» و«{other}»",
  },
  OPENAPI_NEITHER: {
    en: "Cannot describe {endpoint} as {name} or {other} must be given",
    ar: "لا يمكن وصف {endpoint} إذ يجب إعطاء «{name}» أو «{other}»",
  },
  OPENAPI_COMPONENT_NAME: {
    en:
      "Cannot describe {endpoint} as names in {name} must consist of Latin letters, digits and . _ -: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن تتكون الأسماء في «{name}» من حروف لاتينية وأرقام و. _ -: القيمة الحالية {value}",
  },
  OPENAPI_NOT_OBJECT: {
    en: "Cannot describe {endpoint} as {name} must be an object: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» كائنًا: القيمة الحالية {value}",
  },
  OPENAPI_NOT_ARRAY: {
    en: "Cannot describe {endpoint} as {name} must be an array: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» مصفوفة: القيمة الحالية {value}",
  },
  OPENAPI_NOT_BOOLEAN: {
    en: "Cannot describe {endpoint} as {name} must be true or false: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» إما true وإما false: القيمة الحالية {value}",
  },
  OPENAPI_UNKNOWN: {
    en: "Cannot describe {endpoint} as {name} is not known: use one of {allowed}",
    ar: "لا يمكن وصف {endpoint} إذ إن «{name}» غير معروف: استخدم واحدًا من {allowed}",
  },
  OPENAPI_PATH_START: {
    en: "Cannot describe {endpoint} as {name} must begin with a slash: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يبدأ «{name}» بشرطة مائلة: القيمة الحالية {value}",
  },
  OPENAPI_PATH_TEMPLATE: {
    en:
      "Cannot describe {endpoint} as {name} must hold only text and different names in braces, and no query or fragment: current value is {value}",
    ar:
      "لا يمكن وصف {endpoint} إذ يجب ألا يحوي «{name}» إلا نصًّا وأسماءً مختلفة بين أقواس معقوفة، بلا استعلام ولا جزء بعد #: القيمة الحالية {value}",
  },
  OPENAPI_ONE_OF: {
    en: "Cannot describe {endpoint} as {name} must be one of {allowed}: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» واحدًا من {allowed}: القيمة الحالية {value}",
  },
  OPENAPI_DUPLICATE: {
    en: "Cannot describe {endpoint} as {other} has the same {name}: {value}",
    ar: "لا يمكن وصف {endpoint} إذ إن {other} تحمل «{name}» نفسه: {value}",
  },
  OPENAPI_AMBIGUOUS: {
    en:
      "Cannot describe {endpoint} as its {name} differs from that of {other} only in the names of parameters: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ لا يختلف «{name}» فيها عما في {other} إلا في أسماء المعاملات: القيمة الحالية {value}",
  },
  OPENAPI_PARAMETER_NOT_IN_PATH: {
    en:
      "Cannot describe {endpoint} as {name} names a path parameter that the path does not hold: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ إن «{name}» يذكر معاملًا لا يحويه المسار: القيمة الحالية {value}",
  },
  OPENAPI_PARAMETER_REQUIRED: {
    en: "Cannot describe {endpoint} as {name} must be true for a path parameter: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يكون «{name}» صحيحًا (true) لمعامل في المسار: القيمة الحالية {value}",
  },
  OPENAPI_RESPONSE_STATUS: {
    en: "Cannot describe {endpoint} as {name} must have keys such as 200, 2XX or default: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن تكون مفاتيح «{name}» مثل 200 أو 2XX أو default: القيمة الحالية {value}",
  },
  OPENAPI_EMPTY: {
    en: "Cannot describe {endpoint} as {name} must not be empty",
    ar: "لا يمكن وصف {endpoint} إذ يجب ألا يكون «{name}» فارغًا",
  },
  OPENAPI_SECURITY: {
    en:
      "Cannot describe {endpoint} as {name} must name a scheme of components.securitySchemes: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يذكر «{name}» نظامًا من components.securitySchemes: القيمة الحالية {value}",
  },
  OPENAPI_REFERENCE: {
    en: "Cannot describe {endpoint} as {name} must lead to a part of the document: current value is {value}",
    ar: "لا يمكن وصف {endpoint} إذ يجب أن يؤدي «{name}» إلى جزء من المواصفات: القيمة الحالية {value}",
  },
  OPENAPI_NOT_JSON: {
    en: "Cannot describe {endpoint} as {name} cannot be written as JSON",
    ar: "لا يمكن وصف {endpoint} إذ لا يمكن كتابة «{name}» بصيغة JSON",
  },
  OPENAPI_FILE_EXISTS: {
    en: "Cannot save the document as {path} as the file exists: give the option {option} to replace it",
    ar: "لا يمكن حفظ المواصفات في {path} إذ إن الملف موجود: أعطِ الخيار {option} لاستبداله",
  },
  OPENAPI_FILE_NOT_WRITTEN: {
    en: "Cannot save the document as {path}: {reason}",
    ar: "تعذر حفظ المواصفات في {path}: {reason}",
  },
} as const;

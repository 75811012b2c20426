/** Messages of the `crypto` module. */
export const crypto = {
  ARGUMENT_NOT_FERNET_KEY: {
    en: "Cannot use {name} as it must be a Fernet key: 32 bytes as 44 characters of URL-safe base64",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون مفتاح Fernet طوله 32 بايتًا، مكتوبًا في 44 حرفًا بترميز base64 الآمن للروابط",
  },
  ARGUMENT_NOT_UNICODE: {
    en: "Cannot use {name} as it must be well-formed Unicode: it has a lone surrogate at index {index}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون نص Unicode سليمًا: فيه نصف حرف منفرد في الموضع {index}",
  },
  ARGUMENT_NOT_CLAIMS: {
    en: "Cannot use {name} as JWT claims as it must be an object that JSON can hold: {reason}",
    ar: "لا يمكن استخدام «{name}» بياناتٍ لرمز JWT إذ يجب أن يكون كائنًا تقبله صيغة JSON: {reason}",
  },
  ARGUMENT_NOT_DATE: {
    en: "Cannot use {name} as it must be a valid Date: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون تاريخًا صحيحًا من نوع Date: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_JWT_KEY: {
    en: "Cannot use {name} as it must be a non-empty string, bytes, or a CryptoKey for {algorithm}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون نصًّا غير فارغ أو بايتات أو مفتاح CryptoKey يناسب {algorithm}",
  },
  ARGUMENT_JWT_KEY_SHORT: {
    en:
      "Cannot use {name} as it must have at least {required} bytes for {algorithm} (RFC 7518, section 3.2), and has {bytes}: use a longer one, or set allowShortKey",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب ألا يقل طوله مع {algorithm} عن {required} بايتًا (RFC 7518، القسم 3.2)، وطوله {bytes}: استخدم أطول منه أو فعّل الخيار مفتاح_قصير",
  },
  CRYPTO_TOKEN_INVALID: {
    en: "Cannot decrypt the token as it is not a valid one made with this key",
    ar: "لا يمكن فك تشفير الرمز لأنه ليس رمزًا صالحًا مشفرًا بهذا المفتاح",
  },
  CRYPTO_TOKEN_EXPIRED: {
    en: "Cannot decrypt the token as it is older than {maxAgeMs} ms",
    ar: "لا يمكن فك تشفير الرمز لأن عمره تجاوز {maxAgeMs} ملي ثانية",
  },
  CRYPTO_NOT_TEXT: {
    en: "Cannot read what the token held as text as it is not UTF-8: decrypt it to bytes instead",
    ar: "لا يمكن قراءة محتوى الرمز نصًّا لأنه ليس بترميز UTF-8: فك تشفيره إلى بايتات بدل ذلك",
  },
  CRYPTO_JWT_MALFORMED: {
    en: "Cannot accept the JWT as it is malformed",
    ar: "لا يمكن قبول رمز JWT لأن صيغته غير صحيحة",
  },
  CRYPTO_JWT_ALGORITHM: {
    en: "Cannot accept the JWT as its algorithm is not one of {algorithms}",
    ar: "لا يمكن قبول رمز JWT لأن خوارزميته ليست واحدة من {algorithms}",
  },
  CRYPTO_JWT_SIGNATURE: {
    en: "Cannot accept the JWT as its signature does not fit the key",
    ar: "لا يمكن قبول رمز JWT لأن توقيعه لا يطابق المفتاح",
  },
  CRYPTO_JWT_EXPIRED: {
    en: "Cannot accept the JWT as it has expired",
    ar: "لا يمكن قبول رمز JWT لأن صلاحيته انتهت",
  },
  CRYPTO_JWT_NOT_YET_VALID: {
    en: "Cannot accept the JWT as it is not valid yet",
    ar: "لا يمكن قبول رمز JWT لأن صلاحيته لم تبدأ بعد",
  },
  CRYPTO_JWT_CLAIM: {
    en: 'Cannot accept the JWT as its claim "{claim}" is missing or not as required',
    ar: "لا يمكن قبول رمز JWT لأن الخاصية «{claim}» فيه ناقصة أو تخالف المطلوب",
  },
} as const;

/** Messages of the `net` module. */
export const net = {
  ARGUMENT_NOT_METHOD: {
    en: "Cannot use {name} as it must be an HTTP method other than CONNECT, TRACE and TRACK: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون طريقة HTTP غير CONNECT وTRACE وTRACK: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_HEADERS: {
    en: "Cannot use {name} as it must hold names and values that HTTP allows: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم أسماء وقيمًا يسمح بها HTTP: الخطأ في {value}",
  },
  ARGUMENT_NOT_QUERY: {
    en: "Cannot use {name} as its values must be strings, numbers, booleans or arrays of these: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون قيمه نصوصًا أو أعدادًا أو قيمًا منطقية أو مصفوفات منها: الخطأ في {value}",
  },
  ARGUMENT_NOT_BODY: {
    en:
      "Cannot use {name} as it must be text, bytes, a form, a stream or data that JSON can hold: current value is {value}",
    ar:
      "لا يمكن استخدام «{name}» إذ يجب أن يكون نصًّا أو بايتات أو نموذجًا أو تدفقًا أو بيانات يحملها JSON: القيمة الحالية {value}",
  },
  ARGUMENT_BODY_NOT_ALLOWED: {
    en: "Cannot use {name} as a {method} request has no body: pass the values in query",
    ar: "لا يمكن استخدام «{name}» إذ ليس لطلب {method} محتوى: مرّر القيم في رابط الطلب",
  },
  ARGUMENT_NOT_FIELDS: {
    en:
      "Cannot use {name} together with uploadFile as it must be a form or an object of fields: current value is {value}",
    ar: "لا يمكن استخدام «{name}» مع تحميل_ملف إذ يجب أن يكون نموذجًا أو كائنًا من حقول: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_STORE: {
    en: "Cannot use {name} as it must have the functions get and set: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون له الدالتان get وset: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_CLIENT: {
    en: "Cannot use {name} as it must be a client that createClient made: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون عميلًا أنشأته إنشاء_عميل: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_DIGEST: {
    en: "Cannot use {name} as it must be {length} hexadecimal digits: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون {length} من أرقام النظام الست عشري: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_METADATA: {
    en: "Cannot use {name} as it must hold texts by ASCII names without spaces and commas: wrong is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم نصوصًا بأسماء من ASCII بلا مسافات ولا فواصل: الخطأ في {value}",
  },
  ARGUMENT_WITH_RESUME: {
    en: "Cannot use {name} together with resume, which keeps the upload for a later call",
    ar: "لا يمكن استخدام «{name}» مع استكمال، فهو يبقي الرفع لاستدعاء لاحق",
  },
  ARGUMENT_NOT_ITERABLE: {
    en: "Cannot use {name} as it must be an array or another iterable: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مصفوفة أو متتابعة أخرى: القيمة الحالية {value}",
  },
  ARGUMENT_GRAPHQL_SUBSCRIPTION: {
    en: "Cannot use {name} as a subscription has more than one answer: pass a query or a mutation, or use subscribe",
    ar: "لا يمكن استخدام «{name}» إذ للاشتراك أكثر من جواب: مرّر استعلامًا أو تعديلًا، أو استخدم اشتراك_graphql",
  },
  ARGUMENT_NOT_SUBSCRIPTION: {
    en: "Cannot use {name} as it must be a subscription: pass a query or a mutation to graphql",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون اشتراكًا: مرّر الاستعلام أو التعديل إلى استعلام_graphql",
  },
  ARGUMENT_GRAPHQL_QUERY: {
    en: "Cannot use {name} as it must be a query: pass a mutation to mutate and a subscription to subscribe",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون استعلامًا: مرّر التعديل إلى تعديل والاشتراك إلى اشتراك",
  },
  ARGUMENT_GRAPHQL_MUTATION: {
    en: "Cannot use {name} as it must be a mutation: pass a query to query and a subscription to subscribe",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون تعديلًا: مرّر الاستعلام إلى استعلام والاشتراك إلى اشتراك",
  },
  ARGUMENT_NOT_DOCUMENT: {
    en: "Cannot use {name} as it must be a GraphQL document of operations and fragments: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مستند GraphQL من عمليات ومقاطع: القيمة الحالية {value}",
  },
  ARGUMENT_GRAPHQL_RULE: {
    en: "Cannot use {name} as it does not fit the schema of the server by the rule {rule}, at {place}: {problem}",
    ar: "لا يمكن استخدام «{name}» إذ لا يوافق مخطط الخادم بقاعدة {rule} عند {place}: {problem}",
  },
  ARGUMENT_GRAPHQL_MEANT: {
    en:
      "Cannot use {name} as it does not fit the schema of the server by the rule {rule}, at {place}: {problem} (did you mean {suggestion}?)",
    ar: "لا يمكن استخدام «{name}» إذ لا يوافق مخطط الخادم بقاعدة {rule} عند {place}: {problem} (لعلك تقصد {suggestion})",
  },
  ARGUMENT_NOT_GRAPHQL_SCHEMA: {
    en: "Cannot use {name} as it must be a schema of GraphQL, in its definition language or by introspection: {detail}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مخطط GraphQL بلغة تعريفه أو من الخادم: {detail}",
  },
  ARGUMENT_GRAPHQL_SERVER_SCHEMA: {
    en: "Cannot use {name} as it must come of fetchGraphQLSchema or parseGraphQLSchema: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يأتي من جلب_مخطط_graphql أو تحليل_مخطط_graphql: القيمة الحالية {value}",
  },
  ARGUMENT_GRAPHQL_TRANSPORT: {
    en:
      "Cannot use {name} as a WebSocket would not go by the client's proxy, certificates, transport or publicOnly: use sse",
    ar:
      "لا يمكن استخدام «{name}» إذ لا يلتزم WebSocket بوكيل العميل ولا شهاداته ولا نقله ولا قصره على العناوين العامة: استخدم sse",
  },
  ARGUMENT_GRAPHQL_CACHE: {
    en: "Cannot use {name} as only answers to queries are cached: leave it out for what is not one query",
    ar: "لا يمكن استخدام «{name}» إذ لا يُخزَّن إلا جواب الاستعلام: احذفه مع ما ليس استعلامًا واحدًا",
  },
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

  NET_DNS: {
    en: "Cannot {method} {url} as its host name cannot be resolved",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر العثور على عنوان المضيف",
  },
  NET_REFUSED: {
    en: "Cannot {method} {url} as no server accepts the connection",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا يقبل أي خادم الاتصال",
  },
  NET_NOT_PERMITTED: {
    en: "Cannot {method} {url} as the program has no permission to connect to it: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ ليس للبرنامج إذن بالاتصال به: {detail}",
  },
  NET_NOT_PUBLIC: {
    en: "Cannot {method} {url} as it leads to {address}, which is no address of the public network",
    ar: "لا يمكن تنفيذ {method} على {url} إذ يدل على {address}، وليس من عناوين الشبكة العامة",
  },
  NET_PROXY: {
    en: "Cannot {method} {url} as the proxy makes no connection to it: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا ينشئ الوكيل اتصالًا به: {detail}",
  },
  NET_TLS: {
    en: "Cannot {method} {url} as no trusted TLS connection can be made: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر إنشاء اتصال TLS موثوق: {detail}",
  },
  NET_RESET: {
    en: "Cannot {method} {url} as the connection was lost before the end of the answer",
    ar: "لا يمكن تنفيذ {method} على {url} إذ انقطع الاتصال قبل تمام الجواب",
  },
  NET_PROTOCOL: {
    en: "Cannot {method} {url} as the server does not speak HTTP properly: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لا يتقيد الخادم ببروتوكول HTTP: {detail}",
  },
  NET_ABORTED: {
    en: "Cannot {method} {url} as what was to be sent failed: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ فشلت قراءة ما كان سيُرسل: {detail}",
  },
  NET_FILE_SHRANK: {
    en: "Cannot send {path} to the end as it became shorter meanwhile",
    ar: "لا يمكن إرسال {path} إلى آخره إذ نقص حجمه في أثناء ذلك",
  },
  NET_FILE_CHANGED: {
    en: "Cannot send {path} to the end as it has changed meanwhile",
    ar: "لا يمكن إرسال {path} إلى آخره إذ تغير في أثناء ذلك",
  },
  NET_UPLOAD_GONE: {
    en: "Cannot go on with the upload {url} as the server no longer has it",
    ar: "لا يمكن استكمال الرفع {url} إذ لم يعد عند الخادم",
  },
  NET_UPLOAD_CONFLICT: {
    en: "Cannot go on with the upload {url} at byte {offset} as the server is at another one",
    ar: "لا يمكن استكمال الرفع {url} من البايت {offset} إذ الخادم عند غيره",
  },
  NET_UPLOAD_LOCKED: {
    en: "Cannot go on with the upload {url} as another request is writing to it",
    ar: "لا يمكن استكمال الرفع {url} إذ يكتب إليه طلب آخر",
  },
  NET_UPLOAD_CHECKSUM: {
    en: "Cannot go on with the upload {url} as what arrived from byte {offset} on is not what was sent",
    ar: "لا يمكن استكمال الرفع {url} إذ ليس ما وصل من البايت {offset} هو ما أُرسل",
  },
  NET_UPLOAD_MISMATCH: {
    en: "Cannot go on with the upload {url} as it is of {totalBytes} bytes and {path} has {bytes}",
    ar: "لا يمكن استكمال الرفع {url} إذ حجمه {totalBytes} بايت وحجم {path} هو {bytes}",
  },
  NET_UPLOAD_TOO_LARGE: {
    en: "Cannot upload {path} to {url} as it has {bytes} bytes and the server takes at most {maxBytes}",
    ar: "لا يمكن رفع {path} إلى {url} إذ حجمه {bytes} بايت ولا يقبل الخادم أكثر من {maxBytes}",
  },
  NET_UPLOAD_NOT_TUS: {
    en: "Cannot upload to {url} as the server does not follow the protocol tus 1.0.0: {detail}",
    ar: "لا يمكن الرفع إلى {url} إذ لا يتقيد الخادم بالبروتوكول tus 1.0.0: {detail}",
  },
  NET_CONNECT_TIMEOUT: {
    en: "Cannot {method} {url} as the server did not begin to answer within {ms} ms",
    ar: "لا يمكن تنفيذ {method} على {url} إذ لم يبدأ الخادم بالجواب خلال {ms} ملي ثانية",
  },
  NET_READ_TIMEOUT: {
    en: "Cannot {method} {url} as the server fell silent for {ms} ms in the middle of the answer",
    ar: "لا يمكن تنفيذ {method} على {url} إذ سكت الخادم {ms} ملي ثانية في أثناء الجواب",
  },
  NET_ATTEMPT_TIMEOUT: {
    en: "Cannot {method} {url} as the attempt took longer than {ms} ms",
    ar: "لا يمكن تنفيذ {method} على {url} إذ استغرقت المحاولة أكثر من {ms} ملي ثانية",
  },
  NET_TOTAL_TIMEOUT: {
    en: "Cannot {method} {url} as it took longer than {ms} ms in all",
    ar: "لا يمكن تنفيذ {method} على {url} إذ استغرق الأمر كله أكثر من {ms} ملي ثانية",
  },
  NET_HTTP_STATUS: {
    en: "Cannot {method} {url} as the server answered {answer}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أجاب الخادم: {answer}",
  },
  NET_REDIRECTS: {
    en: "Cannot {method} {url} as it was redirected more than {limit} times",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه أكثر من {limit} مرة",
  },
  NET_REDIRECT_TARGET: {
    en: "Cannot {method} {url} as it was redirected to what is not an HTTP URL: {target}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه إلى ما ليس رابط HTTP: {target}",
  },
  NET_REDIRECT_BODY: {
    en: "Cannot {method} {url} as it was redirected and its streamed body cannot be sent again",
    ar: "لا يمكن تنفيذ {method} على {url} إذ أُعيد توجيهه ولا يمكن إرسال التدفق مرة أخرى",
  },
  NET_TOO_LARGE: {
    en: "Cannot read the answer of {url} as it is larger than {maxBytes} bytes",
    ar: "لا يمكن قراءة جواب {url} إذ يزيد على {maxBytes} بايت",
  },
  NET_DIGEST: {
    en: "Cannot accept what {url} answered as its {algorithm} digest is {actual} and should be {expected}",
    ar: "لا يمكن قبول جواب {url} لأن بصمته بخوارزمية {algorithm} هي {actual} وينبغي أن تكون {expected}",
  },
  NET_INVALID_JSON: {
    en: "Cannot read the answer of {url} (status {status}, {contentType}) as JSON: it is wrong at position {position}",
    ar: "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه JSON: فيه خطأ عند الموضع {position}",
  },
  NET_INVALID_TEXT: {
    en: "Cannot read the answer of {url} (status {status}, {contentType}) as text: it is not valid {encoding}",
    ar: "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه نص: ليس {encoding} صحيحًا",
  },
  NET_INVALID_ENCODING: {
    en: "Cannot decompress the answer of {url} (status {status}, {encoding}): {detail}",
    ar: "لا يمكن فك ضغط جواب {url} (الحالة {status}، {encoding}): {detail}",
  },
  NET_HEADERS: {
    en: "Cannot {method} {url} as its headers could not be obtained: {detail}",
    ar: "لا يمكن تنفيذ {method} على {url} إذ تعذر الحصول على رؤوسه: {detail}",
  },
  NET_EVENTS_TYPE: {
    en:
      "Cannot read events from {url} (status {status}) as its content type must be text/event-stream: current value is {contentType}",
    ar:
      "لا يمكن قراءة الأحداث من {url} (الحالة {status}) إذ يجب أن يكون نوع محتواها text/event-stream: القيمة الحالية {contentType}",
  },
  NET_EVENT_TOO_LONG: {
    en: "Cannot read events from {url} as one is longer than {maxEventLength} characters",
    ar: "لا يمكن قراءة الأحداث من {url} إذ يزيد أحدها على {maxEventLength} حرف",
  },
  NET_GRAPHQL: {
    en: "Cannot execute the GraphQL operation at {url} as the server reports: {message}",
    ar: "لا يمكن تنفيذ عملية GraphQL على {url} إذ يقول الخادم: {message}",
  },
  NET_GRAPHQL_PROTOCOL: {
    en: "Cannot subscribe at {url} as the server does not keep to the protocol of subscriptions: {detail}",
    ar: "لا يمكن الاشتراك في {url} إذ لا يتقيد الخادم ببروتوكول الاشتراكات: {detail}",
  },
  NET_GRAPHQL_PART: {
    en: "Cannot read the answer of {url} as its parts do not make one result of GraphQL: {detail}",
    ar: "لا يمكن قراءة جواب {url} إذ لا تجتمع أجزاؤه في نتيجة GraphQL واحدة: {detail}",
  },
  NET_GRAPHQL_SCHEMA: {
    en: "Cannot read the schema of {url} as it does not fit together: {detail}",
    ar: "لا يمكن قراءة مخطط {url} إذ لا يستقيم: {detail}",
  },
  NET_GRAPHQL_BATCH: {
    en:
      "Cannot read the answer of {url} (status {status}, {contentType}) as a batch of GraphQL: it must be a list of {count} results",
    ar:
      "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه دفعة GraphQL: يجب أن يكون قائمة من {count} نتيجة",
  },
  NET_GRAPHQL_ANSWER: {
    en: "Cannot read the answer of {url} (status {status}, {contentType}) as GraphQL: it has neither data nor errors",
    ar: "لا يمكن قراءة جواب {url} (الحالة {status}، {contentType}) على أنه GraphQL: ليس فيه بيانات ولا أخطاء",
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

  ARGUMENT_NOT_AUTH: {
    en: "Cannot use {name} as it must hold either username and password or bearer",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يضم إما اسم مستخدم وكلمة مرور وإما رمزًا",
  },
  ARGUMENT_NOT_JAR: {
    en: "Cannot use {name} as it must be true, false or a cookie jar: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون true أو false أو مخزن كعكات: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_COOKIE: {
    en: "Cannot use {name} as {url} may not set it: {detail}",
    ar: "لا يمكن استخدام «{name}» إذ لا يحق لـ{url} تعيينها: {detail}",
  },
  ARGUMENT_NOT_SCHEMA: {
    en: "Cannot use {name} as it must be a schema that follows Standard Schema: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن يكون مخططًا يتبع Standard Schema: القيمة الحالية {value}",
  },
  ARGUMENT_NOT_ANSWER: {
    en:
      "Cannot use what {name} returned as it must be a Response, an answer of this library or undefined: it was {value}",
    ar: "لا يمكن استخدام ما أرجعته {name} إذ يجب أن يكون Response أو جوابًا من هذه المكتبة أو undefined: كان {value}",
  },
  ARGUMENT_WITH_TRANSPORT: {
    en: "Cannot use {name} together with transport, which makes its own connections",
    ar: "لا يمكن استخدام «{name}» مع دالة نقل، فهي التي تنشئ الاتصالات",
  },
  ARGUMENT_NOT_PEM: {
    en: "Cannot use {name} as it must be a certificate, or the private key that belongs to it, as a PEM text",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون القيمة شهادة، أو مفتاحها الخاص، نصًّا بصيغة PEM",
  },
  ARGUMENT_WITH_PROXY: {
    en: "Cannot use {name} together with a proxy, which connects to whatever it likes",
    ar: "لا يمكن استخدام «{name}» مع وكيل، فهو يتصل بما يشاء",
  },
  ARGUMENT_NOT_IN_BROWSER: {
    en: "Cannot use {name} in a browser, which makes its own connections",
    ar: "لا يمكن استخدام «{name}» في المتصفح، فهو الذي ينشئ الاتصالات",
  },
  NET_SCHEMA: {
    en: "Cannot use the answer of {url} (status {status}) as it does not fit the schema: {issues}",
    ar: "لا يمكن استخدام جواب {url} (الحالة {status}) إذ لا يوافق المخطط: {issues}",
  },
  NET_ANSWER_TAKEN: {
    en: "Cannot read the answer of {url} as it was read as a stream or closed before",
    ar: "لا يمكن قراءة جواب {url} إذ سبق أن قُرئ تدفقًا أو أُغلق",
  },
  NET_AGAIN_BODY: {
    en: "Cannot {method} {url} once more as its streamed body cannot be sent twice",
    ar: "لا يمكن تنفيذ {method} على {url} مرة أخرى إذ لا يمكن إرسال التدفق مرتين",
  },
  NET_PAGES_LOOP: {
    en: "Cannot go on to the page {url} as it has been read already",
    ar: "لا يمكن المتابعة إلى الصفحة {url} إذ سبقت قراءتها",
  },

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

/** Messages of the `net` module about GraphQL. */
export const netGraphql = {
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
      "لا يمكن استخدام «{name}» إذ لا يلتزم WebSocket بوكيل العميل ولا شهاداته ولا نقله ولا العناوين_العامة_وحدها: استخدم sse",
  },
  ARGUMENT_GRAPHQL_CACHE: {
    en: "Cannot use {name} as only answers to queries are cached: leave it out for what is not one query",
    ar: "لا يمكن استخدام «{name}» إذ لا يُخزَّن إلا جواب الاستعلام: احذفه مع ما ليس استعلامًا واحدًا",
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
} as const;

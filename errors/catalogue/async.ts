/** Messages of the `async` module. */
export const async = {
  ARGUMENT_NOT_BUDGET: {
    en: "Cannot use {name} as it must be a RetryBudget: current value is {value}",
    ar: "لا يمكن استخدام «{name}» إذ يجب أن تكون ميزانية أنشأتها إنشاء_ميزانية_إعادة: القيمة الحالية {value}",
  },
  ASYNC_NOT_DONE: {
    en: "Cannot read the outcome of {name} as it must have ended first",
    ar: "لا يمكن قراءة نتيجة {name} إذ يجب أن تنتهي أولًا",
  },
  ASYNC_AWAITS_ITSELF: {
    en: "Cannot await {name} inside itself as it would never end",
    ar: "لا يمكن انتظار {name} داخلها إذ لن تنتهي أبدًا",
  },
  ASYNC_ALREADY_DONE: {
    en: "Cannot settle the future as it has been settled already",
    ar: "لا يمكن حسم المستقبل لأنه حُسم من قبل",
  },
  ASYNC_NOT_ACQUIRED: {
    en: "Cannot release what nobody holds as it must have been acquired first",
    ar: "لا يمكن تحرير ما لا يمسكه أحد إذ يجب اكتسابه أولًا",
  },
  ASYNC_TOO_MANY_DONE: {
    en: "Cannot call taskDone() as it must be called at most once for each item taken",
    ar: "لا يمكن استدعاء taskDone() إذ يجب ألا يُستدعى أكثر من مرة لكل عنصر أُخذ",
  },
  ASYNC_QUEUE_SHUT_DOWN: {
    en: "Cannot use the queue as it was shut down",
    ar: "لا يمكن استخدام الطابور لأنه أُغلق",
  },
  ASYNC_BARRIER_BROKEN: {
    en: "Cannot wait at the barrier as it was broken",
    ar: "لا يمكن الانتظار عند الحاجز لأنه كُسر",
  },
  ASYNC_GROUP_CLOSED: {
    en: "Cannot start a task in the group as the group has ended",
    ar: "لا يمكن بدء مهمة في المجموعة لأنها انتهت",
  },
  ASYNC_GROUP_FAILED: {
    en: "The task group ended with failures, {count} in all",
    ar: "انتهت مجموعة المهام وعدد الأخطاء فيها {count}",
  },
  ASYNC_ALL_FAILED: {
    en: "No operation succeeded, of {count} in all",
    ar: "لم تنجح أي عملية، وعدد العمليات {count}",
  },
  ASYNC_CLOCK_IN_USE: {
    en: "Cannot begin a virtual clock as another holds, and there is one at a time",
    ar: "لا يمكن بدء ساعة افتراضية لأن أخرى سارية، ولا تسري إلا واحدة في وقت واحد",
  },
  ASYNC_CLOCK_STUCK: {
    en: "Cannot go on as everything waits and the virtual clock has no timer left: {tree}",
    ar: "لا يمكن المضي إذ ينتظر كل شيء ولم يبق في الساعة الافتراضية مؤقت: {tree}",
  },
  ASYNC_LEAK: {
    en:
      "The block left something behind: running tasks {tasks}, failures that nobody awaited {failures}, timers {timers}, not closed {open}",
    ar:
      "تركت الكتلة خلفها شيئًا: مهام جارية {tasks}، وإخفاقات لم ينتظرها أحد {failures}، ومؤقتات {timers}، وما لم يُغلق {open}",
  },
  ASYNC_FAILURE_LOST: {
    en: "Task {name} failed and nobody awaited it",
    ar: "فشلت المهمة {name} ولم ينتظرها أحد",
  },
  ASYNC_REJECTION_LOST: {
    en: "A future was rejected and nobody awaited it",
    ar: "رُفض مستقبل ولم ينتظره أحد",
  },
  ASYNC_CALLBACK_FAILED: {
    en: "A function passed to {name} threw an error that nobody can catch",
    ar: "أطلقت دالة أُعطيت إلى {name} خطأ لا يستطيع أحد التقاطه",
  },
  ASYNC_SHIELDED_FAILED: {
    en: "A shielded operation failed after its task had been cancelled",
    ar: "فشلت عملية محمية بعد أن أُلغيت مهمتها",
  },
  ASYNC_CANCELLED_GROUP_FAILED: {
    en: "A task group failed after its task had been cancelled",
    ar: "فشلت مجموعة مهام بعد أن أُلغيت مهمتها",
  },
  // Why this library itself cancels something.
  ASYNC_REASON_PROGRAM_ENDED: {
    en: "The program ended",
    ar: "انتهى البرنامج",
  },
  ASYNC_REASON_ANOTHER_FAILED: {
    en: "Another operation failed",
    ar: "فشلت عملية أخرى",
  },
  ASYNC_REASON_ANOTHER_FIRST: {
    en: "Another operation was first",
    ar: "سبقتها عملية أخرى",
  },
  ASYNC_REASON_ITERATION_ENDED: {
    en: "The iteration ended",
    ar: "انتهى المرور على العناصر",
  },
  ASYNC_REASON_NOBODY_WAITS: {
    en: "Nobody waits for it any more",
    ar: "لم يعد ينتظرها أحد",
  },
  ASYNC_LOOP_BLOCKED: {
    en: "The event loop was blocked for {ms} ms: {name}",
    ar: "تعطلت حلقة الأحداث مدة {ms} ملي ثانية: {name}",
  },
  ASYNC_NO_TASK: {
    en: "Code outside of any known task",
    ar: "كود خارج كل مهمة معروفة",
  },
  ASYNC_INTERRUPTED: {
    en: "The program was interrupted by {signal} while these tasks ran:",
    ar: "قوطع البرنامج بالإشارة {signal} وهذه المهام جارية:",
  },
  ASYNC_CREATED_AT: {
    en: "It was created here:",
    ar: "أُنشئت هنا:",
  },
  ASYNC_TASK_LEFT_OVER: {
    en: "Task {name} still ran when its program ended",
    ar: "كانت المهمة {name} جارية عند نهاية برنامجها",
  },
  ASYNC_TASKS_DESTROYED: {
    en: "The process ends while tasks still wait, {count} in all:",
    ar: "تنتهي العملية وما زالت مهام تنتظر، وعددها {count}:",
  },
  ASYNC_CANCELLATION_IGNORED: {
    en: "Task {name} still runs {ms} ms after it was cancelled, as its time was over",
    ar: "ما زالت المهمة {name} جارية بعد {ms} ملي ثانية من إلغائها لانقضاء مهلتها",
  },
  ASYNC_CIRCUIT_OPEN: {
    en: "Cannot call the operation as its circuit breaker is open for another {ms} ms",
    ar: "لا يمكن استدعاء العملية إذ إن قاطع دائرتها مفتوح لمدة {ms} ملي ثانية أخرى",
  },
  ASYNC_WORKER_NOT_STARTED: {
    en: "Cannot run {name} as no worker can be started: {reason}",
    ar: "لا يمكن تشغيل {name} إذ تعذر بدء عامل: {reason}",
  },
  ASYNC_WORKER_DIED: {
    en: "Cannot finish {name} as its worker ended with exit code {exitCode}",
    ar: "لا يمكن إتمام {name} إذ انتهى عاملها برمز الخروج {exitCode}",
  },
  ASYNC_WORKER_MODULE_NOT_LOADED: {
    en: "Cannot run {name} as its module {module} cannot be loaded: {reason}",
    ar: "لا يمكن تشغيل {name} إذ تعذر تحميل وحدتها {module}: {reason}",
  },
  ASYNC_WORKER_FUNCTION_MISSING: {
    en: "Cannot run {name} as {module} must export a function of that name",
    ar: "لا يمكن تشغيل {name} إذ يجب أن تصدّر {module} دالة بهذا الاسم",
  },
  ASYNC_NOT_CLONEABLE: {
    en: "Cannot send {what} of {name} between workers as it must be plain data: {reason}",
    ar: "لا يمكن إرسال {what} من {name} بين العمال إذ يجب أن تكون بيانات مجردة: {reason}",
  },
  ASYNC_POOL_CLOSED: {
    en: "Cannot run {name} as the pool was closed",
    ar: "لا يمكن تشغيل {name} لأن المجمع أُغلق",
  },
} as const;

import assert from "node:assert/strict";
import test from "node:test";
import * as async from "@maktaba/std/async";
import * as عربي from "@maktaba/std/async/ar";
import { خطأ_إلغاء, خطأ_تحقق, خطأ_مهلة } from "@maktaba/std/errors/ar";

const { نوم } = عربي;

test("the Arabic classes are the English ones", () => {
  const pairs: [unknown, unknown][] = [
    [عربي.مهمة, async.Task],
    [عربي.سيمافور, async.Semaphore],
    [عربي.سيمافور_محدود, async.BoundedSemaphore],
    [عربي.قفل, async.Lock],
    [عربي.إذن, async.Permit],
    [عربي.حدث, async.Event],
    [عربي.شرط, async.Condition],
    [عربي.حاجز, async.Barrier],
    [عربي.طابور, async.Queue],
    [عربي.طابور_أولوية, async.PriorityQueue],
    [عربي.طابور_عكسي, async.LifoQueue],
    [عربي.مستقبل, async.Future],
    [عربي.مجموعة_مهام, async.TaskGroup],
    [عربي.خطأ_حالة, async.InvalidStateError],
    [عربي.خطأ_حاجز, async.BrokenBarrierError],
    [عربي.خطأ_طابور_مغلق, async.QueueShutDownError],
    [عربي.خطأ_دائرة_مفتوحة, async.CircuitOpenError],
  ];
  for (const [name, twin] of pairs) assert.equal(name, twin);
});

test("مهمة has Arabic members for its outcome", async () => {
  const ناجحة = عربي.إنشاء_مهمة(() => نوم(0.001).then(() => 5));
  let أخبرت = false;
  ناجحة.عند_الانتهاء(() => أخبرت = true);
  assert.throws(() => ناجحة.نتيجة(), عربي.خطأ_حالة);
  await ناجحة;
  await نوم(0);
  assert.equal(ناجحة.نتيجة(), 5);
  assert.equal(ناجحة.خطأ(), undefined);
  assert.equal(ناجحة.فاشلة, false);
  assert.ok(أخبرت);
  const عائدة = عربي.إنشاء_مهمة(async () => {
    await نوم(60).catch(() => {});
    عربي.المهمة_الحالية()!.تراجع_عن_الإلغاء();
    await نوم(0.001);
    return "عادت";
  });
  عائدة.إلغاء();
  assert.equal(await عائدة, "عادت");
  assert.ok(!عربي.كل_المهام().includes(عائدة));
});

test("قفل, سيمافور and إذن", async () => {
  const قفل = new عربي.قفل();
  {
    using _ = await قفل.اكتساب();
    assert.equal(قفل.مقفل, true);
    assert.equal(قفل.محاولة_اكتساب(), undefined);
    await assert.rejects(قفل.اكتساب({ إشارة: AbortSignal.abort("كفى") }), (reason) => reason === "كفى");
    assert.equal(قفل.المنتظرون, 0);
  }
  assert.equal(قفل.المتاح, 1);
  assert.throws(() => قفل.تحرير(), عربي.خطأ_حالة);
  const سيمافور = new عربي.سيمافور(2);
  const إذن = await سيمافور.اكتساب();
  إذن.تحرير();
  assert.equal(سيمافور.المتاح, 2);
});

test("حدث, شرط and حاجز", async () => {
  const حدث = new عربي.حدث();
  const منتظرة = عربي.إنشاء_مهمة(() => حدث.انتظار());
  حدث.إيقاع();
  await منتظرة;
  assert.equal(حدث.واقع, true);
  حدث.مسح();
  const شرط = new عربي.شرط();
  let عدد = 0;
  const بلغت = عربي.إنشاء_مهمة(async () => {
    using _ = await شرط.اكتساب();
    await شرط.انتظار_حتى(() => عدد === 1);
    await شرط.انتظار();
  });
  for (const إشعار of [() => شرط.إشعار(), () => شرط.إشعار_الكل()]) {
    await نوم(0.001);
    using _ = await شرط.اكتساب();
    عدد = 1;
    إشعار();
  }
  await بلغت;
  assert.equal(شرط.مقفل, false);
  const حاجز = new عربي.حاجز(2);
  assert.deepEqual(await عربي.جمع([() => حاجز.انتظار(), () => حاجز.انتظار()]), [0, 1]);
  حاجز.كسر();
  assert.equal(حاجز.مكسور, true);
  await assert.rejects(حاجز.انتظار(), عربي.خطأ_حاجز);
  حاجز.إعادة_ضبط();
  assert.deepEqual([حاجز.الأطراف, حاجز.المنتظرون], [2, 0]);
});

test("طابور and its kinds", async () => {
  const طابور = new عربي.طابور<string>(1);
  await طابور.وضع("ا");
  assert.deepEqual([طابور.الحجم, طابور.ممتلئ, طابور.فارغ, طابور.الحجم_الأقصى], [1, true, false, 1]);
  assert.equal(طابور.محاولة_وضع("ب"), false);
  assert.deepEqual(طابور.محاولة_أخذ(), { عنصر: "ا" });
  طابور.إتمام_عنصر();
  await طابور.انتظار_الإتمام();
  await assert.rejects(طابور.أخذ({ إشارة: AbortSignal.abort("كفى") }), (reason) => reason === "كفى");
  طابور.إغلاق({ فوري: true });
  assert.equal(طابور.مغلق, true);
  await assert.rejects(طابور.أخذ(), عربي.خطأ_طابور_مغلق);
  const أولوية = new عربي.طابور_أولوية<number>((أ, ب) => أ - ب);
  const عكسي = new عربي.طابور_عكسي<number>();
  for (const عدد of [2, 1, 3]) {
    أولوية.محاولة_وضع(عدد);
    عكسي.محاولة_وضع(عدد);
  }
  assert.equal(await أولوية.أخذ(), 1);
  assert.equal(await عكسي.أخذ(), 3);
});

test("مستقبل", async () => {
  const مستقبل = new عربي.مستقبل<number>();
  assert.deepEqual([مستقبل.منته, مستقبل.ملغى], [false, false]);
  مستقبل.حسم(7);
  assert.equal(await مستقبل, 7);
  assert.equal(مستقبل.نتيجة(), 7);
  assert.equal(مستقبل.خطأ(), undefined);
  const ملغى = new عربي.مستقبل<number>();
  assert.equal(ملغى.إلغاء(), true);
  await assert.rejects(async () => await ملغى, خطأ_إلغاء);
});

test("مجموعة_مهام and مع_مجموعة_مهام", async () => {
  const تمت: number[] = [];
  {
    await using مجموعة = new عربي.مجموعة_مهام();
    const المهمة = مجموعة.بدء(() => نوم(0.001).then(() => تمت.push(1)), { اسم: "أولى" });
    assert.equal(المهمة.الاسم, "أولى");
    assert.equal(مجموعة.الجارية, 1);
  }
  assert.deepEqual(تمت, [1]);
  const فشل = عربي.مع_مجموعة_مهام(async (مجموعة) => {
    مجموعة.بدء(() => Promise.reject(new Error("لا")));
    await نوم(60);
  });
  await assert.rejects(فشل, AggregateError);
  const ملغاة: Promise<string | undefined> = عربي.مع_مجموعة_مهام(async (مجموعة) => {
    مجموعة.إلغاء();
    await نوم(60);
    return "نتيجة";
  });
  assert.equal(await ملغاة, undefined);
});

test("عند_الاكتمال and انتظار", async () => {
  const ترتيب: number[] = [];
  for await (const { المهمة, رقم } of عربي.عند_الاكتمال([() => نوم(0.02), () => نوم(0.001)])) {
    assert.equal(المهمة.منتهية, true);
    ترتيب.push(رقم);
  }
  assert.deepEqual(ترتيب, [1, 0]);
  const { منتهية, جارية } = await عربي.انتظار([() => نوم(0.001), () => نوم(60)], { متى_يرجع: "الأول" });
  assert.deepEqual([منتهية.size, جارية.size], [1, 1]);
  for (const باقية of جارية) باقية.إلغاء();
  const متأخرة = عربي.إنشاء_مهمة(() => نوم(60));
  assert.equal((await عربي.انتظار([متأخرة], { مهلة: 0.001 })).منتهية.size, 0);
  متأخرة.إلغاء();
  await assert.rejects(عربي.انتظار([], { متى_يرجع: "خطأ" as never }), خطأ_تحقق);
});

test("حماية, مهلة and نقطة_فحص", async () => {
  assert.equal(await عربي.حماية(() => 3), 3);
  await assert.rejects(عربي.مهلة(0.005, () => نوم(60)), خطأ_مهلة);
  const باق = await عربي.مهلة(10, async (المهلة) => {
    المهلة.إعادة_جدولة(20);
    await نوم(0.001);
    assert.equal(المهلة.المدة, 20);
    assert.equal(المهلة.منقضية, false);
    return المهلة.المتبقي;
  });
  assert.ok(باق > 10 && باق <= 20);
  assert.throws(() => عربي.نقطة_فحص({ إشارة: AbortSignal.abort("كفى") }), (reason) => reason === "كفى");
});

test("أول_ناجح, محاولة_موازية, تطبيق_متزامن and نداء_واحد", async () => {
  assert.equal(await عربي.أول_ناجح([() => نوم(60).then(() => 1), () => 2], { تباعد: 0.001 }), 2);
  assert.equal(await عربي.محاولة_موازية(() => 4, { تأخير: 5 }), 4);
  const مربعات = await Array.fromAsync(عربي.تطبيق_متزامن([1, 2, 3], (عدد) => عدد * عدد, { تزامن: 2, مرتب: true }));
  assert.deepEqual(مربعات, [1, 4, 9]);
  let نداءات = 0;
  const نداء = عربي.نداء_واحد(async () => {
    نداءات++;
    await نوم(0.001);
  });
  await Promise.all([نداء(), نداء()]);
  assert.equal(نداءات, 1);
});

test("كل, تأجيل and تهدئة count in seconds", async () => {
  const دقات: number[] = [];
  for await (const دقة of عربي.كل(0.005)) {
    دقات.push(دقة);
    if (دقات.length === 2) break;
  }
  assert.equal(دقات[0], 1);
  const نداءات: string[] = [];
  const مؤجل = عربي.تأجيل((نص: string) => نداءات.push(نص), 30);
  مؤجل("م");
  مؤجل.تنفيذ_الآن();
  const مهدأ = عربي.تهدئة((نص: string) => نداءات.push(نص), 30);
  مهدأ("ن");
  مهدأ("س");
  مهدأ.إسقاط();
  assert.deepEqual(نداءات, ["م", "ن"]);
});

test("قياس_الوقت, تشغيل and مراقبة_حلقة_الأحداث", async () => {
  const قياسات: عربي.قياس[] = [];
  await عربي.قياس_الوقت(نوم, { اسم: "غفوة", عند_القياس: (قياس) => قياسات.push(قياس) })(0.02);
  assert.equal(قياسات[0]?.اسم, "غفوة");
  assert.ok(قياسات[0]!.المدة >= 0.018 && قياسات[0]!.المدة < 10);
  assert.equal(typeof عربي.قياس_الوقت(), "function");
  assert.equal(await عربي.تشغيل(() => 9, { معالجة_الإشارات: false, مدة_النداء_البطيء: 1 }), 9);
  using مراقب = عربي.مراقبة_حلقة_الأحداث({ الدقة: 0.001 });
  await نوم(0.02);
  assert.ok(مراقب.التأخيرات().عدد > 0);
});

test("قاطع_دائرة and حد_المعدل", async () => {
  const قاطع = عربي.إنشاء_قاطع_دائرة({ عدد_الإخفاقات: 1, مدة_الفتح: 60 });
  await assert.rejects(قاطع.استدعاء(() => Promise.reject(new Error("لا"))), /لا/);
  assert.equal(قاطع.الحالة, "open");
  const مرفوض = قاطع.استدعاء(() => 1);
  await assert.rejects(مرفوض, (خطأ) => (خطأ as عربي.خطأ_دائرة_مفتوحة).المتبقي > 59);
  const حد = عربي.إنشاء_حد_المعدل({ عدد: 1, مدة: 60 });
  await حد.مرور();
  assert.equal(حد.محاولة_مرور(), false);
});

test("ميزانية_إعادة bounds what is tried again", async () => {
  const ميزانية = عربي.إنشاء_ميزانية_إعادة({ نسبة: 0.5, أدنى_في_الثانية: 0, مدة: 3_600 });
  assert.equal(ميزانية.الرصيد, 0);
  let نداءات = 0;
  const فاشلة = () => Promise.reject(new Error(`فشل ${++نداءات}`));
  for (let عدد = 0; عدد < 4; عدد++) await assert.rejects(عربي.إعادة_المحاولة(فاشلة, { ميزانية, تأخير: 0 }), /فشل/);
  assert.equal(نداءات, 6);
  ميزانية.إيداع();
  ميزانية.إيداع();
  assert.deepEqual([ميزانية.محاولة_سحب(), ميزانية.محاولة_سحب()], [true, false]);
  assert.throws(() => عربي.إنشاء_ميزانية_إعادة({ نسبة: -1 }), خطأ_تحقق);
  assert.equal(عربي.إنشاء_ميزانية_إعادة().الرصيد, 100);
});

test("مجمع_عمال runs a function on a thread", async () => {
  const وحدة = new URL("./fixtures/work.ts", import.meta.url);
  type وحدة_عمل = typeof import("./fixtures/work.ts");
  await using مجمع = عربي.إنشاء_مجمع_عمال({ الحجم: 1 });
  assert.equal(await مجمع.تشغيل<وحدة_عمل, "fib">(وحدة, "fib", [10]), 55);
  assert.deepEqual(await Array.fromAsync(مجمع.تطبيق<وحدة_عمل, "fib">(وحدة, "fib", [1, 2, 3])), [1, 1, 2]);
  assert.equal(await مجمع.دوال<وحدة_عمل>(وحدة).fib(10), 55);
  assert.deepEqual([مجمع.الحجم, مجمع.المتبقية], [1, 0]);
  await assert.rejects(
    مجمع.تشغيل<وحدة_عمل, "exit">(وحدة, "exit", [4]),
    (خطأ) => (خطأ as عربي.خطأ_عامل).رمز_الخروج === 4,
  );
  const عمليات = عربي.إنشاء_مجمع_عمليات({ الحجم: 1 });
  await عمليات.إغلاق();
});

import assert from "node:assert/strict";
import test from "node:test";
import * as async from "@maktaba/std/async";
import * as عربي from "@maktaba/std/async/ar";
import { خطأ_إلغاء, خطأ_تحقق, خطأ_مهلة } from "@maktaba/std/errors/ar";
import { setReporter } from "../../internal/report.ts";

const { إنشاء_مهمة, نوم } = عربي;

test("مع_ساعة_افتراضية passes seconds in no time, by itself and by hand", async () => {
  const مدة = await عربي.مع_ساعة_افتراضية(async (الساعة) => {
    const المهمة = إنشاء_مهمة(() => نوم(3_600));
    await الساعة.تقديم(3_599.5);
    assert.equal(المهمة.منتهية, false);
    assert.equal(الساعة.المؤقتات, 1);
    await المهمة;
    assert.equal(الساعة.المنقضي, 3_600);
    await assert.rejects(عربي.انتظار_بمهلة(() => نوم(86_400), 400), خطأ_مهلة);
    await assert.rejects(الساعة.تقديم(-1), خطأ_تحقق);
    return الساعة.المنقضي;
  });
  assert.equal(مدة, 4_000);
});

test("مع_ساعة_افتراضية takes its options in Arabic", async () => {
  await عربي.مع_ساعة_افتراضية(async (الساعة) => {
    await new Promise((تم) => setTimeout(تم, 60_000));
    assert.equal(الساعة.المنقضي, 60);
  }, { مؤقتات_اللغة: true, بذرة: 3, تقدم_تلقائي: true });
  const متوقفة = عربي.مع_ساعة_افتراضية(() => new عربي.حدث().انتظار(), { مدة_التوقف: 0.05 });
  await assert.rejects(متوقفة, عربي.خطأ_حالة);
  for (const المهمة of عربي.كل_المهام()) المهمة.إلغاء();
  await Promise.allSettled(عربي.كل_المهام());
  await assert.rejects(عربي.مع_ساعة_افتراضية(() => 1, { مجهول: 1 } as never), خطأ_تحقق);
  await assert.rejects(عربي.مع_ساعة_افتراضية(1 as never), خطأ_تحقق);
});

test("مع_كشف_التسرب finds what was left, and tells it in Arabic", async () => {
  assert.equal(await عربي.مع_كشف_التسرب(() => 7), 7);
  let المنسية: عربي.مهمة<void> | undefined;
  const كشف = عربي.مع_كشف_التسرب(() => {
    المنسية = إنشاء_مهمة(() => نوم(60), { اسم: "منسية" });
  });
  await assert.rejects(كشف, (خطأ) => {
    assert.ok(خطأ instanceof عربي.خطأ_تسرب);
    const { المهام, الإخفاقات, المؤقتات, غير_المغلق } = (خطأ as عربي.خطأ_تسرب).المتسربات;
    assert.deepEqual(المهام.map(({ الاسم }) => الاسم), ["منسية"]);
    assert.deepEqual([الإخفاقات, المؤقتات, غير_المغلق], [[], 1, []]);
    return true;
  });
  assert.equal(عربي.خطأ_تسرب, async.LeakError as unknown);
  المنسية!.إلغاء();
  await assert.rejects(المنسية!, خطأ_إلغاء);
});

test("مراقبة_المهام, أعداد_المهام and شجرة_المهام", async () => {
  const أحداث: string[] = [];
  const قبل = عربي.أعداد_المهام();
  {
    using _ = عربي.مراقبة_المهام({
      عند_الإنشاء: (المهمة, المنشئة) => أحداث.push(`أنشئت ${المهمة.الاسم} في ${المنشئة?.الاسم}`),
      عند_الإلغاء: (المهمة) => أحداث.push(`ألغيت ${المهمة.الاسم}`),
      عند_الانتهاء: (المهمة) => أحداث.push(`انتهت ${المهمة.الاسم} ${المهمة.ملغاة}`),
    });
    const القفل = new عربي.قفل();
    await القفل.اكتساب();
    const البرنامج = إنشاء_مهمة(async () => {
      إنشاء_مهمة(() => القفل.اكتساب(), { اسم: "كاتب" });
      await نوم(60);
    }, { اسم: "برنامج" });
    const [عقدة] = عربي.شجرة_المهام();
    assert.equal(عقدة!.المهمة, البرنامج);
    assert.deepEqual(عقدة!.تنتظر, ["sleep(60000)"]);
    assert.deepEqual(عقدة!.الأبناء.map(({ المهمة, تنتظر }) => [المهمة.الاسم, تنتظر]), [["كاتب", ["Lock.acquire()"]]]);
    assert.equal(عربي.نص_شجرة_المهام(), "برنامج: sleep(60000)\n└─ كاتب: Lock.acquire()");
    assert.equal(عربي.نص_شجرة_المهام(عقدة!.الأبناء), "كاتب: Lock.acquire()");
    البرنامج.إلغاء();
    await assert.rejects(البرنامج, خطأ_إلغاء);
    await نوم(0);
  }
  assert.deepEqual(أحداث.slice(0, 2), ["أنشئت برنامج في undefined", "أنشئت كاتب في برنامج"]);
  assert.deepEqual(أحداث.slice(2).toSorted(), ["ألغيت برنامج", "ألغيت كاتب", "انتهت برنامج true", "انتهت كاتب true"]);
  const بعد = عربي.أعداد_المهام();
  assert.equal(بعد.المنشأة - قبل.المنشأة, 2);
  assert.equal(بعد.الملغاة - قبل.الملغاة, 2);
  assert.deepEqual([بعد.الجارية, بعد.الناجحة, بعد.الفاشلة], [قبل.الجارية, قبل.الناجحة, قبل.الفاشلة]);
  assert.throws(() => عربي.مراقبة_المهام({ مجهول: () => {} } as never), خطأ_تحقق);
});

test("مستقبل.عند_الانتهاء calls when it is settled", async () => {
  const المستقبل = new عربي.مستقبل<number>();
  const نتائج: number[] = [];
  المستقبل.عند_الانتهاء((منته) => نتائج.push(منته.result()));
  const سحب = المستقبل.عند_الانتهاء(() => نتائج.push(-1));
  سحب();
  المستقبل.حسم(5);
  await نوم(0);
  assert.deepEqual(نتائج, [5]);
});

test("تشغيل tells in debug of what it watches", async () => {
  const رسائل: string[] = [];
  setReporter(({ message }) => رسائل.push(message));
  await عربي.تشغيل(() => void إنشاء_مهمة(() => نوم(60)), { تنقيح: true, معالجة_الإشارات: false });
  setReporter(undefined);
  assert.deepEqual(رسائل, ["A task still ran when its program ended"]);
});

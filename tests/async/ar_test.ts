import assert from "node:assert/strict";
import test from "node:test";
import { createTask, gather, sleep } from "@maktaba/std/async";
import {
  إعادة_المحاولة,
  إنشاء_مهمة,
  المهمة_الحالية,
  انتظار_بمهلة,
  جمع,
  type خيارات_جمع,
  مهمة,
  نوم,
} from "@maktaba/std/async/ar";
import { خطأ_إلغاء, خطأ_تحقق, خطأ_مهلة } from "@maktaba/std/errors/ar";

test("نوم() counts in seconds", async () => {
  const start = performance.now();
  await نوم(0.03);
  const waited = performance.now() - start;
  assert.ok(waited >= 28 && waited < 20_000);
  await assert.rejects(نوم(-1), خطأ_تحقق);
  await assert.rejects(نوم(60, { إشارة: AbortSignal.abort("قبل") }), (reason) => reason === "قبل");
});

test("إنشاء_مهمة() makes a task with Arabic members, which English functions take too", async () => {
  const المهمة = إنشاء_مهمة(() => المهمة_الحالية()?.الاسم, { اسم: "قارئ" });
  assert.ok(المهمة instanceof مهمة);
  assert.equal(المهمة.الاسم, "قارئ");
  assert.deepEqual(await gather([المهمة]), ["قارئ"]);
  assert.equal(المهمة.منتهية, true);
  assert.equal(المهمة.ملغاة, false);
});

test("إلغاء() cancels a task, whichever name made it", async () => {
  const المهمة = إنشاء_مهمة(() => sleep(60_000));
  assert.equal(المهمة.إلغاء("كفى"), true);
  await assert.rejects(المهمة, خطأ_إلغاء);
  assert.equal(المهمة.ملغاة, true);
  const english = createTask(() => نوم(60)) as مهمة<void>;
  english.إلغاء();
  await assert.rejects(english, خطأ_إلغاء);
});

test("جمع() gathers in order, with errors in their places where asked", async () => {
  const نتائج: [number, string] = await جمع([() => 1, () => نوم(0.001).then(() => "ب")]);
  assert.deepEqual(نتائج, [1, "ب"]);
  const مع_أخطاء = await جمع([() => Promise.reject(new Error("لا"))], { إرجاع_الأخطاء: true, تزامن: 1 });
  assert.ok((مع_أخطاء[0] as unknown) instanceof Error);
  await assert.rejects(جمع([() => 1], { concurrency: 1 } as خيارات_جمع), خطأ_تحقق);
});

test("انتظار_بمهلة() limits in seconds", async () => {
  await assert.rejects(انتظار_بمهلة(() => نوم(60), 0.005), خطأ_مهلة);
  assert.equal(await انتظار_بمهلة(() => 1, 5), 1);
});

test("إعادة_المحاولة() retries by the Arabic policy, in seconds", async () => {
  const تأخيرات: number[] = [];
  const قيمة = await إعادة_المحاولة((محاولة) => {
    if (محاولة < 3) throw new Error("ليس بعد");
    return محاولة;
  }, {
    عدد_المحاولات: 3,
    تأخير: 0.002,
    عشوائية: false,
    عند_الإعادة: (_خطأ, _محاولة, تأخير) => تأخيرات.push(تأخير),
  });
  assert.equal(قيمة, 3);
  assert.deepEqual(تأخيرات, [0.002, 0.004]);
});

test("جمع cancels what still runs with إلغاء_الباقي", async () => {
  const نائمة = إنشاء_مهمة(() => نوم(60));
  const فاشلة = () => Promise.reject(new Error("لا"));
  await assert.rejects(جمع([نائمة, فاشلة], { إلغاء_الباقي: true }), /لا/);
  await assert.rejects(نائمة, خطأ_إلغاء);
});

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type CacheStore, MemoryCache, RedisCache, setLocale } from "../../mod.ts";
import { خطأ_redis, خطأ_تحقق, ذاكرة_محلية, مدير_redis } from "../../ar.ts";
import * as كل_الأسماء from "../../cache/ar.ts";
import { requireServer, uniqueName } from "../support/mod.ts";
import type { SkippableTest } from "../support/mod.ts";
import { withRaw } from "./redis_support.ts";

setLocale("en");

function مدير(t: SkippableTest): { المدير: مدير_redis; رابط: string; بادئة: string } | undefined {
  const رابط = requireServer(t, "redis");
  const بادئة = `${uniqueName("cache")}:`;
  return رابط === undefined ? undefined : { المدير: new مدير_redis(رابط, { بادئة }), رابط, بادئة };
}

test("مدير_redis keeps objects as JSON and text as it is, as the original library does", async (t) => {
  const مفتوح = مدير(t);
  if (مفتوح === undefined) return;
  const { رابط, بادئة } = مفتوح;
  await using المدير = مفتوح.المدير;
  await المدير.حفظ("كائن", { الاسم: "علي", العمر: 30 });
  await المدير.حفظ("نص", "مرحبا");
  await المدير.حفظ("عدد", 5);
  await withRaw(رابط, async (redis) => {
    assert.equal(await redis.get(`${بادئة}كائن`), '{"الاسم":"علي","العمر":30}');
    assert.equal(await redis.get(`${بادئة}نص`), "مرحبا");
    assert.equal(await redis.get(`${بادئة}عدد`), "5");
  });
  assert.equal(await المدير.جلب("نص"), "مرحبا");
  assert.equal(await المدير.جلب("كائن"), '{"الاسم":"علي","العمر":30}');
  assert.deepEqual(await المدير.جلب("كائن", { كائن: true }), { الاسم: "علي", العمر: 30 });
  assert.equal(await المدير.جلب("عدد", { كائن: true }), 5);
  assert.equal(await المدير.جلب("عدد", { كائن: false }), "5");
  assert.equal(await المدير.جلب("لا شيء"), undefined);
  await assert.rejects(المدير.جلب("نص", { كائن: true }), خطأ_redis);
  await المدير.حفظ("نص", "مرحبا", { كائن: true });
  assert.equal(await المدير.جلب("نص", { كائن: true }), "مرحبا");
  assert.equal(await المدير.جلب("نص"), '"مرحبا"');
  await assert.rejects(المدير.حفظ("نص", 5, { كائن: false }), خطأ_تحقق);
  await assert.rejects(المدير.جلب("نص", { نص: true } as never), خطأ_تحقق);
  await المدير.مسح();
});

test("مدير_redis.حفظ() counts مدة_الصلاحية in seconds", async (t) => {
  const مفتوح = مدير(t);
  if (مفتوح === undefined) return;
  const { رابط, بادئة } = مفتوح;
  await using المدير = مفتوح.المدير;
  await المدير.حفظ("طويل", "س", { مدة_الصلاحية: 60 });
  await المدير.حفظ("قصير", { ص: 1 }, { مدة_الصلاحية: 0.05 });
  const باق = await withRaw(رابط, (redis) => redis.pttl(`${بادئة}طويل`));
  assert.ok(باق > 50_000 && باق <= 60_000, String(باق));
  await delay(100);
  assert.equal(await المدير.جلب("قصير"), undefined);
  await المدير.مسح();
});

test("مدير_redis has Arabic members for all that RedisCache does", async (t) => {
  const مفتوح = مدير(t);
  if (مفتوح === undefined) return;
  const { المدير } = مفتوح;
  assert.equal(await المدير.جلب_أو_حفظ("مفتاح", () => 7, { مدة_الصلاحية: 60 }), 7);
  assert.equal(await المدير.جلب_أو_حفظ("مفتاح", () => 8), 7);
  assert.equal(await المدير.يحوي("مفتاح"), true);
  assert.equal(await المدير.حذف("مفتاح"), true);
  assert.equal(await المدير.يحوي("مفتاح"), false);
  await المدير.إغلاق();
  await المدير.إغلاق();
  await assert.rejects(المدير.جلب("مفتاح"), (خطأ) => خطأ instanceof خطأ_redis && خطأ.الرمز === "CACHE_CLOSED");
});

test("مدير_redis gives up when its إشارة fires", async () => {
  const المدير = new مدير_redis("redis://127.0.0.1:1");
  const سبب = new Error("يكفي");
  const خيارات = { إشارة: AbortSignal.abort(سبب) };
  await assert.rejects(المدير.حفظ("مفتاح", 1, خيارات), سبب);
  await assert.rejects(المدير.جلب("مفتاح", خيارات), سبب);
  await assert.rejects(المدير.حذف("مفتاح", خيارات), سبب);
  await assert.rejects(المدير.يحوي("مفتاح", خيارات), سبب);
  await المدير.إغلاق();
});

test("مدير_redis is RedisCache, and its objects are of both", async () => {
  const عربي = new مدير_redis();
  const english = new RedisCache();
  assert.ok(عربي instanceof RedisCache);
  assert.ok(english instanceof مدير_redis);
  await Promise.all([عربي.close(), english.close()]);
});

test("مدير_redis counts its time limits in seconds, and refuses options that it does not know", async () => {
  const المدير = new مدير_redis("redis://127.0.0.1:1", { وقت_اتصال: 1.1, وقت_أمر: 0.3, مدة_الصلاحية: 60, بادئة: "ب:" });
  await assert.rejects(المدير.جلب("مفتاح"), خطأ_redis);
  await المدير.إغلاق();
  assert.throws(() => new مدير_redis("redis://127.0.0.1:1", { وقت: 1 } as never), خطأ_تحقق);
  assert.throws(() => new مدير_redis("redis://127.0.0.1:1", { وقت_اتصال: -1 }), خطأ_تحقق);
  assert.throws(() => new مدير_redis("redis://127.0.0.1:1", { جهات_التوثيق: "" }), خطأ_تحقق);
  assert.throws(() => new مدير_redis("ليس رابطا"), خطأ_تحقق);
});

test("مدير_redis says in Arabic what went wrong when Arabic is set", async () => {
  setLocale("ar");
  try {
    const المدير = new مدير_redis("redis://127.0.0.1:1");
    await assert.rejects(المدير.جلب("مفتاح"), /لا يمكن الاتصال بخادم Redis على 127\.0\.0\.1:1/);
    await assert.rejects(المدير.حفظ("مفتاح", undefined), /لا يمكن حفظ undefined/);
    await المدير.إغلاق();
  } finally {
    setLocale("en");
  }
});

test("ذاكرة_محلية is MemoryCache with Arabic members", async () => {
  await using ذاكرة = new ذاكرة_محلية<number>({ أقصى_عدد: 2, مدة_الصلاحية: 60 });
  assert.ok(ذاكرة instanceof MemoryCache);
  assert.ok(new MemoryCache() instanceof ذاكرة_محلية);
  ذاكرة.حفظ("أ", 1);
  ذاكرة.حفظ("ب", 2);
  ذاكرة.حفظ("ج", 3);
  assert.equal(ذاكرة.العدد, 2);
  assert.deepEqual(["أ", "ب", "ج"].map((مفتاح) => ذاكرة.جلب(مفتاح)), [undefined, 2, 3]);
  assert.equal(ذاكرة.يحوي("ب"), true);
  assert.equal(ذاكرة.حذف("ب"), true);
  assert.equal(await ذاكرة.جلب_أو_حفظ("د", () => 4, { مدة_الصلاحية: 60 }), 4);
  ذاكرة.مسح();
  assert.equal(ذاكرة.العدد, 0);
  ذاكرة.حفظ("هـ", 5);
  ذاكرة.إغلاق();
  assert.equal(ذاكرة.العدد, 0);
});

test("ذاكرة_محلية counts time in seconds and size in bytes", async () => {
  const ذاكرة = new ذاكرة_محلية<string>({ أقصى_بايتات: 10, حجم_القيمة: (قيمة) => قيمة.length, مدة_الصلاحية: 0.04 });
  ذاكرة.حفظ("أ", "12345678");
  ذاكرة.حفظ("ب", "12345678", { مدة_الصلاحية: 60 });
  assert.equal(ذاكرة.يحوي("أ"), false);
  ذاكرة.حفظ("ج", "1");
  await delay(80);
  assert.deepEqual([ذاكرة.جلب("ب"), ذاكرة.جلب("ج")], ["12345678", undefined]);
  assert.throws(() => new ذاكرة_محلية({ maxEntries: 5 } as never), خطأ_تحقق);
  assert.throws(() => ذاكرة.حفظ("د", "1", { مدة: 5 } as never), خطأ_تحقق);
});

test("the Arabic stores are taken wherever a CacheStore is", async () => {
  const stores: CacheStore[] = [new ذاكرة_محلية(), new مدير_redis("redis://127.0.0.1:1")];
  for (const store of stores) await store.close();
});

test("cache/ar.ts has the names of the original library", () => {
  assert.ok("مدير_redis" in كل_الأسماء);
  for (const عضو of ["حفظ", "جلب"]) assert.ok(عضو in مدير_redis.prototype, عضو);
});

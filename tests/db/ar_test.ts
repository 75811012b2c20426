import assert from "node:assert/strict";
import test from "node:test";
import {
  اتصال,
  استعلامات,
  type خيارات_اتصال_قاعدة,
  قاعدة_بيانات,
  قاعدة_بيانات_متقدمة,
  قاعدة_مستندات,
  معاملة,
} from "../../db/ar.ts";
import { تعيين_اللغة, خطأ_تحقق, خطأ_قاعدة_بيانات } from "../../errors/ar.ts";
import { Database, DatabaseSession, DocumentDatabase, Queries, Transaction } from "../../db/mod.ts";
import { requireServer, tempDir, uniqueName } from "../support/mod.ts";

تعيين_اللغة("ar");

test("قاعدة_بيانات_متقدمة reads like the original: execute, fetch all, fetch one, kept at the end of the block", async () => {
  await using dir = await tempDir();
  const رابط = `sqlite+aiosqlite:///${dir.join("مكتبة.db")}`;
  {
    await using قاعدة = new قاعدة_بيانات_متقدمة(رابط, "sql");
    await قاعدة.تنفيذ("CREATE TABLE مستخدمون (معرف INTEGER PRIMARY KEY, اسم TEXT, عمر INTEGER)");
    const نتيجة = await قاعدة.تنفيذ("INSERT INTO مستخدمون (اسم, عمر) VALUES (:اسم, :عمر)", { اسم: "أحمد", عمر: 30 });
    assert.deepEqual(نتيجة, { صفوف_متأثرة: 1, آخر_معرف: 1 });
    await قاعدة.تنفيذ("INSERT INTO مستخدمون (اسم, عمر) VALUES (:name, :age)", { name: "سارة", age: 25 });
    assert.deepEqual(await قاعدة.جلب_الكل("SELECT اسم FROM مستخدمون WHERE عمر > :عمر", { عمر: 20 }), [
      { اسم: "أحمد" },
      { اسم: "سارة" },
    ]);
    assert.deepEqual(await قاعدة.جلب_واحد("SELECT عمر FROM مستخدمون WHERE اسم = :اسم", { اسم: "سارة" }), { عمر: 25 });
  }
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط);
  assert.equal(قاعدة.النوع, "sql");
  assert.equal((await قاعدة.جلب_الكل("SELECT * FROM مستخدمون")).length, 2);
});

test("قاعدة_بيانات_متقدمة undoes the block when a call failed, and معاملة when its function throws", async () => {
  await using dir = await tempDir();
  const رابط = `sqlite:${dir.join("x.db")}`;
  {
    await using قاعدة = new قاعدة_بيانات_متقدمة(رابط);
    await قاعدة.تنفيذ("create table أرقام (رقم integer unique)");
  }
  await assert.rejects(async () => {
    await using قاعدة = new قاعدة_بيانات_متقدمة(رابط);
    await قاعدة.تنفيذ("insert into أرقام values (1)");
    await قاعدة.تنفيذ("insert into أرقام values (1)");
  }, (خطأ) => {
    assert.ok(خطأ instanceof خطأ_قاعدة_بيانات);
    assert.equal(خطأ.الرمز, "DB_UNIQUE");
    assert.equal(خطأ.القيد, "أرقام.رقم");
    assert.equal(خطأ.حالة_sql, undefined);
    assert.match(خطأ.الرسالة, /لا يمكن الكتابة إذ يجب ألا يتكرر أرقام\.رقم/);
    return true;
  });
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط);
  await assert.rejects(
    قاعدة.معاملة(async (قاعدة) => {
      await قاعدة.تنفيذ("insert into أرقام values (:رقم)", { رقم: 2 });
      assert.deepEqual(await قاعدة.جلب_واحد("select رقم from أرقام"), { رقم: 2 });
      throw new Error("تراجعت");
    }),
    /تراجعت/,
  );
  await قاعدة.معاملة(async (قاعدة) => {
    await قاعدة.تنفيذ("insert into أرقام values (3)");
  });
  await قاعدة.تنفيذ("insert into أرقام values (4)");
  await قاعدة.تراجع();
  await قاعدة.تنفيذ("insert into أرقام values (5)");
  await قاعدة.تأكيد();
  assert.deepEqual(await قاعدة.جلب_الكل("select رقم from أرقام order by رقم"), [{ رقم: 3 }, { رقم: 5 }]);
  await قاعدة.إغلاق();
});

test("قاعدة_بيانات_متقدمة takes the URL and the kind in this order, and is the same class as in English", () => {
  const قاعدة = new قاعدة_بيانات_متقدمة("mongodb://127.0.0.1/d", "nosql");
  assert.equal(قاعدة.النوع, "nosql");
  assert.ok(قاعدة instanceof DatabaseSession);
  assert.ok(new DatabaseSession("sqlite::memory:") instanceof قاعدة_بيانات_متقدمة);
  assert.throws(() => new قاعدة_بيانات_متقدمة("sqlite::memory:", "nosql"), خطأ_تحقق);
  assert.throws(() => new قاعدة_بيانات_متقدمة("excel:x"), (خطأ) => {
    assert.ok(خطأ instanceof خطأ_تحقق);
    assert.match(خطأ.الرسالة, /يجب أن يبدأ بواحد من sqlite:/);
    return true;
  });
});

test("قاعدة_بيانات_متقدمة inserts and finds documents", async (t) => {
  const رابط = requireServer(t, "mongodb");
  if (رابط === undefined) return;
  const مجموعة = uniqueName("c");
  await using قاعدة = new قاعدة_بيانات_متقدمة(رابط, "nosql");
  const معرف = await قاعدة.إدراج_nosql(مجموعة, { اسم: "أحمد", عمر: 30 });
  assert.equal((await قاعدة.إدراج_nosql(مجموعة, [{ اسم: "سارة", عمر: 25 }, { اسم: "علي", عمر: 20 }])).length, 2);
  assert.deepEqual(await قاعدة.جلب_nosql(مجموعة, { اسم: "أحمد" }), [{ _id: معرف, اسم: "أحمد", عمر: 30 }]);
  const أسماء = await قاعدة.جلب_nosql<{ اسم: string }>(مجموعة, {}, { ترتيب: { عمر: 1 }, حد: 2, وقت_أقصى: 30 });
  assert.deepEqual(أسماء.map(({ اسم }) => اسم), ["علي", "سارة"]);
  assert.equal((await قاعدة.جلب_nosql(مجموعة)).length, 3);
});

test("استعلامات is what a function takes that works on a database and in a transaction alike", async () => {
  const إضافة = async (على: استعلامات, اسم: string) => {
    assert.ok(على instanceof استعلامات && على instanceof Queries);
    await على.تنفيذ("insert into مدن values (:اسم)", { اسم });
    return (await على.جلب_الكل("select اسم from مدن")).length;
  };
  await using قاعدة = await اتصال("sqlite::memory:");
  await قاعدة.تنفيذ("create table مدن (اسم text)");
  assert.equal(await إضافة(قاعدة, "فاس"), 1);
  assert.equal(await قاعدة.معاملة((معاملة_جارية) => إضافة(معاملة_جارية, "تونس")), 2);
});

test("اتصال() opens a database whose members are Arabic and English at once", async () => {
  await using قاعدة = await اتصال("sqlite::memory:", { وقت_انتظار_قفل: 1, وقت_اتصال: 10, أقصى_اتصالات: 5, تحضير: true });
  assert.ok(قاعدة instanceof Database && قاعدة instanceof قاعدة_بيانات);
  await قاعدة.تنفيذ("create table مدن (اسم text)");
  const عدد = await قاعدة.معاملة(async (معاملة_جارية) => {
    assert.ok(معاملة_جارية instanceof Transaction && معاملة_جارية instanceof معاملة);
    const { صفوف_متأثرة } = await معاملة_جارية.تنفيذ("insert into مدن values (?), (?)", ["مكة", "دمشق"]);
    await معاملة_جارية.معاملة(async (داخلية) => {
      await داخلية.تنفيذ("delete from مدن");
      throw new Error("لا");
    }).catch(() => {});
    assert.deepEqual(await معاملة_جارية.جلب_واحد("select count(*) as عدد from مدن"), { عدد: 2 });
    return صفوف_متأثرة;
  });
  assert.equal(عدد, 2);
  const مدن: string[] = [];
  for await (const { اسم } of قاعدة.صفوف<{ اسم: string }>("select اسم from مدن order by rowid")) مدن.push(اسم);
  assert.deepEqual(مدن, ["مكة", "دمشق"]);
  assert.deepEqual(await قاعدة.جلب_الكل("select اسم from مدن where اسم = :اسم", { اسم: "مكة" }), [{ اسم: "مكة" }]);
  // English code takes it as it is.
  assert.deepEqual(await قاعدة.all("select count(*) as n from مدن"), [{ n: 2 }]);
  await قاعدة.إغلاق({ مهلة: 1 });
  await assert.rejects(قاعدة.جلب_واحد("select 1"), (خطأ) => {
    return خطأ instanceof خطأ_قاعدة_بيانات && /أُغلقت قاعدة البيانات/.test(خطأ.الرسالة);
  });
});

test("اتصال() refuses options that it does not know or that are wrong, by their Arabic names", async () => {
  await assert.rejects(اتصال("sqlite::memory:", { مهله: 1 } as خيارات_اتصال_قاعدة), (خطأ) => {
    assert.ok(خطأ instanceof خطأ_تحقق);
    assert.match(خطأ.الرسالة, /مهله/);
    assert.match(خطأ.الرسالة, /وقت_اتصال/);
    return true;
  });
  await assert.rejects(اتصال("sqlite::memory:", { أقصى_اتصالات: 0 }), /أقصى_اتصالات/);
  await assert.rejects(اتصال("sqlite::memory:", { وقت_اتصال: -1 }), /وقت_اتصال/);
});

test("اتصال() takes seconds where English takes milliseconds, and a signal", async () => {
  await using dir = await tempDir();
  const رابط = `sqlite:${dir.join("x.db")}`;
  await using أولى = await اتصال(رابط);
  await using ثانية = await اتصال(رابط, { وقت_انتظار_قفل: 0.05 });
  await أولى.تنفيذ("create table t (n integer)");
  await أولى.معاملة(async () => {
    const بداية = performance.now();
    await assert.rejects(ثانية.تنفيذ("insert into t values (1)"), (خطأ) => {
      return خطأ instanceof خطأ_قاعدة_بيانات && خطأ.الرمز === "DB_LOCKED" && خطأ.قابل_للإعادة;
    });
    assert.ok(performance.now() - بداية < 2_000);
  });
  const إشارة = AbortSignal.abort(new Error("كفى"));
  await assert.rejects(أولى.تنفيذ("select 1", {}, { إشارة }), /كفى/);
  await assert.rejects(أولى.جلب_الكل("select 1", {}, { إشارة }), /كفى/);
  await assert.rejects(أولى.جلب_واحد("select 1", {}, { إشارة }), /كفى/);
  await assert.rejects(أولى.صفوف("select 1", {}, { إشارة }).next(), /كفى/);
  await assert.rejects(أولى.معاملة(() => 1, { إشارة }), /كفى/);
  await assert.rejects(اتصال(رابط, { إشارة }), /كفى/);
});

test("اتصال() opens databases on servers, with encryption by Arabic names", async (t) => {
  const رابط = requireServer(t, "postgres");
  if (رابط === undefined) return;
  await using قاعدة = await اتصال(رابط, { tls: false });
  assert.deepEqual(await قاعدة.جلب_واحد("select :نص::text as نص", { نص: "مرحبا" }), { نص: "مرحبا" });
  await assert.rejects(اتصال(رابط, { tls: { تحقق: false }, وقت_اتصال: 2 }), خطأ_قاعدة_بيانات);
  await assert.rejects(اتصال(رابط, { tls: { تحقق_الشهادة: true } as never }), /تحقق_الشهادة/);
});

test("اتصال() opens databases of documents", async (t) => {
  const رابط = requireServer(t, "mongodb");
  if (رابط === undefined) return;
  await using قاعدة = await اتصال(رابط as `mongodb://${string}`);
  assert.ok(قاعدة instanceof DocumentDatabase && قاعدة instanceof قاعدة_مستندات);
  const مجموعة = uniqueName("c");
  const معرف = await قاعدة.إدراج(مجموعة, { عنوان: "المقدمة" });
  assert.deepEqual(await قاعدة.جلب(مجموعة), [{ _id: معرف, عنوان: "المقدمة" }]);
  assert.deepEqual(await قاعدة.جلب_واحد(مجموعة, { عنوان: "المقدمة" }, { ترتيب: { عنوان: 1 } }), {
    _id: معرف,
    عنوان: "المقدمة",
  });
  let عدد = 0;
  for await (const _ of قاعدة.مستندات(مجموعة, {}, { حد: 5 })) عدد++;
  assert.equal(عدد, 1);
  await قاعدة.إغلاق({ مهلة: 2 });
});

test("The Arabic members are all there, on the classes or what they extend, and are not listed among the values", () => {
  const members: readonly (readonly [{ prototype: object }, readonly string[]])[] = [
    [
      DatabaseSession,
      ["النوع", "تنفيذ", "جلب_الكل", "جلب_واحد", "إدراج_nosql", "جلب_nosql", "معاملة", "تأكيد", "تراجع", "إغلاق"],
    ],
    [Database, ["تنفيذ", "جلب_الكل", "جلب_واحد", "صفوف", "معاملة", "إغلاق"]],
    [Transaction, ["تنفيذ", "جلب_الكل", "جلب_واحد", "صفوف", "معاملة"]],
    [DocumentDatabase, ["إدراج", "جلب", "جلب_واحد", "مستندات", "إغلاق"]],
  ];
  for (const [{ prototype }, names] of members) {
    for (const name of names) {
      const owner = Object.hasOwn(prototype, name) ? prototype : Object.getPrototypeOf(prototype);
      const descriptor = Object.getOwnPropertyDescriptor(owner, name);
      assert.ok(descriptor !== undefined, name);
      assert.equal(descriptor.enumerable, false, name);
      assert.equal(name, name.normalize("NFC"));
    }
  }
  const قاعدة = new قاعدة_بيانات_متقدمة("sqlite::memory:");
  assert.deepEqual(Object.keys(قاعدة), ["kind"]);
});

test("The Arabic calls refuse options that they do not know, each by its name", async () => {
  await using قاعدة = await اتصال("sqlite::memory:");
  const خاطئ = { اشاره: AbortSignal.abort() } as never;
  const نداءات: readonly (() => unknown)[] = [
    () => قاعدة.تنفيذ("select 1", {}, خاطئ),
    () => قاعدة.جلب_الكل("select 1", {}, خاطئ),
    () => قاعدة.جلب_واحد("select 1", {}, خاطئ),
    async () => await قاعدة.صفوف("select 1", {}, خاطئ).next(),
    () => قاعدة.معاملة(() => 1, خاطئ),
    () => قاعدة.إغلاق(خاطئ),
  ];
  for (const نداء of نداءات) {
    await assert.rejects(async () => await نداء(), (خطأ) => {
      assert.ok(خطأ instanceof خطأ_تحقق, String(خطأ));
      assert.match(خطأ.الرسالة, /اشاره/);
      return true;
    });
  }
  assert.deepEqual(await قاعدة.جلب_واحد("select 1 as ن"), { ن: 1 });
});

test("The messages of the module are in Arabic, with the names that the user wrote", async () => {
  await using قاعدة = await اتصال("sqlite::memory:");
  const رسائل: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
    [() => قاعدة.جلب_الكل("select :اسم", {}), /تنقص :اسم/],
    [() => قاعدة.جلب_الكل("select 1", { زائد: 1 }), /ليس في جملة SQL معامل باسم زائد/],
    [() => قاعدة.جلب_الكل("select :س", { س: (() => 1) as never }), /الوارد من نوع function/],
    [() => قاعدة.جلب_الكل("select * from غير_موجود"), /تسمي جدولًا غير موجود/],
    [() => قاعدة.جلب_الكل("selec 1"), /صياغتها غير صحيحة/],
    [() => قاعدة.تنفيذ("commit"), /تبدأ المعاملات وتنتهي/],
    [() => قاعدة.معاملة(() => قاعدة.تنفيذ("select 1")), /داخل معاملتها/],
  ];
  for (const [نداء, نص] of رسائل) await assert.rejects(نداء, نص);
});

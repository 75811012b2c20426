import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import test from "node:test";
import { z } from "zod";
import { MemoryCache } from "../../cache/mod.ts";
import { setLocale } from "../../errors/mod.ts";
import { GraphQLError, type RequestProgress, type TypedDocument } from "../../net/mod.ts";
import {
  إنشاء_عميل,
  إنشاء_عميل_graphql,
  استعلام_graphql,
  استعلامات_graphql,
  اشتراك_graphql,
  تحليل_مخطط_graphql,
  تدفق_graphql,
  type تقدم_طلب,
  جلب_مخطط_graphql,
  خطأ_graphql,
  خطأ_تحقق,
  خطأ_شبكة,
  خطأ_مستند_graphql,
  مخطط_خادم_graphql,
  ملف_للرفع,
} from "../../ar.ts";
import { tempDir } from "../support/mod.ts";
import { serveGraphQL } from "./graphql_server.ts";
import { answerWith, failureOf, serve } from "./support.ts";

setLocale("ar");

async function كلها<T>(نتائج: AsyncIterable<T>): Promise<T[]> {
  const مجموعة: T[] = [];
  for await (const نتيجة of نتائج) مجموعة.push(نتيجة);
  return مجموعة;
}

test("استعلام_graphql() takes every option under its Arabic name", async () => {
  await using server = await serveGraphQL();
  const مخزن = new MemoryCache();
  const خيارات = {
    متغيرات: { n: 1 },
    اسم_العملية: "Books",
    مخطط: z.object({ books: z.array(z.object({ title: z.string() })) }),
    طريقة_الاستعلام: "GET",
    استعلام_محفوظ: true,
    تخزين_مؤقت: { مخزن, مدة_الصلاحية: 60, تحديث: false },
    رؤوس: { "x-a": "1" },
    وقت_اتصال: 5,
    وقت_قراءة: 5,
    وقت_المحاولة: 5,
    وقت_كلي: 10,
    عدد_إعادة_المحاولة: 2,
    تزامن_لكل_خادم: 3,
    أقصى_بايتات: 10_000,
    إشارة: new AbortController().signal,
  } as const;
  const document = "query Books($n: Int) { books(first: $n) { title } }";
  for (const _ of [1, 2]) {
    const { data } = await استعلام_graphql(server.url, document, خيارات);
    const عنوان: string | undefined = data.books[0]?.title;
    assert.equal(عنوان, "كليلة ودمنة");
  }
  assert.deepEqual(server.counts.requests.map(({ method }) => method), ["GET", "POST"]);
  const خطأ = await failureOf(استعلام_graphql(server.url, "mutation { a }", { تخزين_مؤقت: { مخزن } }));
  assert.ok(خطأ instanceof خطأ_تحقق);
  assert.match(خطأ.message, /لا يُخزَّن إلا جواب الاستعلام/);
});

test("استعلام_graphql() knows types by the document", async () => {
  class مستند<T, V> extends String implements TypedDocument<T, V> {
    declare readonly __apiType?: (variables: V) => T;
  }
  const document = new مستند<{ echo: string }, { text: string }>("query ($text: String!) { echo(text: $text) }");
  await using server = await serveGraphQL();
  const { data } = await استعلام_graphql(server.url, document, { متغيرات: { text: "سلام" } });
  const نص: string = data.echo;
  assert.equal(نص, "سلام");
  // @ts-expect-error The variables are missing.
  const أبدا = () => استعلام_graphql(server.url, document);
  assert.equal(typeof أبدا, "function");
});

test("استعلام_graphql() gives errors with the data where that is wanted, and Arabic members where it throws", async () => {
  await using server = await serveGraphQL();
  const document = "{ book(id: 1) { title broken } }";
  const { data, errors } = await استعلام_graphql(server.url, document, { سياسة_الأخطاء: "return" });
  assert.deepEqual([data, errors?.length], [{ book: { title: "كليلة ودمنة", broken: null } }, 1]);
  const extensions = { cost: 1 };
  await using busy = await serve((_request, response) => {
    response.writeHead(429, { "content-type": "application/graphql-response+json", "retry-after": "900" });
    response.end(JSON.stringify({ errors: [{ message: "مهلًا" }], extensions }));
  });
  const خطأ = await failureOf<خطأ_graphql>(استعلام_graphql(busy.url, "{ a }"));
  assert.ok(خطأ instanceof خطأ_graphql && خطأ instanceof GraphQLError);
  assert.deepEqual([خطأ.الحالة, خطأ.الإضافات, خطأ.إعادة_بعد], [429, extensions, 900]);
  assert.match(خطأ.message, /إذ يقول الخادم: مهلًا/);
});

test("ملف_للرفع is sent as a variable, and told of by عند_التقدم", async () => {
  await using dir = await tempDir();
  await using server = await serveGraphQL();
  await writeFile(dir.join("صورة.png"), "بايتات");
  const ملف = new ملف_للرفع(dir.join("صورة.png"), { اسم: "غلاف.png", نوع: "image/png" });
  assert.deepEqual([ملف.المسار, ملف.الاسم, ملف.النوع], [dir.join("صورة.png"), "غلاف.png", "image/png"]);
  const تقدم: تقدم_طلب[] = [];
  const { data } = await استعلام_graphql(server.url, "mutation ($f: File!) { upload(file: $f) { name text } }", {
    متغيرات: { f: ملف },
    عند_التقدم: (خطوة) => تقدم.push(خطوة),
  });
  assert.deepEqual(data, { upload: { name: "غلاف.png", text: "بايتات" } });
  const رفع: RequestProgress["direction"] = "upload";
  assert.ok(تقدم.some(({ اتجاه, بايتات }) => اتجاه === رفع && بايتات > 0));
  assert.throws(() => new ملف_للرفع(""), خطأ_تحقق);
  assert.throws(() => new ملف_للرفع("ملف", { إسم: "x" } as never), خطأ_تحقق);
});

test("استعلامات_graphql() executes several operations at once", async () => {
  await using server = await serveGraphQL();
  const [كتاب, فاشل, مفحوص] = await استعلامات_graphql(server.url, [
    { استعلام: "query ($id: ID!) { book(id: $id) { title } }", متغيرات: { id: 3 } },
    { استعلام: "{ must }" },
    {
      استعلام: "query A { books { id } } query B { must }",
      اسم_العملية: "A",
      مخطط: z.object({ books: z.null() }) as never,
    },
  ], { وقت_كلي: 10 });
  assert.deepEqual(كتاب, { data: { book: { title: "البخلاء" } } });
  assert.ok(فاشل instanceof خطأ_graphql);
  assert.ok(مفحوص instanceof خطأ_شبكة);
  assert.ok(await failureOf(استعلامات_graphql(server.url, "x" as never)) instanceof خطأ_تحقق);
  assert.ok(await failureOf(استعلامات_graphql(server.url, [{ query: "{ a }" }] as never)) instanceof خطأ_تحقق);
});

test("اشتراك_graphql() reads results over both transports", async () => {
  await using server = await serveGraphQL();
  for (const رابط of [server.url, server.socketUrl]) {
    const نتائج = await كلها(اشتراك_graphql<{ count: number }>(رابط, "subscription C($to: Int!) { count(to: $to) }", {
      متغيرات: { to: 2 },
      اسم_العملية: "C",
      رؤوس: { "x-a": "1" },
      معاملات_الاتصال: () => ({ token: "رمز" }),
      عدد_إعادة_المحاولة: 1,
      تأخير_إعادة_الاتصال: 0.01,
      أقصى_تأخير_إعادة_الاتصال: 1,
      وقت_اتصال: 5,
      مهلة_السكوت: 20,
      أقصى_بايتات_الرسالة: 10_000,
      أقصى_طابور: 100,
      إشارة: new AbortController().signal,
    }));
    assert.deepEqual(نتائج.map(({ data }) => data.count), [1, 2]);
  }
  assert.deepEqual(server.counts.connectionParams, [{ token: "رمز" }]);
  const مخطط = z.object({ count: z.number() });
  const [أولى] = await كلها(
    اشتراك_graphql(server.url, "subscription { count(to: 1) }", { مخطط, سياسة_الأخطاء: "return" }),
  );
  assert.equal(أولى?.errors, undefined);
});

test("اشتراك_graphql() is closed by إغلاق, and fails in Arabic", async () => {
  await using server = await serveGraphQL();
  const نتائج = اشتراك_graphql(server.socketUrl, "subscription { endless }");
  await نتائج.next();
  await نتائج.إغلاق();
  assert.equal((await نتائج.next()).done, true);
  const خطأ = await failureOf<خطأ_graphql>(كلها(اشتراك_graphql(server.url, "subscription { failing(after: 0) }")));
  assert.ok(خطأ instanceof خطأ_graphql);
  assert.deepEqual(خطأ.البيانات, { failing: null });
  const نوع = await failureOf(كلها(اشتراك_graphql(server.url, "query { a }")));
  assert.ok(نوع instanceof خطأ_تحقق);
  assert.match(نوع.message, /إذ يجب أن يكون اشتراكًا/);
  assert.throws(() => اشتراك_graphql(server.url, "subscription { a }", { مهلة: 1 } as never), خطأ_تحقق);
  await using page = await serve(answerWith("<html>", "text/html"));
  assert.ok(await failureOf(كلها(اشتراك_graphql(page.url, "subscription { a }"))) instanceof خطأ_شبكة);
});

test("إنشاء_عميل_graphql() takes every option under its Arabic name, and shares one WebSocket", async () => {
  await using server = await serveGraphQL();
  await using واجهة = إنشاء_عميل_graphql("graphql", {
    عميل: إنشاء_عميل({ الرابط_الأساسي: new URL("/", server.url) }),
    رؤوس: { "x-a": "1" },
    طريقة_الاستعلام: "GET",
    استعلام_محفوظ: false,
    تخزين_مؤقت: { مخزن: new MemoryCache(), مدة_الصلاحية: 60 },
    اشتراكات: {
      رابط: server.socketUrl,
      وسيلة: "ws",
      معاملات_الاتصال: { token: "رمز" },
      عدد_إعادة_المحاولة: 1,
      هل_يعاد_الاتصال: () => true,
      تأخير_إعادة_الاتصال: 0.01,
      أقصى_تأخير_إعادة_الاتصال: 1,
      وقت_اتصال: 5,
      مهلة_السكوت: 20,
      أقصى_بايتات_الرسالة: 10_000,
      مدة_الإبقاء: 60,
    },
  });
  for (const _ of [1, 2]) {
    const { data } = await واجهة.استعلام<{ echo: string }>('{ echo(text: "سلام") }', { وقت_كلي: 10 });
    assert.equal(data.echo, "سلام");
  }
  const { data } = await واجهة.تعديل<{ rename: { title: string } }, { t: string }>(
    "mutation ($t: String!) { rename(id: 1, title: $t) { title } }",
    { متغيرات: { t: "جديد" }, عدد_إعادة_المحاولة: { مفتاح_منع_التكرار: true } },
  );
  assert.equal(data.rename.title, "جديد");
  assert.deepEqual(server.counts.requests.map(({ method }) => method), ["GET", "POST"]);
  const عد = (to: number) =>
    كلها(واجهة.اشتراك("subscription ($to: Int!) { count(to: $to) }", { متغيرات: { to }, أقصى_طابور: 100 }));
  assert.deepEqual((await Promise.all([عد(2), عد(3)])).map(({ length }) => length), [2, 3]);
  assert.deepEqual([server.sockets.length, server.counts.connectionParams], [1, [{ token: "رمز" }]]);
  await واجهة.إغلاق();
  const خطأ = await failureOf<خطأ_تحقق>(واجهة.استعلام("mutation { a }"));
  assert.ok(خطأ instanceof خطأ_تحقق);
  assert.match(خطأ.message, /إذ يجب أن يكون استعلامًا/);
  assert.throws(() => إنشاء_عميل_graphql(server.url, { مهلة: 1 } as never), خطأ_تحقق);
});

test("اشتراك_graphql() takes the way that it is told", async () => {
  await using server = await serveGraphQL();
  for (const [وسيلة, عدد] of [["sse", 0], ["auto", 1], ["ws", 2]] as const) {
    const نتائج = await كلها(اشتراك_graphql(server.url, "subscription { count(to: 1) }", { وسيلة }));
    assert.deepEqual([نتائج.length, server.sockets.length], [1, عدد]);
  }
});

test("جلب_مخطط_graphql() and تحليل_مخطط_graphql() give a schema by which everything is checked", async () => {
  await using server = await serveGraphQL();
  const مخطط_الخادم = await جلب_مخطط_graphql(server.url, { وقت_كلي: 10 });
  assert.ok(مخطط_الخادم instanceof مخطط_خادم_graphql);
  const { data } = await استعلام_graphql(server.url, '{ echo(text: "سلام") }', { مخطط_الخادم });
  assert.deepEqual(data, { echo: "سلام" });
  const عدد = server.counts.requests.length;
  const عميل = إنشاء_عميل_graphql(server.url, { مخطط_الخادم });
  for (
    const محاولة of [
      () => استعلام_graphql(server.url, "{ eco }", { مخطط_الخادم }),
      () => استعلامات_graphql(server.url, [{ استعلام: "{ eco }" }], { مخطط_الخادم }),
      () => كلها(اشتراك_graphql(server.url, "subscription { cont }", { مخطط_الخادم })),
      () => عميل.استعلام("{ eco }"),
    ]
  ) {
    const خطأ = await failureOf<خطأ_مستند_graphql>(محاولة());
    assert.ok(خطأ instanceof خطأ_مستند_graphql);
    assert.match(خطأ.message, /^لا يمكن استخدام «.+» إذ لا يوافق مخطط الخادم بقاعدة FieldsOnCorrectType/);
    assert.ok((خطأ.المشكلات[0]?.عمود ?? 0) > 1);
  }
  assert.equal(server.counts.requests.length, عدد);
  const محلل = await تحليل_مخطط_graphql(مخطط_الخادم.نص);
  محلل.فحص("query A { echo(text: 1) } query B($t: String!) { echo(text: $t) }".replace("text: 1", 'text: ""'), {
    متغيرات: { t: "نص" },
    اسم_العملية: "B",
  });
  assert.throws(() => محلل.فحص("{ echo }"), خطأ_مستند_graphql);
  assert.ok(await failureOf(تحليل_مخطط_graphql("؟")) instanceof خطأ_تحقق);
});

test("تدفق_graphql() and the client's تدفق give data as it grows", async () => {
  const جزء = (ما_فيه: object) => `\r\n---\r\n\r\n${JSON.stringify(ما_فيه)}`;
  await using server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "multipart/mixed; boundary=-" });
    response.write(جزء({ data: { عنوان: "البخلاء" }, hasNext: true }));
    const أخطاء = [{ message: "لا صفحات" }];
    response.end(`${جزء({ incremental: [{ path: [], data: null, errors: أخطاء }], hasNext: false })}\r\n-----\r\n`);
  });
  const مستند = "query A { عنوان: title ... @defer { صفحات: pages } }";
  const خيارات = {
    سياسة_الأخطاء: "return",
    اسم_العملية: "A",
    وقت_كلي: 10,
    أقصى_بايتات: 10_000,
    متغيرات: {},
  } as const;
  const عميل = إنشاء_عميل_graphql(server.url);
  for (const تدفق of [تدفق_graphql(server.url, مستند, خيارات), عميل.تدفق(مستند, خيارات)]) {
    const نتائج = await كلها(تدفق);
    assert.deepEqual(نتائج.map(({ مكتمل }) => مكتمل), [false, true]);
    assert.deepEqual(نتائج.map(({ data }) => data), [{ عنوان: "البخلاء" }, { عنوان: "البخلاء" }]);
    assert.equal(نتائج[1]?.errors?.[0]?.message, "لا صفحات");
  }
  const متوقف = عميل.تدفق(مستند);
  assert.deepEqual((await متوقف.next()).value, { data: { عنوان: "البخلاء" }, مكتمل: false });
  await عميل.إغلاق();
  assert.equal((await متوقف.next()).done, true);
  const خطأ = await failureOf<خطأ_graphql>(كلها(تدفق_graphql(server.url, مستند)));
  assert.ok(خطأ instanceof خطأ_graphql);
  assert.throws(() => تدفق_graphql(server.url, مستند, { استعلام_محفوظ: true } as never), خطأ_تحقق);
});

test("اشتراك_graphql() asks هل_يعاد_الاتصال about what is refused", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 1) return void response.writeHead(401).end();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end('event: next\ndata: {"data":{"n":1}}\n\nevent: complete\ndata:\n\n');
  });
  const أسئلة: unknown[] = [];
  const نتائج = await كلها(اشتراك_graphql(server.url, "subscription { n }", {
    تأخير_إعادة_الاتصال: 0.001,
    هل_يعاد_الاتصال: ({ خطأ, قابل_للإعادة }) => {
      أسئلة.push([خطأ.السبب, قابل_للإعادة]);
      return true;
    },
  }));
  assert.deepEqual([نتائج.length, أسئلة], [1, [["status", false]]]);
});

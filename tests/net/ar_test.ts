import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import test from "node:test";
import {
  إنشاء_حد_المعدل,
  إنشاء_قاطع_دائرة,
  إنشاء_مهمة,
  إنشاء_ميزانية_إعادة,
  خطأ_دائرة_مفتوحة,
  مع_ساعة_افتراضية,
} from "../../async/ar.ts";
import { تعيين_اللغة, خطأ_websocket, خطأ_إلغاء, خطأ_المكتبة, خطأ_تحقق, خطأ_شبكة } from "../../errors/ar.ts";
import {
  إغلاق_websocket,
  إنشاء_عميل,
  إنشاء_عميل_graphql,
  اتصال_websocket,
  استعلام_graphql,
  تدفق_طلبات,
  تشغيل_خادم,
  خطأ_graphql,
  خطأ_http,
  طلب_شبكة,
  طلبات_دفعية,
  فتح_websocket,
  وصلة_websocket,
} from "../../net/ar.ts";
import * as root from "../../ar.ts";
import { GraphQLError, HttpError, WebSocketClose, WebSocketConnection } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { answerWith, breakLine, collectReports, failureOf, serve, serveRaw, serveSockets, soon } from "./support.ts";

تعيين_اللغة("en");

/** Runs something with messages in Arabic. */
async function inArabic(act: () => Promise<void>): Promise<void> {
  تعيين_اللغة("ar");
  try {
    await act();
  } finally {
    تعيين_اللغة("en");
  }
}

test("the fixed names are exported by the root too", () => {
  for (const name of ["طلب_شبكة", "طلبات_دفعية", "استعلام_graphql", "اتصال_websocket"] as const) {
    assert.equal(typeof root[name], "function", name);
  }
});

test("طلب_شبكة() gives the JSON answer", async () => {
  await using server = await serve(answerWith('{"اسم":"علي"}'));
  const جواب = await طلب_شبكة<{ اسم: string }>("GET", server.url);
  assert.equal(جواب.اسم, "علي");
});

test("طلب_شبكة() sends بيانات, رؤوس and معاملات", async () => {
  await using server = await serve(answerWith("1"));
  await طلب_شبكة("POST", server.url, { بيانات: { عدد: 1 }, رؤوس: { "x-a": "1" }, معاملات: { صفحة: 2 } });
  const [seen] = server.seen;
  assert.deepEqual([seen!.body, seen!.headers["x-a"], decodeURIComponent(seen!.url)], ['{"عدد":1}', "1", "/?صفحة=2"]);
});

test("طلب_شبكة() sends the file تحميل_ملف as the field file", async () => {
  await using dir = await tempDir();
  await writeFile(dir.join("تقرير.txt"), "محتوى");
  await using server = await serve(answerWith("1"));
  await طلب_شبكة("POST", server.url, { تحميل_ملف: dir.join("تقرير.txt"), بيانات: { عنوان: "شهري" } });
  const { body } = server.seen[0]!;
  assert.match(body, /name="file"; filename="تقرير\.txt"\r\n.*\r\n\r\nمحتوى\r\n/);
  assert.match(body, /name="عنوان"\r\n\r\nشهري\r\n/);
});

test("طلب_شبكة() takes its times in seconds", async () => {
  await using server = await serveRaw(() => {});
  const start = performance.now();
  const خطأ = await failureOf<خطأ_شبكة>(طلب_شبكة("GET", server.url, { وقت_اتصال: 0.05, عدد_إعادة_المحاولة: 1 }));
  assert.deepEqual([خطأ.السبب, خطأ.المرحلة], ["timeout", "headers"]);
  assert.match(خطأ.message, /within 50 ms$/);
  const كلي = await failureOf<خطأ_شبكة>(طلب_شبكة("GET", server.url, { وقت_كلي: 0.05 }));
  assert.deepEqual([كلي.المرحلة, performance.now() - start < 5_000], ["total", true]);
  await using stalling = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  const قراءة = await failureOf<خطأ_شبكة>(طلب_شبكة("GET", stalling.url, { وقت_قراءة: 0.05, عدد_إعادة_المحاولة: 1 }));
  assert.equal(قراءة.المرحلة, "idle");
});

test("طلب_شبكة() limits one attempt by وقت_المحاولة", async () => {
  await using server = await serveRaw(() => {});
  const خطأ = await failureOf<خطأ_شبكة>(طلب_شبكة("GET", server.url, { وقت_المحاولة: 0.05, عدد_إعادة_المحاولة: 2 }));
  assert.deepEqual([خطأ.المرحلة, خطأ.المحاولات.map((محاولة) => محاولة.المرحلة)], ["attempt", ["attempt", "attempt"]]);
});

test("طلب_شبكة() takes a circuit breaker, a limit for each server, and an idempotency key", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const قاطع = إنشاء_قاطع_دائرة({ عدد_الإخفاقات: 1 });
  for (const قاطع_دائرة of [قاطع, { عدد_الإخفاقات: 1, مدة_الفتح: 60 }]) {
    server.seen.length = 0;
    const خيارات = { قاطع_دائرة, تزامن_لكل_خادم: 2 };
    await failureOf(طلب_شبكة("GET", server.url, { ...خيارات, عدد_إعادة_المحاولة: 1 }));
    const مرفوض = await failureOf(طلب_شبكة("GET", server.url, خيارات));
    assert.ok(مرفوض instanceof خطأ_دائرة_مفتوحة);
    assert.equal(server.seen.length, 1);
  }
  server.seen.length = 0;
  await failureOf(طلب_شبكة("POST", server.url, { عدد_إعادة_المحاولة: { عدد_المحاولات: 2, مفتاح_منع_التكرار: true } }));
  const مفاتيح = server.seen.map(({ headers }) => headers["idempotency-key"]);
  assert.deepEqual([مفاتيح.length, new Set(مفاتيح).size, typeof مفاتيح[0]], [2, 1, "string"]);
});

test("طلبات_دفعية() begins so many in a time, in seconds, and shares what a server asks for", async () => {
  await using server = await serve((_request, response, n) =>
    void response.writeHead(n === 5 ? 429 : 200, { "content-type": "text/plain", "retry-after": "5" }).end("نعم")
  );
  const مسارات = (عدد: number) => Array.from({ length: عدد }, (_, رقم) => `${server.url}/${رقم}`);
  const بلا_إعادة = { تزامن: 1, عدد_إعادة_المحاولة: 1 };
  await مع_ساعة_افتراضية(async (ساعة) => {
    for (const خيارات of [{ معدل: { عدد: 1, مدة: 2 } }, { معدل_لكل_خادم: { عدد: 1, مدة: 2 } }]) {
      const قبلها = ساعة.المنقضي;
      assert.deepEqual(await طلبات_دفعية(مسارات(2), خيارات), ["نعم", "نعم"]);
      assert.equal(ساعة.المنقضي - قبلها, 2);
    }
    const قبلها = ساعة.المنقضي;
    const [مرفوض, ...بقية] = await طلبات_دفعية(مسارات(3), بلا_إعادة);
    assert.deepEqual([(مرفوض as خطأ_http).إعادة_بعد, ...بقية], [5, "نعم", "نعم"]);
    assert.equal(ساعة.المنقضي - قبلها, 5);
  });
  const الحد = إنشاء_حد_المعدل({ عدد: 2, مدة: 3_600 });
  assert.equal(await إنشاء_عميل({ معدل: الحد, مشاركة_الانتظار: true }).جلب(server.url), "نعم");
  await طلب_شبكة("GET", server.url, { معدل: الحد });
  assert.equal(الحد.محاولة_مرور(), false);
  await inArabic(async () => {
    const خطأ = await failureOf(طلبات_دفعية([server.url], { معدل: { عدد: 0 } }));
    assert.match(خطأ.message, /عدد/);
  });
});

test("طلب_شبكة() takes a budget of retries, and tells where it is spent", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const سياسة = { عدد_المحاولات: 3, تأخير: 0 };
  for (
    const ميزانية of [
      إنشاء_ميزانية_إعادة({ نسبة: 0, أدنى_في_الثانية: 0.1 }),
      { نسبة: 0, أدنى_في_الثانية: 1 / 3_600, مدة: 3_600 },
    ]
  ) {
    const خطأ = await failureOf<خطأ_http>(طلب_شبكة("GET", server.url, { عدد_إعادة_المحاولة: { ...سياسة, ميزانية } }));
    assert.deepEqual(خطأ.المحاولات.map(({ المانع }) => المانع), [undefined, "budget"]);
  }
  const بلا_ميزانية = { عدد_إعادة_المحاولة: { ...سياسة, ميزانية: false } } as const;
  const [خطأ] = await طلبات_دفعية([server.url], بلا_ميزانية);
  assert.equal((خطأ as خطأ_http).المحاولات.length, 3);
});

test("طلب_شبكة() tries عدد_إعادة_المحاولة times in all, 3 by default", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  const عدد = async (محاولات?: number) => {
    server.seen.length = 0;
    await failureOf(طلب_شبكة("GET", server.url, { عدد_إعادة_المحاولة: محاولات }));
    return server.seen.length;
  };
  assert.equal(await عدد(), 3);
  assert.equal(await عدد(1), 1);
  assert.equal(await عدد(2), 2);
});

test("طلب_شبكة() takes a whole policy, in seconds", async () => {
  await using server = await serve(answerWith("", "text/plain", 404));
  const انتظارات: number[] = [];
  await failureOf(طلب_شبكة("GET", server.url, {
    عدد_إعادة_المحاولة: {
      عدد_المحاولات: 3,
      تأخير: 0.002,
      معامل_النمو: 2,
      عشوائية: false,
      هل_يعاد: (خطأ) => (خطأ as خطأ_http).الحالة === 404,
      عند_الإعادة: (_خطأ, _محاولة, تأخير) => انتظارات.push(تأخير),
    },
  }));
  assert.deepEqual([server.seen.length, انتظارات], [3, [0.002, 0.004]]);
});

test("طلب_شبكة() gives ذاكرة_مؤقتة back when every attempt failed, with a warning", async () => {
  using سجل = collectReports();
  await using server = await serve(answerWith("", "text/plain", 500));
  const بديل = { من: "قبل" };
  assert.equal(await طلب_شبكة("GET", server.url, { ذاكرة_مؤقتة: بديل }), بديل);
  assert.equal(server.seen.length, 3);
  assert.equal(سجل.reports.filter((it) => it.level === "warning").length, 1);
});

test("طلب_شبكة() keeps answers by تخزين_مؤقت, in seconds", async () => {
  await using server = await serve((_request, response, n) => {
    response.writeHead(200, { "content-type": "application/json" }).end(String(n));
  });
  const قيم = new Map<string, unknown>();
  const مدد: unknown[] = [];
  const مخزن = {
    get: (مفتاح: string) => قيم.get(مفتاح),
    set: (مفتاح: string, قيمة: unknown, { ttlMs }: { ttlMs?: number | undefined }) => {
      مدد.push(ttlMs);
      قيم.set(مفتاح, قيمة);
    },
  };
  const تخزين_مؤقت = { مخزن, مدة_الصلاحية: 60 };
  assert.equal(await طلب_شبكة("GET", server.url, { تخزين_مؤقت }), 1);
  assert.equal(await طلب_شبكة("GET", server.url, { تخزين_مؤقت }), 1);
  assert.equal(await طلب_شبكة("GET", server.url, { تخزين_مؤقت: { ...تخزين_مؤقت, تحديث: true } }), 2);
  assert.deepEqual(مدد, [60_000, 60_000]);
});

test("طلب_شبكة() tells its progress by Arabic names", async () => {
  await using server = await serve(answerWith("مرحبا", "text/plain"));
  const تقدم: unknown[] = [];
  await طلب_شبكة("GET", server.url, { عند_التقدم: (it) => تقدم.push(it) });
  const { اتجاه, بايتات } = تقدم.at(-1) as { اتجاه: string; بايتات: number };
  assert.deepEqual([اتجاه, بايتات], ["download", 10]);
});

test("طلب_شبكة() ends when its إشارة fires or its task is cancelled, and has أقصى_بايتات", async () => {
  await using server = await serveRaw(() => {});
  const متحكم = new AbortController();
  const طلب = failureOf(طلب_شبكة("GET", server.url, { إشارة: متحكم.signal, ذاكرة_مؤقتة: 1 }));
  متحكم.abort("كفى");
  assert.equal(await soon(طلب, "the rejection"), "كفى");
  const مهمة = إنشاء_مهمة(() => طلب_شبكة("GET", server.url));
  مهمة.إلغاء();
  await assert.rejects(مهمة, خطأ_إلغاء);
  await using large = await serve(answerWith("123456"));
  const خطأ = await failureOf<خطأ_شبكة>(طلب_شبكة("GET", large.url, { أقصى_بايتات: 3 }));
  assert.equal(خطأ.السبب, "too-large");
});

test("طلب_شبكة() throws errors with Arabic members and messages", async () => {
  await inArabic(async () => {
    await using server = await serve((_request, response) => {
      const headers = { "content-type": "application/problem+json", "retry-after": "60" };
      response.writeHead(503, headers).end('{"title":"مشغول"}');
    });
    const خطأ = await failureOf<خطأ_http>(طلب_شبكة("GET", server.url));
    assert.ok(خطأ instanceof خطأ_http && خطأ instanceof خطأ_شبكة && خطأ instanceof خطأ_المكتبة);
    assert.ok(خطأ instanceof HttpError);
    assert.deepEqual([خطأ.الحالة, خطأ.السبب, خطأ.قابل_للإعادة], [503, "status", true]);
    assert.deepEqual([خطأ.المحتوى, خطأ.المشكلة], ['{"title":"مشغول"}', { title: "مشغول" }]);
    assert.deepEqual([خطأ.إعادة_بعد, خطأ.الرؤوس.get("retry-after")], [60, "60"]);
    assert.equal(خطأ.الرسالة, `لا يمكن تنفيذ GET على ${server.url}/ إذ أجاب الخادم: 503 Service Unavailable: مشغول`);
    const [محاولة] = خطأ.المحاولات;
    assert.deepEqual([محاولة!.الرقم, محاولة!.السبب, محاولة!.الحالة], [1, "status", 503]);
    assert.ok(محاولة!.المدة >= 0);
  });
});

test("طلب_شبكة() names a wrong option as it was written", async () => {
  await inArabic(async () => {
    const رابط = "http://127.0.0.1:1/";
    const خاطئة: [object, RegExp][] = [
      [{ وقت_اتصال: -1 }, /وقت_اتصال/],
      [{ وقت_قراءة: "5" }, /وقت_قراءة/],
      [{ عدد_إعادة_المحاولة: 0 }, /عدد_إعادة_المحاولة/],
      [{ عدد_إعادة_المحاولة: 1.5 }, /عدد_إعادة_المحاولة/],
      [{ بيانات: "x" }, /بيانات/],
      [{ مهلة: 1 }, /مهلة.*وقت_اتصال/],
      [{ timeout: 1 }, /timeout/],
    ];
    for (const [خيارات, نص] of خاطئة) {
      const خطأ = await failureOf(طلب_شبكة("GET", رابط, خيارات));
      assert.ok(خطأ instanceof خطأ_تحقق);
      assert.match(خطأ.message, نص);
    }
  });
});

test("طلبات_دفعية() gives results in order, and a failed one's error in its place", async () => {
  await using server = await serve(({ url, method, body }, response) => {
    if (url === "/404") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/plain" }).end(`${method} ${url} ${body}`);
  });
  const نتائج = await طلبات_دفعية([
    { رابط: `${server.url}/1` },
    { طريقة: "POST", رابط: `${server.url}/2`, بيانات: { أ: 1 }, رؤوس: { "x-a": "1" } },
    { رابط: `${server.url}/404` },
    { رابط: `${server.url}/404`, ذاكرة_مؤقتة: "بديل" },
    `${server.url}/3`,
    new URL(`${server.url}/4`),
  ], { وقت_اتصال: 5, وقت_قراءة: 5, عدد_إعادة_المحاولة: 1 });
  assert.ok(نتائج[2] instanceof خطأ_http);
  assert.equal((نتائج[2] as خطأ_http).الحالة, 404);
  assert.deepEqual(نتائج.toSpliced(2, 1), ["GET /1 ", 'POST /2 {"أ":1}', "بديل", "GET /3 ", "GET /4 "]);
});

test("طلبات_دفعية() takes functions, which give requests when their turn comes", async () => {
  await using server = await serve(({ url }, response) => response.end(url));
  const ترتيب: number[] = [];
  const نتائج = await طلبات_دفعية([
    () => `${server.url}/1`,
    async () => await Promise.resolve({ رابط: `${server.url}/2`, طريقة: "POST" }),
    () => {
      ترتيب.push(3);
      return { رابط: `${server.url}/3`, طريق: "GET" } as never;
    },
  ], { تزامن: 1 });
  assert.deepEqual(نتائج.slice(0, 2).map((bytes) => new TextDecoder().decode(bytes as Uint8Array)), ["/1", "/2"]);
  assert.ok(نتائج[2] instanceof خطأ_تحقق && نتائج[2].message.includes("طريق"));
  assert.deepEqual(ترتيب, [3]);
});

test("طلبات_دفعية() leaves a wrong name in its request's place, and refuses one of the whole at once", async () => {
  await using server = await serve(answerWith("1"));
  const نتائج = await طلبات_دفعية([{ رابط: server.url, مهلة: 1 } as never, { رابط: server.url }]);
  assert.ok(نتائج[0] instanceof خطأ_تحقق);
  assert.equal(نتائج[1], 1);
  assert.ok(await failureOf(طلبات_دفعية([server.url], { مهلة: 1 } as never)) instanceof خطأ_تحقق);
  assert.ok(await failureOf(طلبات_دفعية(5 as never)) instanceof خطأ_تحقق);
  assert.ok(await failureOf(طلبات_دفعية(null as never)) instanceof خطأ_تحقق);
});

test("طلبات_دفعية() takes iterables of both kinds, and tells its progress", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(url);
  });
  const روابط = ["/1", "/2", "/3"].map((مسار) => server.url + مسار);
  async function* متتابعة(): AsyncGenerator<{ رابط: string }> {
    for (const رابط of روابط) yield { رابط };
  }
  const تقدم: unknown[] = [];
  const خيارات = { تزامن: 1, عند_التقدم: (it: object) => تقدم.push({ ...it }) };
  assert.deepEqual(await طلبات_دفعية(new Set(روابط), خيارات), ["/1", "/2", "/3"]);
  assert.deepEqual(await طلبات_دفعية(متتابعة()), ["/1", "/2", "/3"]);
  assert.deepEqual(await طلبات_دفعية(روابط, خيارات), ["/1", "/2", "/3"]);
  assert.deepEqual(تقدم.at(-1), { منتهية: 3, فاشلة: 0, الإجمالي: 3 });
});

test("طلبات_دفعية() ends when its إشارة fires", async () => {
  const { promise: وصل, resolve } = Promise.withResolvers<void>();
  await using server = await serveRaw(() => resolve());
  const متحكم = new AbortController();
  const دفعة = failureOf(طلبات_دفعية([server.url, server.url], { إشارة: متحكم.signal }));
  await وصل;
  متحكم.abort("كفى");
  assert.equal(await soon(دفعة, "the rejection"), "كفى");
});

test("استعلام_graphql() gives the answer, and throws when there are errors in it", async () => {
  await using server = await serve(({ body }, response) => {
    const { query, variables, operationName } = JSON.parse(body);
    response.writeHead(200, { "content-type": "application/json" });
    if (query.includes("wrong")) {
      return void response.end('{"data":{"a":null},"errors":[{"message":"لا","path":["a"]}]}');
    }
    response.end(JSON.stringify({ data: { variables, operationName } }));
  });
  const { data } = await استعلام_graphql(server.url, "query س { a }", {
    متغيرات: { رقم: 1 },
    اسم_العملية: "Q",
    رؤوس: { "x-a": "1" },
    وقت_اتصال: 10,
    وقت_قراءة: 30,
    عدد_إعادة_المحاولة: 3,
  });
  assert.deepEqual(data, { variables: { رقم: 1 }, operationName: "Q" });
  assert.equal(server.seen[0]!.headers["x-a"], "1");
  const خطأ = await failureOf<خطأ_graphql>(استعلام_graphql(server.url, "{ wrong }"));
  assert.ok(خطأ instanceof خطأ_graphql && خطأ instanceof GraphQLError && خطأ instanceof خطأ_شبكة);
  assert.deepEqual([خطأ.الأخطاء[0]!.message, خطأ.البيانات, خطأ.الحالة], ["لا", { a: null }, 200]);
});

test("استعلام_graphql() tries three times by default", async () => {
  await using server = await serve(answerWith("", "text/plain", 503));
  await failureOf(استعلام_graphql(server.url, "{ a }"));
  assert.equal(server.seen.length, 3);
});

test("اتصال_websocket() runs the handler for each message, and resolves when the server closes normally", async () => {
  await using server = await serveSockets((socket, _n, request) => {
    socket.send(String(request.headers["x-a"]));
    socket.send(Buffer.from([1, 2]), { binary: true });
    socket.close(1000, "وداعا");
  });
  const رسائل: unknown[] = [];
  const إغلاق = await soon(
    اتصال_websocket(server.url, (رسالة) => رسائل.push(رسالة), { رؤوس: { "x-a": "مفتاح".length.toString() } }),
    "the end",
  );
  assert.deepEqual(رسائل, ["5", new Uint8Array([1, 2])]);
  assert.ok(إغلاق instanceof إغلاق_websocket && إغلاق instanceof WebSocketClose);
  assert.deepEqual([إغلاق.الرمز, إغلاق.السبب], [1000, "وداعا"]);
});

test("اتصال_websocket() gives the handler the connection to answer by", async () => {
  await using server = await serveSockets((socket) => {
    socket.send("سؤال");
    socket.on("message", (data: Buffer) => {
      assert.equal(data.toString("utf8"), "جواب");
      socket.close(1000);
    });
  });
  await soon(
    اتصال_websocket(server.url, async (_رسالة, وصلة) => {
      assert.ok(وصلة instanceof وصلة_websocket);
      await وصلة.إرسال("جواب");
    }),
    "the end",
  );
});

test("اتصال_websocket() connects again after a loss, with the delay in seconds, then throws خطأ_websocket", async () => {
  using سجل = collectReports();
  await using server = await serveSockets((socket, n) => {
    socket.send(String(n));
    setTimeout(() => breakLine(socket), 10);
  });
  const رسائل: unknown[] = [];
  const خطأ = await soon(
    failureOf<خطأ_websocket>(
      اتصال_websocket(server.url, (رسالة) => رسائل.push(رسالة), {
        عدد_إعادة_المحاولة: 2,
        تأخير_إعادة_الاتصال: 0.01,
      }),
    ),
    "the failure",
  );
  assert.ok(خطأ instanceof خطأ_websocket && خطأ instanceof خطأ_شبكة);
  assert.deepEqual([خطأ.السبب, خطأ.رمز_الإغلاق, خطأ.سبب_الإغلاق, خطأ.المحاولات.length], ["reset", 1006, "", 3]);
  assert.deepEqual(رسائل, ["1", "2", "3"]);
  assert.ok(سجل.reports.every((it) => (it.properties["delayMs"] as number) <= 10));
});

test("اتصال_websocket() opens again three times by default", async () => {
  await using server = await serveSockets((socket) => void setTimeout(() => breakLine(socket), 1));
  const خطأ = await soon(
    failureOf<خطأ_websocket>(اتصال_websocket(server.url, () => {}, { تأخير_إعادة_الاتصال: 0.001 })),
    "the failure",
  );
  assert.deepEqual([خطأ.المحاولات.length, server.sockets.length], [4, 4]);
});

test("اتصال_websocket() rejects with what the handler throws, and refuses what is no handler", async () => {
  await using server = await serveSockets((socket) => socket.send("x"));
  const عطل = new RangeError("عطل");
  const فاشل = اتصال_websocket(server.url, () => {
    throw عطل;
  });
  assert.equal(await soon(failureOf(فاشل), "the failure"), عطل);
  for (const معالج of [undefined, null, "x"]) {
    assert.ok(await failureOf(اتصال_websocket(server.url, معالج as never)) instanceof خطأ_تحقق);
  }
});

test("اتصال_websocket() ends when its إشارة fires or its task is cancelled", async () => {
  await using server = await serveSockets();
  const متحكم = new AbortController();
  const اتصال = failureOf(اتصال_websocket(server.url, () => {}, { إشارة: متحكم.signal }));
  await server.next();
  متحكم.abort("كفى");
  assert.equal(await soon(اتصال, "the rejection"), "كفى");
  const مهمة = إنشاء_مهمة(() => اتصال_websocket(server.url, () => {}));
  await server.next();
  مهمة.إلغاء();
  await assert.rejects(soon(Promise.resolve(مهمة), "the rejection"), خطأ_إلغاء);
});

test("فتح_websocket() gives a connection with Arabic members, which English code takes too", async () => {
  await using server = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8")));
  }, { handleProtocols: () => "ب".length === 1 ? "b" : false });
  {
    await using وصلة = await فتح_websocket(server.url, {
      بروتوكولات: ["a", "b"],
      وقت_اتصال: 5,
      مدة_الاستقرار: 1,
      أقصى_طابور: 10,
      أقصى_بايتات_الطابور: 1_000,
      أقصى_بايتات_الرسالة: 100,
    });
    assert.ok(وصلة instanceof WebSocketConnection);
    assert.deepEqual([وصلة.الرابط, وصلة.الحالة, وصلة.البروتوكول], [`${server.url}/`, "open", "b"]);
    await وصلة.إرسال("مرحبا", { إشارة: new AbortController().signal });
    for await (const رسالة of وصلة) {
      assert.equal(رسالة, "مرحبا");
      break;
    }
    await وصلة.إغلاق(3000, "تم");
    const { الرمز, السبب } = await وصلة.الانتهاء;
    assert.deepEqual([الرمز, السبب, وصلة.الحالة], [3000, "تم", "closed"]);
  }
});

test("فتح_websocket() takes the handler among its options", async () => {
  await using server = await serveSockets((socket) => {
    socket.send("x");
    socket.close(1000);
  });
  const رسائل: unknown[] = [];
  const وصلة = await فتح_websocket(server.url, { معالج_الرسائل: (رسالة) => رسائل.push(رسالة) });
  await soon(وصلة.الانتهاء, "the end");
  assert.deepEqual(رسائل, ["x"]);
  assert.ok(await failureOf(فتح_websocket(server.url, { مهلة: 1 } as never)) instanceof خطأ_تحقق);
});

test("تدفق_طلبات() يعطي كل نتيجة حين تأتي، وطلبات_دفعية() لا تكرر ما يتساوى", async () => {
  await using خادم = await serve(({ url }, response) => {
    response.writeHead(url === "/1" ? 404 : 200, { "content-type": "text/plain" }).end(url);
  });
  const روابط = [0, 1, 2].map((رقم) => ({ رابط: `${خادم.url}/${رقم}` }));
  const نتائج = await Array.fromAsync(تدفق_طلبات<string>(روابط, { تزامن: 2, مرتب: true }));
  assert.deepEqual(نتائج.map(({ رقم, قيمة }) => [رقم, قيمة]), [[0, "/0"], [1, undefined], [2, "/2"]]);
  assert.ok(نتائج[1]?.خطأ instanceof خطأ_http);
  const قبل = خادم.seen.length;
  await طلبات_دفعية([روابط[0]!, روابط[0]!]);
  assert.equal(خادم.seen.length, قبل + 1);
  await طلبات_دفعية([روابط[0]!, روابط[0]!], { بلا_تكرار: false });
  assert.equal(خادم.seen.length, قبل + 3);
  await assert.rejects(طلبات_دفعية(روابط, { إرجاع_الأخطاء: false }), خطأ_http);
});

test("messages name arguments of the network as the Arabic functions call them", async () => {
  await inArabic(async () => {
    const wrong: [string, () => Promise<unknown>][] = [
      ["رابط", () => طلب_شبكة("GET", "/users")],
      ["طريقة", () => طلب_شبكة("A B" as never, "http://a.example")],
      ["استعلام", () => استعلام_graphql("http://a.example", "")],
      ["طلبات", () => طلبات_دفعية(5 as never)],
      ["معالج", () => تشغيل_خادم(5 as never)],
      ["رابط", () => new Promise(() => إنشاء_عميل_graphql("/graphql"))],
    ];
    for (const [name, act] of wrong) {
      const { message } = await failureOf(act());
      assert.ok(message.includes(`«${name}»`), message);
    }
  });
});

import assert from "node:assert/strict";
import test from "node:test";
import { z } from "zod";
import { إنشاء_مهمة } from "../../async/ar.ts";
import { تعيين_اللغة, خطأ_إلغاء, خطأ_تحقق, خطأ_شبكة } from "../../errors/ar.ts";
import * as root from "../../ar.ts";
import { createClient } from "../../net/mod.ts";
import {
  أحداث_الخادم,
  إنشاء_عميل,
  إنشاء_مخزن_كعكات,
  استعلام_graphql,
  استعلامات_graphql,
  اشتراك_graphql,
  تدفق_طلبات,
  خطأ_http,
  type خيارات_عميل,
  طلب_شبكة,
  طلبات_دفعية,
} from "../../net/ar.ts";
import { startHttpProxy } from "../faults/http_proxy.ts";
import { testAuthority } from "./fixtures/test_authority.ts";
import { answerWith, failureOf, type SeenRequest, serve, serveRaw, soon, type TestServer } from "./support.ts";

تعيين_اللغة("en");

function echo(): Promise<TestServer> {
  return serve(({ method, url, headers, body }, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ method, url, headers, body }));
  });
}

test("the root exports the client's names", () => {
  for (const name of ["إنشاء_عميل", "إنشاء_مخزن_كعكات"] as const) assert.equal(typeof root[name], "function");
});

test("إنشاء_عميل() has a function for each method", async () => {
  await using server = await echo();
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url, رؤوس: { "x-a": "1" }, معاملات: { ص: 1 } });
  const طرق = { جلب: "GET", إرسال: "POST", وضع: "PUT", تعديل: "PATCH", حذف: "DELETE", قدرات: "OPTIONS" } as const;
  for (const [اسم, طريقة] of Object.entries(طرق)) {
    const { method, headers } = await عميل[اسم as keyof typeof طرق]<SeenRequest>("/");
    assert.deepEqual([method, headers["x-a"]], [طريقة, "1"]);
  }
  assert.equal(await عميل.رؤوس("/"), undefined);
  const { method, body, url } = await عميل.طلب<SeenRequest>("POST", "/م", { بيانات: { أ: 1 }, معاملات: { ع: 2 } });
  assert.deepEqual([method, body, decodeURIComponent(url)], ["POST", '{"أ":1}', "/م?ص=1&ع=2"]);
});

test("a reply has Arabic members beside the English ones", async () => {
  await using server = await serve(answerWith('{"اسم":"علي"}'));
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url });
  const رد = عميل.جلب<{ اسم: string }>("/");
  assert.equal((await رد).اسم, "علي");
  assert.equal(await رد.نص(), '{"اسم":"علي"}');
  assert.equal((await رد.بايتات()).byteLength, 19);
  assert.equal((await رد.json(z.object({ اسم: z.string() }))).اسم, "علي");
  const جواب = await رد.خام();
  assert.deepEqual([جواب.الحالة, جواب.نص_الحالة, جواب.ناجح, جواب.الرابط], [200, "OK", true, `${server.url}/`]);
  assert.equal(جواب.الرؤوس.get("content-type"), "application/json");
  assert.equal(await جواب.نص(), '{"اسم":"علي"}');
  assert.equal((await جواب.بايتات()).byteLength, 19);
  await جواب.إغلاق();
  assert.equal(server.seen.length, 1);
  const قطع = await Array.fromAsync(عميل.جلب("/").تدفق());
  assert.equal(Buffer.concat(قطع).toString(), '{"اسم":"علي"}');
  const خام = await عميل.جلب("/").خام();
  assert.equal(Buffer.concat(await Array.fromAsync(خام.تدفق())).toString(), '{"اسم":"علي"}');
});

test("تدفق() closes the connection when it is left", async () => {
  await using server = await serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  for await (const _ of إنشاء_عميل().جلب(server.url).تدفق()) break;
  await soon(server.closed, "the close");
});

test("إنشاء_عميل() says who asks, by مصادقة", async () => {
  await using server = await echo();
  const مرسل = async (مصادقة: خيارات_عميل["مصادقة"]) =>
    (await إنشاء_عميل({ مصادقة }).جلب<SeenRequest>(server.url)).headers.authorization;
  assert.equal(await مرسل({ رمز: "t" }), "Bearer t");
  assert.equal(await مرسل({ رمز: () => Promise.resolve("u") }), "Bearer u");
  assert.equal(await مرسل({ اسم_المستخدم: "u", كلمة_المرور: "p" }), "Basic dTpw");
  assert.equal(await مرسل(false), undefined);
});

test("إنشاء_عميل() takes its times in seconds, and its tries as a number", async () => {
  await using server = await serveRaw(() => {});
  const عميل = إنشاء_عميل({ وقت_اتصال: 0.05, عدد_إعادة_المحاولة: 1 });
  const خطأ = await failureOf<خطأ_شبكة>(عميل.جلب(server.url));
  assert.deepEqual([خطأ.السبب, خطأ.المرحلة, server.connections], ["timeout", "headers", 1]);
  const كلي = await failureOf<خطأ_شبكة>(عميل.جلب(server.url, { وقت_اتصال: 5, وقت_كلي: 0.05 }));
  assert.equal(كلي.المرحلة, "total");
});

test("أقصى_إعادات_التوجيه and تحليل_json are heeded", async () => {
  const عميل = إنشاء_عميل({
    أقصى_إعادات_التوجيه: 0,
    تحليل_json: (نص) => `<${نص}>`,
    إطلاق_خطأ_الحالة: false,
    نقل: () => Response.json(1, { status: 302, headers: { location: "/" } }),
  });
  assert.equal(await عميل.جلب("http://a.invalid/"), "<1>");
});

test("العناوين_العامة_وحدها keeps a client from this machine", async () => {
  await using server = await echo();
  const خطأ = await failureOf<خطأ_شبكة>(إنشاء_عميل({ العناوين_العامة_وحدها: true }).جلب(server.url));
  assert.deepEqual([خطأ.السبب, خطأ.الرمز, server.seen.length], ["refused", "NET_NOT_PUBLIC", 0]);
});

test("توسيع() adds to a client", async () => {
  await using server = await echo();
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url, رؤوس: { "x-a": "1" } }).توسيع({ رؤوس: { "x-b": "2" } });
  const { headers } = await عميل.جلب<SeenRequest>("/", { رؤوس: { "x-a": undefined } });
  assert.deepEqual([headers["x-a"], headers["x-b"]], [undefined, "2"]);
});

test("إطلاق_خطأ_الحالة: false gives the answer whatever its status", async () => {
  await using server = await serve(answerWith('{"خطأ":1}', "application/json", 422));
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url });
  assert.ok(await failureOf(عميل.جلب("/")) instanceof خطأ_http);
  assert.deepEqual(await عميل.جلب("/", { إطلاق_خطأ_الحالة: false }), { خطأ: 1 });
});

test("خطافات are called with Arabic names", async () => {
  await using server = await serve(({ headers, url }, response, n) => {
    response.writeHead(n === 1 ? 503 : n === 2 ? 401 : 200, { "content-type": "text/plain" });
    response.end(`${url} ${headers["x-n"]} ${headers["x-again"]}`);
  });
  const سجل: unknown[] = [];
  const عميل = إنشاء_عميل({
    عدد_إعادة_المحاولة: { تأخير: 0.001 },
    خطافات: {
      قبل_الطلب: [(طلب) => {
        سجل.push([طلب.الطريقة, طلب.المحاولة, طلب.المحتوى, طلب.الإشارة.aborted]);
        طلب.الرابط = new URL("/مسار", طلب.الرابط);
        طلب.الرؤوس.set("x-n", String(طلب.المحاولة));
      }],
      بعد_الجواب: [async (جواب, { مرة_أخرى, الطلب }) => {
        سجل.push([جواب.الحالة, الطلب.المحاولة]);
        return جواب.الحالة === 401 ? await مرة_أخرى({ رؤوس: { "x-again": "1" } }) : undefined;
      }],
      عند_الإعادة: [(خطأ, طلب) => void سجل.push([(خطأ as خطأ_http).الحالة, طلب.المحاولة])],
    },
  });
  assert.equal(decodeURIComponent(await عميل.وضع(server.url, { بيانات: "x" }).نص()), "/مسار 2 1");
  assert.deepEqual(سجل, [["PUT", 1, "x", false], [503, 1], [503, 2], ["PUT", 2, "x", false], [401, 2], [
    "PUT",
    2,
    "x",
    false,
  ]]);
});

test("عند_الخطأ and قبل_الطلب put an error and an answer in place", async () => {
  const بديل = new Error("بديل");
  const رابط = "http://127.0.0.1:1/";
  const فاشل = إنشاء_عميل({
    عدد_إعادة_المحاولة: 1,
    خطافات: {
      عند_الخطأ: [(خطأ, { الطريقة, الرابط }) => {
        assert.ok(خطأ instanceof خطأ_شبكة);
        assert.deepEqual([الطريقة, الرابط.href], ["GET", رابط]);
        return بديل;
      }],
    },
  });
  assert.equal(await failureOf(فاشل.جلب(رابط)), بديل);
  const مجيب = إنشاء_عميل({ خطافات: { قبل_الطلب: [() => Response.json(7)] } });
  assert.equal(await مجيب.جلب(رابط), 7);
});

test("صفحات() goes from page to page", async () => {
  await using server = await serve(({ url }, response) => {
    const رقم = Number(new URL(url, "http://x").searchParams.get("page") ?? 1);
    if (رقم < 3) response.setHeader("link", `</?page=${رقم + 1}>; rel="next"`);
    response.setHeader("content-type", "application/json").end(JSON.stringify([رقم, رقم * 10]));
  });
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url });
  assert.deepEqual(await Array.fromAsync(عميل.صفحات("/")), [[1, 10], [2, 20], [3, 30]]);
  const عناصر = عميل.صفحات<number[], number>("/", {
    أقصى_صفحات: 2,
    مخطط: z.array(z.number()),
    عناصر: (صفحة, جواب) => {
      assert.equal(جواب.الحالة, 200);
      return صفحة;
    },
    التالية: ([رقم]) => ({ معاملات: { page: رقم! + 1 } }),
  });
  assert.deepEqual(await Array.fromAsync(عناصر), [1, 10, 2, 20]);
  const روابط = عميل.صفحات<number[]>("/", { التالية: ([رقم]) => رقم === 1 ? "?page=3" : undefined, طريقة: "get" });
  assert.deepEqual(await Array.fromAsync(روابط), [[1, 10], [3, 30]]);
});

test("إنشاء_مخزن_كعكات() keeps cookies by Arabic names", async () => {
  await using server = await serve(({ url, headers }, response) => {
    if (url === "/دخول" || url === encodeURI("/دخول")) response.setHeader("set-cookie", "session=7; Path=/; HttpOnly");
    response.setHeader("content-type", "text/plain").end(headers.cookie ?? "");
  });
  const مخزن = إنشاء_مخزن_كعكات();
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url, كعكات: مخزن });
  await عميل.جلب("/دخول");
  assert.equal(await عميل.جلب("/"), "session=7");
  const [كعكة] = await مخزن.الكعكات(server.url);
  assert.deepEqual(كعكة, {
    الاسم: "session",
    القيمة: "7",
    النطاق: "127.0.0.1",
    المسار: "/",
    آمنة: false,
    مخفية: true,
  });
  const آخر = إنشاء_مخزن_كعكات(JSON.parse(JSON.stringify(مخزن)));
  assert.equal(await آخر.رأس_الكعكات(server.url), "session=7");
  await آخر.حفظ("b=1; Path=/", server.url);
  assert.equal(await createClient({ cookies: آخر }).get(server.url), "session=7; b=1");
  await آخر.مسح();
  assert.equal(await آخر.رأس_الكعكات(server.url), "");
});

test("إنشاء_عميل() goes by وكيل and نقل, and takes tls", async () => {
  await using server = await echo();
  await using proxy = await startHttpProxy({ port: server.port });
  const { headers } = await إنشاء_عميل({ وكيل: proxy.url }).جلب<SeenRequest>("http://a.invalid/");
  assert.deepEqual([headers.host, proxy.seen.length], ["a.invalid", 1]);
  assert.equal(await إنشاء_عميل({ نقل: () => Response.json(1) }).جلب("http://a.invalid/"), 1);
  const { ca, client: { cert, key } } = testAuthority;
  const عميل = إنشاء_عميل({ tls: { جهات_التوثيق: ca, شهادة: cert, مفتاح: key } });
  assert.equal((await عميل.جلب<SeenRequest>(server.url)).method, "GET");
});

test("a reply ends with its task", async () => {
  await using server = await serveRaw(() => {});
  const مهمة = إنشاء_مهمة(async () => await إنشاء_عميل().جلب(server.url).نص());
  while (server.connections === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  مهمة.إلغاء();
  await assert.rejects(soon(Promise.resolve(مهمة), "the task"), خطأ_إلغاء);
});

test("إنشاء_عميل() names what is wrong as it was written", async () => {
  تعيين_اللغة("ar");
  try {
    assert.throws(
      () => إنشاء_عميل({ رابط_أساسي: "x" } as never),
      (خطأ: Error) => /رابط_أساسي.*الرابط_الأساسي/.test(خطأ.message),
    );
    assert.throws(() => إنشاء_عميل({ الرابط_الأساسي: "/api" }), /الرابط_الأساسي/);
    const خاطئة: [object, RegExp][] = [
      [{ مصادقة: {} }, /مصادقة/],
      [{ كعكات: 5 }, /كعكات/],
      [{ وكيل: "socks5://a" }, /وكيل/],
      [{ نقل: 5 }, /نقل/],
      [{ خطافات: { قبل_الطلب: 5 } }, /قبل_الطلب/],
      [{ خطافات: { قبل_الطلب: [5] } }, /قبل_الطلب/],
      [{ tls: { شهادة: 5 } }, /شهادة/],
    ];
    for (const [خيارات, نص] of خاطئة) {
      const خطأ = await failureOf((async () => await إنشاء_عميل(خيارات).جلب("http://127.0.0.1:1/"))());
      assert.ok(خطأ instanceof خطأ_تحقق);
      assert.match(خطأ.message, نص);
    }
    await using server = await serve(answerWith('{"العمر":"س"}'));
    const مخطط = z.object({ العمر: z.number() });
    const خطأ = await failureOf<خطأ_شبكة>(إنشاء_عميل().جلب(server.url).json(مخطط));
    assert.match(خطأ.message, /لا يوافق المخطط: العمر: /);
    assert.equal(خطأ.السبب, "decode");
  } finally {
    تعيين_اللغة("en");
  }
});

test("استعلام_graphql() and the others go by a client, under the name عميل", async () => {
  await using server = await serve(({ url, body, headers }, response) => {
    const isEvents = headers.accept === "text/event-stream";
    response.setHeader("content-type", isEvents ? "text/event-stream" : "application/json");
    if (url === "/graphql" && isEvents) response.end('data: {"data":{"a":1}}\n\nevent: complete\ndata:\n\n');
    else if (isEvents) response.end("data: حدث\n\n");
    else if (url === "/graphql") response.end(body.startsWith("[") ? '[{"data":{"a":1}}]' : '{"data":{"a":1}}');
    else response.end(JSON.stringify(url));
  });
  const من_العميل = إنشاء_عميل({ الرابط_الأساسي: server.url, مصادقة: { رمز: () => "token" } });
  const خيارات = { عميل: من_العميل };
  assert.deepEqual(await استعلام_graphql("graphql", "{ a }", خيارات), { data: { a: 1 } });
  assert.deepEqual(await استعلامات_graphql("graphql", [{ استعلام: "{ a }" }], خيارات), [{ data: { a: 1 } }]);
  assert.deepEqual(await طلبات_دفعية(["x", { رابط: "y" }], خيارات), ["/x", "/y"]);
  for await (const { قيمة } of تدفق_طلبات(["z"], خيارات)) assert.equal(قيمة, "/z");
  for await (const { بيانات } of أحداث_الخادم("أحداث", { ...خيارات, عدد_إعادة_المحاولة: 0 })) {
    assert.equal(بيانات, "حدث");
  }
  const نتائج: unknown[] = [];
  for await (const { data } of اشتراك_graphql("graphql", "subscription { a }", خيارات)) نتائج.push(data);
  assert.deepEqual(نتائج, [{ a: 1 }]);
  assert.equal(server.seen.length, 7);
  assert.ok(server.seen.every(({ headers }) => headers.authorization === "Bearer token"));
});

test("إنشاء_عميل() with بلا_تكرار makes equal requests once", async () => {
  await using server = await serve(answerWith('{"أ":1}'));
  const عميل = إنشاء_عميل({ الرابط_الأساسي: server.url, بلا_تكرار: true });
  assert.deepEqual(await Promise.all([عميل.جلب("/"), عميل.جلب("/")]), [{ أ: 1 }, { أ: 1 }]);
  assert.equal(server.seen.length, 1);
  await Promise.all([عميل.جلب("/", { بلا_تكرار: false }), عميل.جلب("/", { بلا_تكرار: false })]);
  assert.equal(server.seen.length, 3);
});

test("محاولة_موازية_بعد sends a late request a second time, in seconds", async () => {
  await using server = await serve((_request, response, n) => n % 2 === 0 && response.end("نعم"));
  const خيارات = { محاولة_موازية_بعد: 0.01 };
  const عميل = إنشاء_عميل(خيارات);
  assert.equal(await soon(عميل.جلب(server.url).نص(), "the answer"), "نعم");
  await soon(طلب_شبكة("GET", server.url, خيارات), "the answer");
  assert.equal(server.seen.length, 4);
  assert.ok(await failureOf(طلب_شبكة("GET", server.url, { محاولة_موازية_بعد: -1 })) instanceof خطأ_تحقق);
});

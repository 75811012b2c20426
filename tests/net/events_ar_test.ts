import assert from "node:assert/strict";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import { أحداث_الخادم, type حدث_خادم, خطأ_http, خطأ_تحقق, خطأ_شبكة } from "../../ar.ts";
import { failureOf, serve, soon } from "./support.ts";

setLocale("ar");

async function كلها(أحداث: AsyncIterable<حدث_خادم>): Promise<حدث_خادم[]> {
  const نتيجة: حدث_خادم[] = [];
  for await (const حدث of أحداث) نتيجة.push(حدث);
  return نتيجة;
}

test("أحداث_الخادم() reads events with Arabic members, times in seconds", async () => {
  await using server = await serve((_request, response, n) => {
    if (n === 3) return void response.writeHead(204).end();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(n === 1 ? "data: أول\n\n" : "retry: 1500\nid: ٢\nevent: خبر\ndata: ثان\n\n");
  });
  const أحداث = أحداث_الخادم(server.url, {
    طريقة: "GET",
    رؤوس: { "x-a": "1" },
    معاملات: { صفحة: 2 },
    آخر_معرف: "١",
    عدد_إعادة_المحاولة: 2,
    تأخير_إعادة_الاتصال: 0.001,
    أقصى_تأخير_إعادة_الاتصال: 1,
    إعادة_الفتح_عند_النهاية: true,
    وقت_اتصال: 5,
    مهلة_السكوت: 5,
    أقصى_طول_حدث: 100,
    إشارة: new AbortController().signal,
  });
  assert.deepEqual(await soon(كلها(أحداث), "the end"), [
    { حدث: "message", بيانات: "أول", معرف: "١" },
    { حدث: "خبر", بيانات: "ثان", معرف: "٢", إعادة_بعد: 1.5 },
  ]);
  assert.equal(server.seen.length, 3);
});

test("أحداث_الخادم() sends بيانات and is closed by إغلاق", async () => {
  await using server = await serve(({ body }, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(`data: ${body}\n\n`);
  });
  const أحداث = أحداث_الخادم(server.url, { بيانات: { سؤال: "ما" } });
  assert.equal((await أحداث.next()).value?.بيانات, '{"سؤال":"ما"}');
  const تال = أحداث.next();
  await أحداث.إغلاق();
  assert.equal((await soon(تال, "the end")).done, true);
});

test("أحداث_الخادم() fails in Arabic", async () => {
  await using server = await serve(({ url }, response) => {
    response.writeHead(url === "/" ? 200 : 404, { "content-type": "text/html" }).end("<html>");
  });
  const نوع = await failureOf(كلها(أحداث_الخادم(server.url)));
  assert.ok(نوع instanceof خطأ_شبكة);
  assert.match(نوع.message, /إذ يجب أن يكون نوع محتواها text\/event-stream: القيمة الحالية text\/html/);
  assert.ok(await failureOf(كلها(أحداث_الخادم(`${server.url}/x`))) instanceof خطأ_http);
  assert.throws(() => أحداث_الخادم(server.url, { مهلة: 1 } as never), خطأ_تحقق);
  assert.throws(() => أحداث_الخادم(server.url, { مهلة_السكوت: -1 }), خطأ_تحقق);
});

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";
import { تعيين_اللغة, خطأ_websocket, خطأ_تحقق } from "../../errors/ar.ts";
import * as root from "../../ar.ts";
import {
  أحداث_websocket,
  إغلاق_websocket,
  type انقطاع_websocket,
  خدمة_websocket,
  فتح_websocket,
  وصلة_websocket,
} from "../../net/ar.ts";
import { WebSocketConnection } from "../../net/mod.ts";
import { listen } from "../support/mod.ts";
import { selfSigned } from "./fixtures/self_signed.ts";
import { breakLine, failureOf, serveSockets, soon, unusedPort } from "./support.ts";
import { until } from "./web_socket_support.ts";

تعيين_اللغة("en");

test("خدمة_websocket and أحداث_websocket are exported by the root too", () => {
  assert.equal(root.خدمة_websocket, خدمة_websocket);
  assert.equal(root.أحداث_websocket, أحداث_websocket);
});

test("خدمة_websocket() serves connections with Arabic members, and has them itself", async () => {
  const طلبات: unknown[] = [];
  await using خادم = await خدمة_websocket(async (وصلة, طلب) => {
    assert.ok(وصلة instanceof وصلة_websocket && وصلة instanceof WebSocketConnection);
    طلبات.push(طلب.الرابط.pathname, طلب.الرؤوس.get("x-a"), طلب.عنوان_العميل, طلب.إشارة.aborted);
    for await (const رسالة of وصلة) await وصلة.إرسال(رسالة);
  }, { مسار: "/live", مهلة_السكوت: 60 });
  assert.equal(خادم.الرابط, `ws://127.0.0.1:${خادم.المنفذ}/live`);
  await using وصلة = await فتح_websocket(خادم.الرابط, { رؤوس: { "x-a": "1" } });
  await وصلة.إرسال("مرحبا");
  assert.equal(await وصلة.استلام(), "مرحبا");
  assert.deepEqual(طلبات, ["/live", "1", "127.0.0.1", false]);
  assert.equal(خادم.الوصلات.size, 1);
  assert.equal(await خادم.بث("للجميع"), 1);
  assert.equal(await وصلة.استلام(), "للجميع");
  assert.deepEqual([وصلة.بايتات_معلقة, وصلة.رسائل_منتظرة, وصلة.زمن_الاستجابة], [0, 0, undefined]);
  await وصلة.إغلاق();
  await خادم.إغلاق();
  await خادم.الانتهاء;
});

test("خدمة_websocket() lets in whom قبول lets in, and tells عند_الخطأ what a handler throws", async () => {
  const عطل = new RangeError("عطل");
  const أخطاء: unknown[] = [];
  await using خادم = await خدمة_websocket(() => {
    throw عطل;
  }, {
    قبول: ({ الرابط }) => decodeURIComponent(الرابط.pathname) === "/نعم" || 401,
    عند_الخطأ: (خطأ, { الرابط }) => أخطاء.push(خطأ, decodeURIComponent(الرابط.pathname)),
  });
  const مرفوض = await failureOf<خطأ_websocket>(فتح_websocket(`${خادم.الرابط}/لا`, { عدد_إعادة_المحاولة: 0 }));
  assert.equal(مرفوض.السياق["status"], 401);
  const وصلة = await فتح_websocket(`${خادم.الرابط}/نعم`, { عدد_إعادة_المحاولة: 0 });
  const خطأ = await soon(failureOf<خطأ_websocket>(وصلة.الانتهاء), "the end");
  assert.equal(خطأ.closeCode, 1011);
  assert.deepEqual(أخطاء, [عطل, "/نعم"]);
});

test("خدمة_websocket() takes its times in seconds, and every option by its Arabic name", async () => {
  await using http = await listen(createServer());
  await using _بجانبه = await خدمة_websocket(() => {}, { خادم: http.server, مسار: "/x" });
  await using _آمن = await خدمة_websocket(() => {}, { tls: { شهادة: selfSigned.cert, مفتاح: selfSigned.key } });
  assert.match(_آمن.الرابط, /^wss:/);
  const آمنة = await فتح_websocket(_آمن.الرابط, { tls: { جهات_التوثيق: selfSigned.cert } });
  assert.equal((await soon(آمنة.الانتهاء, "the end")).الرمز, 1000);
  await using خادم = await خدمة_websocket(async (وصلة) => void await وصلة.استلام(), {
    مضيف: "127.0.0.1",
    منفذ: 0,
    بروتوكولات: ["a"],
    مواقع: "*",
    ضغط: true,
    أقصى_اتصالات: 1,
    أقصى_بايتات_الرسالة: 1_000,
    أقصى_طابور: 10,
    أقصى_بايتات_الطابور: 10_000,
    فترة_النبض: 10,
    مهلة_النبض: 10,
    مهلة_السكوت: 0.1,
    مهلة_الإغلاق: 1,
    إشارة: new AbortController().signal,
  });
  const وصلة = await فتح_websocket(خادم.الرابط, { بروتوكولات: ["a"], ضغط: true, عدد_إعادة_المحاولة: 0 });
  assert.equal(وصلة.البروتوكول, "a");
  const خطأ = await soon(failureOf<خطأ_websocket>(وصلة.الانتهاء), "the end");
  assert.deepEqual([خطأ.closeCode, خطأ.closeReason], [1001, "idle"]);
  const مجهول = await failureOf<خطأ_تحقق>(خدمة_websocket(() => {}, { منفد: 5 } as never));
  assert.ok(مجهول instanceof خطأ_تحقق);
  const دالة = await failureOf<خطأ_تحقق>(خدمة_websocket(5 as never));
  assert.equal(دالة.option, "معالج");
});

test("أحداث_websocket() has Arabic members", async () => {
  await using أحداث = await أحداث_websocket(() => {}, { أقصى_اتصالات: 5 });
  assert.equal(typeof أحداث.الأحداث, "function");
  assert.deepEqual([أحداث.الوصلات.size, await أحداث.بث("x")], [0, 0]);
  await أحداث.إغلاق();
  await أحداث.الانتهاء;
});

test("فتح_websocket() asks for the URL and the headers anew, and sets connections up, by Arabic names", async () => {
  const رؤوس_واردة: unknown[] = [];
  await using خادم = await serveSockets((socket, n, request) => {
    رؤوس_واردة.push(request.url, request.headers["x-n"]);
    socket.on("message", (data: Buffer) => socket.send(data.toString("utf8")));
    if (n === 1) setTimeout(() => breakLine(socket), 20);
  });
  const افتتاحات: unknown[] = [];
  const إغلاقات: unknown[] = [];
  const إعادات: unknown[] = [];
  const حالات: unknown[] = [];
  await using وصلة = await فتح_websocket(({ محاولة, إشارة }) => `${خادم.url}/${محاولة}/${إشارة.aborted}`, {
    رؤوس: ({ محاولة }) => ({ "x-n": String(محاولة) }),
    أول_تأخير: 0.002,
    تأخير_إعادة_الاتصال: 0.004,
    async عند_الفتح(وصلة, { محاولة, مرات_الفتح, إشارة }) {
      افتتاحات.push([محاولة, مرات_الفتح, إشارة.aborted]);
      await وصلة.إرسال("اشتراك");
    },
    عند_الإغلاق(إغلاق) {
      assert.ok(إغلاق instanceof إغلاق_websocket);
      إغلاقات.push([إغلاق.الرمز, إغلاق.السبب, إغلاق.سيعاد]);
    },
    عند_الإعادة: (خطأ, محاولة, تأخير) => إعادات.push([خطأ instanceof خطأ_websocket, محاولة, تأخير <= 0.004]),
    عند_تغير_الحالة: (حالة) => حالات.push(حالة),
  });
  await until(() => افتتاحات.length === 2);
  assert.equal(await وصلة.استلام(), "اشتراك");
  assert.deepEqual(رؤوس_واردة, ["/1/false", "1", "/2/false", "2"]);
  assert.deepEqual([افتتاحات, إغلاقات, إعادات], [[[1, 1, false], [2, 2, false]], [[1006, "", true]], [[true, 1, true]]]);
  await until(() => حالات.length === 3);
  assert.deepEqual(حالات, ["open", "reconnecting", "open"]);
});

test("فتح_websocket() is told by هل_يعاد_الاتصال whether to connect again", async () => {
  const انقطاعات: unknown[] = [];
  const هل_يعاد_الاتصال = ({ رمز, سبب, خطأ, محاولة, قابل_للإعادة }: انقطاع_websocket) => {
    انقطاعات.push([رمز, سبب, خطأ instanceof خطأ_websocket, محاولة, قابل_للإعادة]);
    return false;
  };
  const url = `ws://127.0.0.1:${await unusedPort()}`;
  await failureOf(فتح_websocket(url, { هل_يعاد_الاتصال }));
  assert.deepEqual(انقطاعات, [[1006, "", true, 1, true]]);
});

test("فتح_websocket() has a heartbeat in seconds, by frames or by messages", async () => {
  await using خادم = await serveSockets((socket) => {
    socket.on("message", (data: Buffer) => socket.send(`جواب ${data.toString("utf8")}`));
  });
  await using إطارات = await فتح_websocket(خادم.url, { فترة_النبض: 0.01, مهلة_النبض: 5 });
  await until(() => إطارات.زمن_الاستجابة !== undefined);
  assert.ok(إطارات.زمن_الاستجابة! < 5);
  await using رسائل = await فتح_websocket(خادم.url, {
    فترة_النبض: 0.01,
    نبض: { رسالة: "نبض", هل_جواب: (رسالة) => رسالة === "جواب نبض" },
    مهلة_الإغلاق: 1,
    تزامن: 2,
  });
  await until(() => رسائل.زمن_الاستجابة !== undefined);
});

test("فتح_websocket() names what is wrong in Arabic", async () => {
  const url = "ws://127.0.0.1:1";
  for (const اسم of ["عند_الفتح", "عند_الإغلاق", "عند_الإعادة", "هل_يعاد_الاتصال"]) {
    const خطأ = await failureOf<خطأ_تحقق>(فتح_websocket(url, { [اسم]: 5 } as never));
    assert.deepEqual([خطأ.code, خطأ.option], ["ARGUMENT_NOT_FUNCTION", اسم]);
  }
  تعيين_اللغة("ar");
  try {
    const خطأ = await failureOf(فتح_websocket(() => Promise.reject(new Error("لا رمز")), { عدد_إعادة_المحاولة: 0 }));
    assert.equal(خطأ.message, "لا يمكن فتح WebSocket إذ تعذر الحصول على رابطه أو رؤوسه: لا رمز");
  } finally {
    تعيين_اللغة("en");
  }
});

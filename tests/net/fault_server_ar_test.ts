import assert from "node:assert/strict";
import test from "node:test";
import * as root from "../../ar.ts";
import { تعيين_اللغة, type خطأ_websocket, type خطأ_شبكة } from "../../errors/ar.ts";
import { تشغيل_خادم_أعطال, طلب_شبكة, فتح_websocket, type نص_أعطال } from "../../net/ar.ts";
import { failureOf } from "./support.ts";
import { until } from "./web_socket_support.ts";

تعيين_اللغة("en");

test("تشغيل_خادم_أعطال() answers, fails and is asked by Arabic names", async () => {
  assert.equal(root.تشغيل_خادم_أعطال, تشغيل_خادم_أعطال);
  await using خادم = await تشغيل_خادم_أعطال({
    طلبات: [
      { عطل: "قطع" },
      { عطل: "إنهاء", متن: "12345", بعد_بايتات: 2 },
      { حالة: 404, رؤوس: { "content-type": "text/plain" }, متن: "لا", تأخير: 0.001, بايتات_في_الثانية: 1_000 },
      { عطل: "سكوت" },
      { عطل: "هذيان" },
    ],
  });
  const أسباب: unknown[] = [];
  for (let n = 0; n < 5; n++) {
    const خطأ = await failureOf<خطأ_شبكة>(
      طلب_شبكة("POST", `${خادم.الرابط}/x`, { بيانات: "ب", عدد_إعادة_المحاولة: 1, وقت_اتصال: 0.3 }),
    );
    أسباب.push(خطأ.reason);
  }
  assert.deepEqual([أسباب[0], ...أسباب.slice(2)], ["reset", "status", "timeout", "protocol"]);
  const { طريقة, مسار, رؤوس, متن } = خادم.الطلبات[2]!;
  assert.deepEqual([طريقة, مسار, متن], ["POST", "/x", "ب"]);
  assert.ok(رؤوس.has("host"));
  assert.equal(خادم.الرابط, `http://127.0.0.1:${خادم.المنفذ}`);
  خادم.قطع();
  await until(() => خادم.الاتصالات_المفتوحة === 0);
  await خادم.إغلاق();
});

test("تشغيل_خادم_أعطال() serves and breaks WebSocket connections by Arabic names", async () => {
  await using خادم = await تشغيل_خادم_أعطال({
    اتصالات_websocket: [
      { حالة: 503, رؤوس: { "retry-after": "1" }, تأخير: 0.001 },
      { رسائل: ["أهلًا"], جواب: (رسالة) => `${رسالة}!`, عطل: "قطع", بعد_رسائل: 1 },
      { رمز_الإغلاق: 4401, سبب_الإغلاق: "لا" },
    ],
  });
  const رموز: number[] = [];
  const وصلة = await فتح_websocket(خادم.رابط_websocket, {
    أول_تأخير: 0.001,
    عند_الإغلاق: ({ الرمز }) => رموز.push(الرمز),
  });
  assert.equal(await وصلة.استلام(), "أهلًا");
  await وصلة.إرسال("سلام");
  assert.equal(await وصلة.استلام(), "سلام!");
  const نهاية = await failureOf<خطأ_websocket>(وصلة.الانتهاء);
  assert.deepEqual([نهاية.closeCode, نهاية.closeReason, رموز], [4401, "لا", [1006, 4401]]);
});

test("تشغيل_خادم_أعطال() refuses what is not of a script", async () => {
  const خاطئة: unknown[] = [
    { requests: [] },
    { طلبات: 5 },
    { طلبات: [{ عطل: "reset" }] },
    { اتصالات_websocket: [{ جواب: 5 }] },
    { طلبات: [{ تأخير: -1 }] },
  ];
  for (const نص of خاطئة) await assert.rejects(تشغيل_خادم_أعطال(نص as نص_أعطال), { name: "ValidationError" });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import * as root from "../../ar.ts";
import { تعيين_اللغة, type خطأ_websocket } from "../../errors/ar.ts";
import {
  type انقطاع_websocket,
  جلسة_websocket,
  خدمة_جلسات,
  type خيارات_خدمة_جلسات,
  type خيارات_فتح_جلسة,
  فتح_جلسة,
  type قيد_جلسة,
  type مخزن_جلسة,
  مخزن_جلسة_في_ملف,
} from "../../net/ar.ts";
import { WebSocketSession } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { breakableServer } from "./session_support.ts";
import { collectReports, failureOf, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

تعيين_اللغة("en");

const سريع = { عدد_إعادة_المحاولة: Infinity, أول_تأخير: 0.005, تأخير_إعادة_الاتصال: 0.02 };

test("فتح_جلسة, خدمة_جلسات and مخزن_جلسة_في_ملف are exported by the root too", () => {
  assert.equal(root.فتح_جلسة, فتح_جلسة);
  assert.equal(root.خدمة_جلسات, خدمة_جلسات);
  assert.equal(root.مخزن_جلسة_في_ملف, مخزن_جلسة_في_ملف);
  assert.equal(root.جلسة_websocket, جلسة_websocket);
});

test("فتح_جلسة() and خدمة_جلسات() exchange messages and requests by Arabic members", async () => {
  const طلبات: unknown[] = [];
  await using خادم = await خدمة_جلسات(async (جلسة, طلب) => {
    assert.ok(جلسة instanceof جلسة_websocket && جلسة instanceof WebSocketSession);
    طلبات.push(طلب.الرابط.pathname, طلب.إشارة.aborted);
    for await (const رسالة of جلسة) await جلسة.إرسال(`مرحبا ${رسالة}`);
  }, {
    مسار: "/live",
    معالج_الطلبات: (رسالة, جلسة) => رسالة === "صمت" ? new Promise(() => {}) : `${رسالة} ${جلسة.رقم_المستلمة}`,
    مدة_الإبقاء: 60,
    أقصى_جلسات_منقطعة: 10,
    أقصى_بايتات_منقطعة: 1_000_000,
    أقصى_غير_مؤكدة: 10,
    أقصى_بايتات_غير_مؤكدة: 1_000,
    أقصى_بايتات_الرسالة: 1_000,
    قبول: () => true,
  });
  assert.equal(خادم.الرابط, `ws://127.0.0.1:${خادم.المنفذ}/live`);
  const جلسة = await فتح_جلسة(() => خادم.الرابط, { ...سريع, أقصى_غير_مؤكدة: 5, أقصى_بايتات_غير_مؤكدة: 500 });
  assert.equal(جلسة.الحالة, "open");
  await جلسة.إرسال("علي");
  assert.equal(await جلسة.استلام(), "مرحبا علي");
  assert.equal(await جلسة.طلب("رقم", { مهلة: 5 }), "رقم 2");
  await جلسة.انتظار_التأكيد();
  assert.deepEqual([جلسة.غير_المؤكدة, جلسة.رقم_المستلمة, جلسة.زمن_الاستجابة], [0, 1, undefined]);
  assert.deepEqual(طلبات, ["/live", false]);
  assert.deepEqual([...خادم.الجلسات].map((it) => it.رمز_الجلسة), [جلسة.رمز_الجلسة]);
  const متأخر = await failureOf<خطأ_websocket>(جلسة.طلب("صمت", { مهلة: 0.01 }));
  assert.equal(متأخر.code, "NET_WEBSOCKET_REQUEST_TIMEOUT");
  await assert.rejects(جلسة.إرسال("x", { signal: undefined } as never), { code: "ARGUMENT_UNKNOWN" });
  await جلسة.إغلاق(1000, "انتهى");
  assert.equal((await جلسة.الانتهاء).السبب, "انتهى");
  await خادم.إغلاق();
  await خادم.الانتهاء;
});

test("فتح_جلسة() takes handlers and decisions by their Arabic names", async () => {
  using _ = collectReports();
  await using تحته = await breakableServer();
  const أخطاء: unknown[] = [];
  const عطل = new RangeError("عطل");
  await using خادم = await خدمة_جلسات(async (جلسة) => {
    await جلسة.إرسال("أهلًا");
    for await (const رسالة of جلسة) if (رسالة === "عطل") throw عطل;
  }, {
    خادم: تحته.http,
    مدة_الإبقاء: 0,
    عند_الخطأ: (خطأ, { الرابط }) => أخطاء.push(خطأ, الرابط.pathname),
  });
  const رسائل: unknown[] = [];
  const ضياع: number[] = [];
  const انقطاعات: number[] = [];
  const باب: { وعد?: PromiseWithResolvers<void> } = {};
  const جلسة = await فتح_جلسة(خادم.الرابط, {
    ...سريع,
    معالج_الرسائل: (رسالة, جلسة) => رسائل.push(رسالة, جلسة.الحالة),
    معالج_الطلبات: () => "",
    هل_تستمر: ({ غير_المؤكدة }) => ضياع.push(غير_المؤكدة) > 0,
    async هل_يعاد_الاتصال({ رمز, قابل_للإعادة }: انقطاع_websocket) {
      انقطاعات.push(رمز);
      await باب.وعد?.promise;
      return قابل_للإعادة;
    },
  });
  await until(() => رسائل.length === 2);
  باب.وعد = Promise.withResolvers();
  تحته.breakAll();
  await until(() => خادم.الجلسات.size === 0);
  await جلسة.إرسال("1");
  باب.وعد.resolve();
  await until(() => رسائل.length === 4);
  await جلسة.انتظار_التأكيد();
  assert.deepEqual([رسائل, ضياع, انقطاعات], [["أهلًا", "open", "أهلًا", "open"], [1], [1006]]);
  await جلسة.إرسال("عطل");
  const نهاية = await soon(failureOf<خطأ_websocket>(جلسة.الانتهاء), "the end");
  assert.deepEqual([نهاية.closeCode, أخطاء], [4500, [عطل, "/"]]);
});

test("فتح_جلسة() and خدمة_جلسات() keep their sessions in Arabic stores", async () => {
  await using مجلد = await tempDir();
  await using تحته = await breakableServer();
  const المستلم: unknown[] = [];
  await using خادم = await خدمة_جلسات(async (جلسة) => {
    for await (const رسالة of جلسة) المستلم.push(رسالة);
  }, {
    خادم: تحته.http,
    مدة_الإبقاء: 0,
    مخزن: (رمز_الجلسة) => مخزن_جلسة_في_ملف(join(مجلد.path, رمز_الجلسة), { مزامنة_القرص: false }),
  });
  const الباقي: قيد_جلسة[] = [];
  const محفوظ = { المؤكد: 0, المستلم: 0 };
  const مخزن: مخزن_جلسة = {
    تحميل: () => ({ ...محفوظ, الباقي: [...الباقي] }),
    إضافة: (قيد) => الباقي.push(قيد),
    تأكيد(رقم) {
      محفوظ.المؤكد = رقم;
      while (الباقي.length > 0 && الباقي[0]!.رقم <= رقم) الباقي.shift();
    },
    استلام: (رقم) => محفوظ.المستلم = رقم,
    مسح: () => الباقي.splice(0),
  };
  const خيارات: خيارات_فتح_جلسة = { ...سريع, رمز_الجلسة: "a-token-of-the-tests", مخزن };
  const الأولى = await فتح_جلسة(خادم.الرابط, خيارات);
  await الأولى.إرسال("1");
  await الأولى.انتظار_التأكيد();
  await الأولى.تعليق();
  await until(() => خادم.الجلسات.size === 0);
  await using الثانية = await فتح_جلسة(خادم.الرابط, خيارات);
  await الثانية.إرسال("2");
  await الثانية.انتظار_التأكيد();
  assert.deepEqual([المستلم, محفوظ.المؤكد], [["1", "2"], 2]);
});

test("فتح_جلسة() and خدمة_جلسات() refuse what is not theirs, by its Arabic name", async () => {
  تعيين_اللغة("ar");
  try {
    const خطأ = await failureOf(فتح_جلسة("ws://127.0.0.1:1", { أقصى_غير_مؤكدة: 0 }));
    assert.match(خطأ.message, /أقصى_غير_مؤكدة/);
    await assert.rejects(فتح_جلسة("ws://127.0.0.1:1", { رمز_الجلسة: "قصير" }), /رمز_الجلسة/);
    await assert.rejects(فتح_جلسة("ws://127.0.0.1:1", { مخزن: {} as مخزن_جلسة }), /مخزن.تحميل/);
    await assert.rejects(خدمة_جلسات(() => {}, { أقصى_طابور: 1 } as خيارات_خدمة_جلسات), { code: "ARGUMENT_UNKNOWN" });
    await assert.rejects(خدمة_جلسات(5 as never), /معالج/);
  } finally {
    تعيين_اللغة("en");
  }
});

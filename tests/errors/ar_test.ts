import assert from "node:assert/strict";
import test from "node:test";
import * as english from "@maktaba/std/errors";
import * as arabic from "@maktaba/std/errors/ar";

test("the Arabic classes are the English ones, so that instanceof holds across both names", () => {
  const pairs: [unknown, unknown][] = [
    [arabic.خطأ_المكتبة, english.MaktabaError],
    [arabic.خطأ_قاعدة_بيانات, english.DatabaseError],
    [arabic.خطأ_ملف, english.FileError],
    [arabic.خطأ_تقسيم_ملف, english.SplitError],
    [arabic.خطأ_شبكة, english.NetworkError],
    [arabic.خطأ_websocket, english.WebSocketError],
    [arabic.خطأ_تشفير, english.CryptoError],
    [arabic.خطأ_redis, english.RedisError],
    [arabic.خطأ_مهلة, english.TimeoutError],
    [arabic.خطأ_إلغاء, english.CancelledError],
    [arabic.خطأ_تحقق, english.ValidationError],
  ];
  for (const [name, twin] of pairs) assert.equal(name, twin);
  const error = new english.TimeoutError({ code: "TIMEOUT", params: { ms: 1 } });
  assert.ok(error instanceof arabic.خطأ_مهلة);
  assert.ok(error instanceof arabic.خطأ_المكتبة);
  assert.ok(!(error instanceof arabic.خطأ_شبكة));
});

test("errors have Arabic members", () => {
  const cause = new Error("الأصل");
  const error = new arabic.خطأ_مهلة({
    code: "TIMEOUT",
    params: { ms: 2 },
    cause,
    context: { خطوة: 1 },
    retryable: true,
  });
  assert.equal(error.الرسالة, error.message);
  assert.equal(error.الخطأ_الأصلي, cause);
  assert.deepEqual(error.السياق, { خطوة: 1 });
  assert.equal(error.الوقت, error.time);
  assert.equal(error.الرمز, "TIMEOUT");
  assert.equal(error.قابل_للإعادة, true);
  assert.deepEqual(error.إلى_json(), error.toJSON());
});

test("Arabic members are not printed or written beside the English ones", () => {
  const error = new arabic.خطأ_إلغاء("x");
  assert.deepEqual(Object.keys(error).filter((key) => /[\u0600-\u06ff]/.test(key)), []);
  assert.doesNotMatch(JSON.stringify(error.toJSON()), /السياق/);
});

test("تعيين_اللغة() sets the language for both", () => {
  arabic.تعيين_اللغة("ar");
  assert.equal(english.getLocale(), "ar");
  arabic.تعيين_اللغة("en");
  assert.equal(arabic.اللغة_الحالية(), "en");
});

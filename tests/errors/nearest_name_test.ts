import { test } from "node:test";
import assert from "node:assert/strict";
import { createTask, gather, sleep, waitFor } from "../../async/mod.ts";
import { إنشاء_مهمة, نوم } from "../../async/ar.ts";
import { setLocale, ValidationError } from "../../errors/mod.ts";
import { nearestName } from "../../errors/nearest_name.ts";
import { createClient, request, upload } from "../../net/mod.ts";
import { إنشاء_عميل, طلب_شبكة } from "../../net/ar.ts";

const OPTIONS = ["body", "headers", "query", "connectTimeoutMs", "timeoutMs", "totalTimeoutMs", "retry", "onProgress"];

test("nearestName() finds what was meant", () => {
  const meant: [wrong: string, right: string][] = [
    ["timeout", "timeoutMs"],
    ["totalTimeout", "totalTimeoutMs"],
    ["header", "headers"],
    ["haeders", "headers"],
    ["onprogress", "onProgress"],
    ["on_progress", "onProgress"],
    ["retyr", "retry"],
    ["retries", "retry"],
    ["json", "body"],
    ["searchParams", "query"],
    ["onDownloadProgress", "onProgress"],
  ];
  for (const [wrong, right] of meant) assert.equal(nearestName(wrong, OPTIONS), right, wrong);
});

test("nearestName() finds nothing where nothing is near", () => {
  for (const wrong of ["", "x", "colour", "url", "toString", "__proto__", "constructor"]) {
    assert.equal(nearestName(wrong, OPTIONS), undefined, wrong);
  }
  assert.equal(nearestName("timeout", []), undefined);
});

async function failureOf(call: () => unknown): Promise<ValidationError> {
  const error = await (async () => await call())().then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ValidationError, String(error));
  return error;
}

test("ValidationError tells which option was meant, in both languages", async (t) => {
  t.after(() => setLocale("en"));
  setLocale("en");
  const url = "http://127.0.0.1:1/";
  const english = await failureOf(() => request("GET", url, { timeout: 5 } as never));
  assert.match(english.message, /^Cannot use the option timeout as .* did you mean timeoutMs\? There are body, /);
  assert.deepEqual([english.code, english.option], ["ARGUMENT_UNKNOWN", "timeout"]);
  const base = await failureOf(() => createClient({ prefixUrl: url } as never));
  assert.match(base.message, /did you mean baseUrl\?/);
  const chunk = await failureOf(() => upload(url, "file", { chunkSize: 5 } as never));
  assert.match(chunk.message, /did you mean chunkBytes\?/);
  const far = await failureOf(() => request("GET", url, { colour: 5 } as never));
  assert.match(far.message, /^Cannot use the option colour as it must be one of body, /);
  setLocale("ar");
  const arabic = await failureOf(() => طلب_شبكة("GET", url, { رووس: {} } as never));
  assert.match(arabic.message, /لعلك تقصد رؤوس؟/);
  const inEnglish = await failureOf(() => طلب_شبكة("GET", url, { timeout: 5 } as never));
  assert.match(inEnglish.message, /الخيار timeout .* لعلك تقصد وقت_المحاولة؟/);
  assert.match((await failureOf(() => إنشاء_عميل({ رابط_اساسي: url } as never))).message, /لعلك تقصد الرابط_الأساسي؟/);
  assert.equal(arabic.code, "ARGUMENT_UNKNOWN");
});

test("ValidationError tells of a call in the place of its function", async (t) => {
  t.after(() => setLocale("en"));
  setLocale("en");
  for (const call of [() => createTask(sleep(0) as never), () => waitFor(sleep(0) as never, 5)]) {
    const error = await failureOf(call);
    assert.match(error.message, /^Cannot use operation as it must be a function, and is the promise that a call gave/);
    assert.deepEqual([error.code, error.option], ["ARGUMENT_NOT_FUNCTION", "operation"]);
  }
  assert.match(
    (await failureOf(() => gather(sleep(0) as never))).message,
    /must be an array: current value is Promise$/,
  );
  setLocale("ar");
  assert.match((await failureOf(() => إنشاء_مهمة(نوم(0) as never))).message, /^لا يمكن استخدام «عملية» .* بدل عمل\(\)$/);
});

test("ValidationError names the kinds of URL that are taken", async (t) => {
  t.after(() => setLocale("en"));
  setLocale("en");
  const english = await failureOf(() => request("GET", "/users"));
  assert.equal(
    english.message,
    "Cannot use url as it must be an absolute http: or https: URL: current value is /users",
  );
  setLocale("ar");
  const arabic = await failureOf(() => طلب_شبكة("GET", "/users"));
  assert.equal(
    arabic.message,
    "لا يمكن استخدام «رابط» إذ يجب أن يكون رابط http: أو https: تامًّا: القيمة الحالية /users",
  );
});

test("ValidationError names no bound where there is none", async (t) => {
  t.after(() => setLocale("en"));
  setLocale("en");
  const count = await failureOf(() => gather([], { concurrency: 0 }));
  assert.equal(count.message, "Cannot use concurrency as it must be a whole number from 1 on: current value is 0");
  assert.equal(count.code, "ARGUMENT_NOT_INTEGER");
  setLocale("ar");
  const delay = await failureOf(() => نوم(-1));
  assert.equal(delay.message, "لا يمكن استخدام «مدة» إذ يجب أن يكون عددًا لا يقل عن 0: القيمة الحالية -1");
  assert.equal(delay.code, "ARGUMENT_NOT_IN_RANGE");
});

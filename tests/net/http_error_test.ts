import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { MaktabaError, NetworkError, setLocale } from "../../errors/mod.ts";
import { HttpError, request } from "../../net/mod.ts";
import { answerWith, failureOf, serve } from "./support.ts";

setLocale("en");

test("HttpError has the status, headers and the beginning of the body", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8", "x-id": "7" }).end("لا يوجد");
  });
  const error = await failureOf<HttpError>(request("GET", `${server.url}/books/7`));
  assert.ok(error instanceof HttpError && error instanceof NetworkError && error instanceof MaktabaError);
  assert.deepEqual([error.status, error.body, error.headers.get("x-id")], [404, "لا يوجد", "7"]);
  assert.deepEqual([error.code, error.reason, error.retryable], ["NET_HTTP_STATUS", "status", false]);
  assert.equal(error.message, `Cannot GET ${server.url}/books/7 as the server answered 404 Not Found`);
});

test("HttpError has a message in Arabic too", async () => {
  await using server = await serve(answerWith("", "text/plain", 500));
  setLocale("ar");
  try {
    const error = await failureOf(request("POST", server.url));
    assert.equal(error.message, `لا يمكن تنفيذ POST على ${server.url}/ إذ أجاب الخادم: 500 Internal Server Error`);
  } finally {
    setLocale("en");
  }
});

test("HttpError holds at most 8192 bytes of the body", async () => {
  await using server = await serve(answerWith("x".repeat(1_000_000), "text/plain", 400));
  const error = await failureOf<HttpError>(request("GET", server.url));
  assert.equal(error.body.length, 8_192);
});

test("HttpError reads the body in its charset, and cuts no character in two", async () => {
  const arabic = new Uint8Array([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]);
  await using old = await serve(answerWith(arabic, "text/plain; charset=windows-1256", 400));
  assert.equal((await failureOf<HttpError>(request("GET", old.url))).body, "مرحبا");
  await using long = await serve(answerWith("xم".repeat(5_000), "text/plain", 400));
  const { body } = await failureOf<HttpError>(request("GET", long.url));
  assert.equal(body, `${"xم".repeat(2_730)}x`);
});

test("HttpError's message has what an API says in JSON by the usual names", async () => {
  let body = "";
  await using server = await serve((_request, response) => {
    response.writeHead(400, { "content-type": "application/json" }).end(body);
  });
  const said: [json: string, text: string][] = [
    ['{"message":"age must be positive"}', ": age must be positive"],
    ['{"detail":"Not found."}', ": Not found."],
    ['{"error":"no such book"}', ": no such book"],
    ['{"error":"invalid_grant","error_description":"The code is old"}', ": invalid_grant: The code is old"],
    ['{"error":{"code":5,"message":"No such key"}}', ": No such key"],
    ['{"title":"Busy","message":"Come back later"}', ": Busy: Come back later"],
    ['{"error":5,"message":""}', ""],
    ['["message"]', ""],
    ['"message"', ""],
    ["{broken", ""],
    ["", ""],
  ];
  for (const [json, text] of said) {
    body = json;
    const error = await failureOf<HttpError>(request("POST", server.url));
    assert.equal(error.message, `Cannot POST ${server.url}/ as the server answered 400 Bad Request${text}`);
    assert.deepEqual([error.body, error.problem], [json, undefined]);
  }
  body = '{"message":"see https://someone:hunter2@api.example/"}';
  assert.doesNotMatch((await failureOf(request("POST", server.url))).message, /hunter2/);
});

test("HttpError has what the server says in the form of RFC 9457", async () => {
  const problem = {
    type: "https://example.com/probs/out-of-credit",
    title: "You do not have enough credit",
    status: 403,
    detail: "Your current balance is 30, but that costs 50",
    instance: "/account/12345/msgs/abc",
    balance: 30,
    accounts: ["/account/12345", "/account/67890"],
  };
  await using server = await serve(answerWith(JSON.stringify(problem), "application/problem+json; charset=utf-8", 403));
  const error = await failureOf<HttpError>(request("GET", server.url));
  assert.deepEqual(error.problem, problem);
  assert.match(error.message, /answered 403 Forbidden: You do not have enough credit: Your current balance is 30, but/);
});

test("HttpError has no problem where there is none, or a broken one", async () => {
  const answers: [string, string][] = [
    ["{", "application/problem+json"],
    ["[1]", "application/problem+json"],
    ["null", "application/problem+json"],
    ['"text"', "application/problem+json"],
    ['{"title":"x"}', "application/json"],
    [`{"title":"${"x".repeat(100_000)}"}`, "application/problem+json"],
  ];
  for (const [body, type] of answers) {
    await using server = await serve(answerWith(body, type, 400));
    const error = await failureOf<HttpError>(request("GET", server.url));
    assert.deepEqual([error.status, error.problem], [400, undefined], body.slice(0, 20));
  }
});

test("HttpError takes a problem whose members have other types", async () => {
  await using server = await serve(answerWith('{"title":5,"detail":["x"]}', "application/problem+json", 400));
  const error = await failureOf<HttpError>(request("GET", server.url));
  assert.match(error.message, /answered 400 Bad Request$/);
});

test("HttpError shows nothing of headers, body or URL secrets when it is printed or written", async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(401, { "set-cookie": "session=sesame", "content-type": "text/plain" }).end("sesame");
  });
  const error = await failureOf<HttpError>(request("GET", `http://ali:sesame@127.0.0.1:${server.port}/?token=sesame`));
  for (const shown of [error.message, JSON.stringify(error), inspect(error), String(error)]) {
    assert.doesNotMatch(shown, /sesame/);
  }
  assert.equal(JSON.parse(JSON.stringify(error)).status, 401);
  assert.equal(error.headers.get("set-cookie"), "session=sesame");
});

test("HttpError cannot be made to write control characters into a terminal", async () => {
  const body = JSON.stringify({ title: "\u001b[31mred\u001b[0m\u0007\nnext\u202eline" });
  await using server = await serve(answerWith(body, "application/problem+json", 400));
  const error = await failureOf<HttpError>(request("GET", server.url));
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(error.message, /[\u0000-\u001f\u202e]/);
});

import assert from "node:assert/strict";
import test from "node:test";
import { request } from "../../net/mod.ts";
import { answerWith, serve } from "./support.ts";

// Replaced before anything of the library was used, as a file that is loaded first would.
const { fetch } = globalThis;
const asked: string[] = [];
globalThis.fetch = ((input: string | URL) => {
  asked.push(String(input));
  return Promise.resolve(Response.json({ mocked: true }));
}) as typeof fetch;

test("request() asks whoever replaced fetch, as long as it is replaced", async () => {
  await using server = await serve(answerWith("1"));
  assert.deepEqual(await request("GET", `${server.url}/a`), { mocked: true });
  globalThis.fetch = fetch;
  assert.equal(await request("GET", `${server.url}/b`), 1);
  globalThis.fetch = (() => Promise.resolve(Response.json("again"))) as typeof fetch;
  assert.equal(await request("GET", `${server.url}/c`), "again");
  globalThis.fetch = fetch;
  assert.deepEqual(asked, [`${server.url}/a`]);
  assert.deepEqual(server.seen.map(({ url }) => url), ["/b"]);
});

test("request() goes by Node's HTTP where nobody replaced fetch, and by fetch elsewhere", async () => {
  await using server = await serve(answerWith("1"));
  await request("GET", server.url);
  // fetch alone tells what it is asked for.
  const isByFetch = server.seen[0]!.headers["sec-fetch-mode"] !== undefined;
  assert.equal(isByFetch, false);
});

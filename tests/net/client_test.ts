import assert from "node:assert/strict";
import test from "node:test";
import { createClient } from "../../net/mod.ts";
import { answerWith, serve } from "./support.ts";

test("createClient() makes requests whose URLs are below its base", async () => {
  await using server = await serve(({ url }, response) => void response.setHeader("content-type", "application/json").end(JSON.stringify({ url })));
  const client = createClient({ baseUrl: `${server.url}/api/` });
  assert.deepEqual(await client.get("/users?x=1"), { url: "/api/users?x=1" });
  assert.deepEqual(await client.get("users").json(), { url: "/api/users" });
  assert.equal(await client.get("").text(), '{"url":"/api/"}');
  assert.equal(server.seen.length, 3);
  const chunks = [];
  for await (const chunk of client.get("x").stream()) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), '{"url":"/api/x"}');
  await using raw = await client.get("y").raw();
  assert.equal(raw.status, 200);
  assert.equal(raw.url, `${server.url}/api/y`);
  assert.equal(await raw.text(), '{"url":"/api/y"}');
  const late = client.get("late");
  await new Promise((r) => setTimeout(r, 50));
  assert.deepEqual(await late, { url: "/api/late" });
  await assert.rejects(client.get("http://127.0.0.1:1/", { retry: { attempts: 1 } }), { reason: "refused" });
  void answerWith;
});

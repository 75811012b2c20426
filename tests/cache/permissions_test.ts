import assert from "node:assert/strict";
import test from "node:test";
import { requireServer, runDeno } from "../support/mod.ts";

const program = (url: string) => `
import { RedisCache } from "#cache/mod.ts";
import { setLocale } from "#errors/mod.ts";
setLocale("en");
const cache = new RedisCache(${JSON.stringify(url)});
const ask = () => cache.has("key").then(() => "answered", ({ name, code, message }) => [name, code, message].join(" "));
console.log(JSON.stringify([await ask(), await ask()]));
await cache.close();
`;

test("RedisCache names the permissions that Deno was not given, each time", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const net = `--allow-net=127.0.0.1:${new URL(url).port}`;
  for (const flags of [[], [net], ["--allow-env"]]) {
    const printed = await runDeno(t, flags, program(url));
    if (printed === undefined) return;
    for (const answer of JSON.parse(printed)) {
      assert.match(answer, /^RedisError CACHE_NOT_ALLOWED Cannot connect to Redis at 127\.0\.0\.1:\d+ as Deno/);
      assert.ok(answer.endsWith(` run it with ${net} --allow-env`), answer);
    }
  }
  const printed = await runDeno(t, [net, "--allow-env"], program(url));
  assert.deepEqual(JSON.parse(printed!), ["answered", "answered"]);
});

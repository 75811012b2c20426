import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import test from "node:test";
import { RedisCache, RedisError, setLocale } from "../../mod.ts";
import { printed, requireServer } from "../support/mod.ts";
import { openCache, withRaw } from "./redis_support.ts";

setLocale("en");

// Made at run time, as Bun shows the source around an error.
const SECRET = ["kqzX", "w9vY"].join("");

async function failureOf(work: () => Promise<unknown>): Promise<RedisError> {
  const error = await work().then(() => assert.fail("nothing failed"), (error) => error);
  assert.ok(error instanceof RedisError, printed(error));
  const shown = printed(error);
  assert.ok(!shown.includes(SECRET), shown);
  return error;
}

test("RedisCache shows no value and no password where Redis refuses", async (t) => {
  const url = requireServer(t, "redis");
  if (url === undefined) return;
  const { cache, prefix } = openCache(url);
  await using _ = cache;
  await withRaw(url, (redis) => redis.lpush(`${prefix}list`, SECRET));
  assert.equal((await failureOf(() => cache.get("list"))).reply, "WRONGTYPE");
  await cache.set("text", SECRET, { format: "text" });
  assert.equal((await failureOf(() => cache.get("text"))).code, "CACHE_NOT_JSON");
  const wrong = new URL(url);
  [wrong.username, wrong.password] = ["ali", SECRET];
  await using locked = new RedisCache(wrong.href);
  await failureOf(() => locked.set("key", SECRET));
  await using nobody = new RedisCache(`redis://ali:${SECRET}@127.0.0.1:1`);
  await failureOf(() => nobody.set("key", SECRET));
});

for (const [what, answer] of Object.entries({ "no Redis": `HTTP ${SECRET}\r\n`, "a refusal": `-ERR ${SECRET}\r\n` })) {
  test(`RedisCache shows no value that was sent or is on its way where the answer is ${what}`, async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.write("$1\r\nx\r\n", () => socket.once("data", () => socket.write(answer))));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await using cache = new RedisCache(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.equal(await cache.get("first", { format: "text" }), "x");
      const error = await cache.set("key", { password: SECRET }).catch((error: unknown) => error);
      assert.ok(error instanceof RedisError);
      // What the server says itself is shown; what we said to it is not.
      const shown = printed(error).replaceAll(`ERR ${SECRET}`, "");
      assert.ok(!shown.includes(SECRET), shown);
    } finally {
      server.close();
    }
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTask, currentTask } from "../../async/mod.ts";
import { lazy } from "../../internal/lazy.ts";
import { listen } from "../support/mod.ts";

test("lazy() imports nothing before it is asked", async () => {
  let imports = 0;
  const part = lazy(async () => {
    imports++;
    return await import("../../errors/locale.ts");
  });
  assert.equal(part.module, undefined);
  assert.equal(imports, 0);
  const { getLocale } = await part.load();
  assert.equal(typeof getLocale, "function");
});

test("lazy() has what was loaded at hand", async () => {
  const part = lazy(() => import("../../errors/locale.ts"));
  const loaded = await part.load();
  assert.equal(part.module, loaded);
});

test("lazy() does not remember a load that failed", async () => {
  let imports = 0;
  const part = lazy(async () => {
    if (++imports === 1) throw new Error("gone");
    return await import("../../errors/locale.ts");
  });
  await assert.rejects(part.load(), /gone/);
  assert.equal(part.module, undefined);
  await part.load();
  assert.equal(imports, 2);
});

// On Deno, 2.9, what is evaluated within a task binds to it whatever the runtime calls by itself later on.
test("lazy() leaves what the runtime calls later bound to no task", async () => {
  const seen: unknown[] = [];
  await using server = await listen((_request, response) => {
    seen.push(currentTask());
    response.end();
  });
  const ask = async () => await (await fetch(server.url)).text();
  await ask();
  const part = lazy(() => import("./fixtures/loaded_late.ts"));
  const task = createTask(() => part.load());
  assert.equal((await task).isLoaded, true);
  await ask();
  assert.deepEqual(seen, [undefined, undefined]);
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { timed, type Timing } from "@maktaba/std/async";
import { قياس_الوقت } from "@maktaba/std/async/ar";
import { skip, tempDir } from "../support/mod.ts";

type Fixture = typeof import("./fixtures/decorated.ts");

const fixture = new URL("./fixtures/decorated.ts", import.meta.url);

for (
  const [style, flags] of Object.entries({
    standard: [],
    "TypeScript's older one": ["--experimentalDecorators"],
  })
) {
  test(`@timed() measures methods, compiled in the style of decorators that is ${style}`, async () => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, "package.json"), '{ "type": "module" }');
    await writeFile(join(dir.path, "decorated.ts"), await readFile(fixture));
    const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
    const node = fileURLToPath(new URL("../../node_modules/node26/bin/node", import.meta.url));
    const options = ["--ignoreConfig", "--noCheck", "--target", "es2022", "--module", "nodenext", "--outDir", "out"];
    await promisify(execFile)(node, [compiler, ...options, ...flags, "decorated.ts"], { cwd: dir.path });
    await check(await import(pathToFileURL(join(dir.path, "out", "decorated.js")).href));
  });
}

test("@timed() measures methods in sources that the runtime itself runs", async (t) => {
  if (!("Deno" in globalThis) && !("Bun" in globalThis)) {
    return skip(t, "Node runs no decorators, only what is compiled");
  }
  await check(await import(fixture.href));
});

async function check({ declareShop }: Fixture): Promise<void> {
  const timings: Timing[] = [];
  const Shop = declareShop(timed, (timing) => timings.push(timing));
  const shop = new Shop();
  assert.equal(shop.find("dates", 2), "shop: dates");
  assert.equal(await shop.load(2), 2);
  assert.throws(() => shop.fail(), /no/);
  assert.equal(Shop.count(), 1);
  const seen = timings.map(({ name, argumentCount, failed }) => `${name} ${argumentCount} ${failed}`);
  assert.deepEqual(seen, ["find 2 false", "renamed 1 false", "fail 0 true", "count 0 false"]);
  assert.ok(timings.every(({ durationMs }) => durationMs >= 0));

  const arabic: number[] = [];
  const inArabic = declareShop(
    (() => قياس_الوقت({ عند_القياس: (قياس) => arabic.push(قياس.عدد_المعاملات) })) as typeof timed,
    () => {},
  );
  new inArabic().find("تمر");
  assert.deepEqual(arabic, [1]);
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { LruMap } from "../../internal/lru_map.ts";

test("LruMap removes what was not used for longest", () => {
  const map = new LruMap<number>({ maxEntries: 3 });
  for (const [index, key] of ["a", "b", "c"].entries()) map.set(key, index);
  assert.equal(map.get("a"), 0);
  map.set("b", 10);
  assert.equal(map.has("c"), true);
  map.set("d", 3);
  assert.deepEqual(["a", "b", "c", "d"].map((key) => map.get(key)), [0, 10, undefined, 3]);
  assert.equal(map.size, 3);
});

test("LruMap does what a list in the order of use does", () => {
  const map = new LruMap<number>({ maxEntries: 20, maxSize: 60 });
  let model: { key: string; value: number; size: number }[] = [];
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 20_000; step++) {
    const key = `key ${random(40)}`;
    const known = model.find((entry) => entry.key === key);
    const others = model.filter((entry) => entry !== known);
    const what = random(10);
    if (what === 0) {
      assert.equal(map.delete(key), known !== undefined);
      model = others;
    } else if (what < 5) {
      assert.equal(map.get(key), known?.value);
      if (known !== undefined) model = [...others, known];
    } else {
      const size = random(7);
      map.set(key, step, undefined, size);
      model = [...others, { key, value: step, size }];
      const total = () => model.reduce((sum, entry) => sum + entry.size, 0);
      while (model.length > 20 || total() > 60) model.shift();
    }
    assert.equal(map.size, model.length);
    if (step === 10_000) {
      map.clear();
      model = [];
    }
  }
  for (const { key, value } of model) assert.equal(map.get(key), value);
});

test("LruMap keeps a value for its time", async () => {
  const map = new LruMap<number>({ maxEntries: 3 });
  map.set("short", 1, 20);
  map.set("long", 2, 60_000);
  map.set("ever", 3);
  assert.equal(map.get("short"), 1);
  await delay(40);
  assert.deepEqual([map.has("short"), map.get("long"), map.get("ever")], [false, 2, 3]);
  assert.equal(map.delete("short"), false);
  assert.equal(map.size, 2);
});

test("LruMap does not keep what is larger than all its room, nor the value before it", () => {
  const map = new LruMap<string>({ maxEntries: Infinity, maxSize: 10 });
  map.set("other", "x", undefined, 4);
  map.set("key", "small", undefined, 4);
  map.set("key", "large", undefined, 11);
  assert.deepEqual([map.get("key"), map.get("other"), map.size], [undefined, "x", 1]);
});

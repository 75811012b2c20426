import assert from "node:assert/strict";
import test from "node:test";
import { pool } from "../../scripts/lib/pool.ts";

test("pool() works on so many items at a time and keeps their order", async () => {
  let running = 0;
  let most = 0;
  const results = await pool([30, 5, 20, 1], 2, async (ms) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms * 2;
  });
  assert.deepEqual(results, [60, 10, 40, 2]);
  assert.equal(most, 2);
});

test("pool() takes no items", async () => {
  assert.deepEqual(await pool([], 2, () => Promise.reject(new Error("never"))), []);
});

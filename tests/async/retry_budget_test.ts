import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { retry, RetryBudget, sleep, withVirtualClock } from "@maktaba/std/async";
import { ValidationError } from "@maktaba/std/errors";

test("RetryBudget gives a part of the operations, and a floor", () => {
  const budget = new RetryBudget({ ratio: 0.5, minPerSecond: 0.2, windowMs: 10_000 });
  assert.equal(budget.balance, 2);
  for (let n = 0; n < 4; n++) budget.deposit();
  assert.equal(budget.balance, 4);
  assert.deepEqual(Array.from({ length: 6 }, () => budget.tryWithdraw()), [true, true, true, true, false, false]);
  assert.equal(budget.balance, 0);
  budget.deposit();
  assert.equal(budget.tryWithdraw(), false, "half a retry is none");
  budget.deposit();
  assert.equal(budget.tryWithdraw(), true);
});

test("RetryBudget by default gives one for five operations, and ten a second", () => {
  const budget = new RetryBudget();
  assert.equal(budget.balance, 100);
  for (let n = 0; n < 1_000; n++) budget.deposit();
  assert.equal(budget.balance, 300);
  assert.equal(inspect(budget), "RetryBudget { balance: 300 }");
});

test("RetryBudget forgets what is longer ago than its window, what was spent too", async () => {
  await withVirtualClock(async () => {
    const budget = new RetryBudget({ ratio: 1, minPerSecond: 1, windowMs: 10_000 });
    budget.deposit();
    await sleep(5_000);
    for (let n = 0; n < 11; n++) assert.equal(budget.tryWithdraw(), true);
    assert.equal(budget.balance, 0);
    await sleep(5_000);
    assert.equal(budget.balance, 0, "the first operation is forgotten, the floor is spent");
    budget.deposit();
    assert.equal(budget.balance, 0);
    await sleep(5_000);
    assert.equal(budget.balance, 11);
    await sleep(86_400_000);
    assert.equal(budget.balance, 10);
  });
});

test("RetryBudget bounds the retries of a service that is down, whatever the pace", async () => {
  await withVirtualClock(async () => {
    for (const pauseMs of [0, 10, 1_000]) {
      const budget = new RetryBudget({ ratio: 0.2, minPerSecond: 0 });
      let calls = 0;
      const failing = () => Promise.reject(new Error(`failure ${++calls}`));
      for (let n = 0; n < 100; n++) {
        await retry(failing, { budget, attempts: 3, delayMs: 0 }).catch(() => {});
        await sleep(pauseMs);
      }
      assert.ok(calls > 115 && calls <= 120, `${calls} calls, ${pauseMs} ms apart`);
    }
  });
});

test("retry() throws the first error at once where its budget is spent, and spends nothing in vain", async () => {
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0.1 });
  const told: unknown[] = [];
  const failing = (attempt: number) => Promise.reject(new Error(`failure ${attempt}`));
  const late = () => Promise.reject(Object.assign(new Error("late"), { retryAfterMs: 60_000 }));
  await assert.rejects(retry(late, { budget, maxDelayMs: 1_000 }), /late/);
  await assert.rejects(retry(failing, { budget, isRetryable: () => false }), /failure 1/);
  await assert.rejects(retry(failing, { budget, attempts: 1 }), /failure 1/);
  assert.equal(budget.balance, 1);
  await assert.rejects(retry(failing, { budget, delayMs: 0, onRetry: (error) => told.push(error) }), /failure 2/);
  await assert.rejects(retry(failing, { budget, delayMs: 0, onRetry: (error) => told.push(error) }), /failure 1/);
  assert.equal(told.length, 1);
  assert.equal(await retry(() => "well", { budget }), "well");
});

test("RetryBudget refuses numbers out of range, and retry() what is no budget", async () => {
  for (const wrong of [{ ratio: -1 }, { ratio: "1" }, { minPerSecond: NaN }, { windowMs: 0 }, { window: 1 }, 5, null]) {
    assert.throws(() => new RetryBudget(wrong as never), ValidationError);
  }
  for (const budget of [{}, { ratio: 1 }, 5, null, false]) {
    const error = await retry(() => 1, { budget: budget as never }).catch((error) => error);
    assert.ok(error instanceof ValidationError);
    assert.equal(error.code, "ARGUMENT_NOT_BUDGET");
  }
});

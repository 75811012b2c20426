import assert from "node:assert/strict";
import test from "node:test";
import {
  CircuitBreaker,
  CircuitOpenError,
  createTask,
  debounce,
  Future,
  gather,
  RateLimit,
  retry,
  singleFlight,
  sleep,
  Task,
  throttle,
  timed,
  type Timing,
  wait,
  withVirtualClock,
} from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { type Report, setReporter } from "../../internal/report.ts";

const down = () => Promise.reject(new Error("down"));

test("CircuitBreaker opens after failures in a row, not after scattered ones", async () => {
  const breaker = new CircuitBreaker({ failures: 3, resetMs: 60_000 });
  for (const operation of [down, down, () => 1, down, down]) await breaker.call<unknown>(operation).catch(() => {});
  assert.equal(breaker.state, "closed");
  await breaker.call(down).catch(() => {});
  assert.equal(breaker.state, "open");
  let isCalled = false;
  const refused = breaker.call(() => {
    isCalled = true;
  });
  await assert.rejects(refused, (error) => error instanceof CircuitOpenError && error.retryAfterMs > 59_000);
  assert.ok(!isCalled);
});

test("CircuitBreaker lets one call through after its time, whose outcome decides", async () => {
  const breaker = new CircuitBreaker({ failures: 1, resetMs: 10 });
  await breaker.call(down).catch(() => {});
  await sleep(15);
  assert.equal(breaker.state, "half-open");
  const trial = breaker.call(() => sleep(5));
  await assert.rejects(breaker.call(() => 1), CircuitOpenError);
  await trial;
  assert.equal(breaker.state, "closed");
  await breaker.call(down).catch(() => {});
  await sleep(15);
  await assert.rejects(breaker.call(down), /down/);
  assert.equal(breaker.state, "open");
});

test("CircuitBreaker counts no cancellation, and what isFailure passes over", async () => {
  const breaker = new CircuitBreaker({ failures: 1, isFailure: (error) => (error as Error).message !== "fine" });
  await assert.rejects(breaker.call(() => Promise.reject(new Error("fine"))));
  const task = createTask(() => breaker.call(() => sleep(60_000)));
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(breaker.state, "closed");
  assert.throws(() => new CircuitBreaker({ failures: 0 }), ValidationError);
});

test("retry() waits as long as an open circuit says", async () => {
  const breaker = new CircuitBreaker({ failures: 1, resetMs: 20 });
  await breaker.call(down).catch(() => {});
  assert.equal(await retry(() => breaker.call(() => "up again"), { delayMs: 0 }), "up again");
});

test("RateLimit lets a burst pass and then keeps its pace, in order", async () => {
  const limit = new RateLimit({ count: 1, periodMs: 20, burst: 2 });
  const start = performance.now();
  const order: number[] = [];
  await gather([0, 1, 2, 3].map((n) => async () => {
    await limit.pass();
    order.push(n);
  }));
  assert.deepEqual(order, [0, 1, 2, 3]);
  assert.ok(performance.now() - start >= 36, "two of the four had to wait for a token of 20 ms each");
});

test("RateLimit.tryPass() passes nobody while others wait", async () => {
  const limit = new RateLimit({ count: 1, periodMs: 60_000 });
  assert.equal(limit.tryPass(), true);
  const waiting = createTask(() => limit.pass());
  assert.equal(limit.tryPass(), false);
  waiting.cancel();
  await assert.rejects(waiting, CancelledError);
  assert.throws(() => new RateLimit({ count: 0 }), ValidationError);
  assert.throws(() => new RateLimit({ count: 1, periodMs: 0 }), ValidationError);
});

test("singleFlight() shares a call under way by key, and forgets it at its end", async () => {
  const calls: number[] = [];
  const load = singleFlight(async (_signal, id: number) => {
    calls.push(id);
    await sleep(2);
    return id * 2;
  });
  assert.deepEqual(await Promise.all([load(1), load(1), load(2)]), [2, 2, 4]);
  assert.deepEqual(calls, [1, 2]);
  await load(1);
  assert.deepEqual(calls, [1, 2, 1]);
});

test("singleFlight() shares a failure and does not remember it", async () => {
  let calls = 0;
  const load = singleFlight(async () => {
    await sleep(1);
    if (++calls === 1) throw new Error("once");
    return "fine";
  });
  const outcomes = await Promise.allSettled([load(), load()]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "rejected"]);
  assert.equal(await load(), "fine");
});

test("singleFlight() goes on while somebody waits, and is cancelled when the last has left", async () => {
  const ended: string[] = [];
  const load = singleFlight(async (signal) => {
    signal.addEventListener("abort", () => ended.push("cancelled"));
    await sleep(20);
    ended.push("finished");
    return 1;
  });
  const leaving = createTask(() => load());
  const staying = createTask(() => load());
  await sleep(0);
  leaving.cancel();
  await assert.rejects(leaving, CancelledError);
  assert.equal(await staying, 1);
  assert.equal(ended[0], "finished");
  const alone = createTask(() => load());
  await sleep(0);
  alone.cancel();
  await assert.rejects(alone, CancelledError);
  assert.equal(ended.filter((end) => end === "finished").length, 1);
});

test("debounce() calls once it is quiet, with the last arguments; flush and cancel end the wait", async () => {
  const calls: number[] = [];
  const save = debounce((n: number) => calls.push(n), 10);
  for (const n of [1, 2, 3]) save(n);
  assert.deepEqual(calls, []);
  await sleep(30);
  assert.deepEqual(calls, [3]);
  save(4);
  save.flush();
  save.flush();
  assert.deepEqual(calls, [3, 4]);
  save(5);
  save.cancel();
  await sleep(20);
  assert.deepEqual(calls, [3, 4]);
});

test("throttle() calls at once and then at most once in its time, the last call at its end", async () => {
  const calls: number[] = [];
  const show = throttle((n: number) => calls.push(n), 20);
  for (const n of [1, 2, 3]) show(n);
  assert.deepEqual(calls, [1]);
  await sleep(50);
  assert.deepEqual(calls, [1, 3]);
  await sleep(30);
  show(4);
  show(5);
  show.flush();
  assert.deepEqual(calls, [1, 3, 4, 5]);
  show(6);
  show.cancel();
  await sleep(30);
  assert.deepEqual(calls, [1, 3, 4, 5]);
});

test("timed() tells name, count of arguments, time and failure, of functions of both kinds", async () => {
  const timings: Timing[] = [];
  const onTiming = (timing: Timing) => timings.push(timing);
  function add(a: number, b: number): number {
    return a + b;
  }
  assert.equal(timed(add, { onTiming })(1, 2), 3);
  await timed(sleep, { onTiming, name: "pause" })(10);
  await assert.rejects(timed(down, { onTiming })(), /down/);
  assert.throws(() => timed(() => JSON.parse("{"), { onTiming, name: "parse" })(), SyntaxError);
  assert.deepEqual(timings.map(({ name, argumentCount, failed }) => [name, argumentCount, failed]), [
    ["add", 2, false],
    ["pause", 1, false],
    ["down", 0, true],
    ["parse", 0, true],
  ]);
  assert.ok(timings[1]!.durationMs >= 8);
  assert.equal(timed(add).name, "add");
  assert.equal(timed(add).length, 2);
  assert.throws(() => timed("x" as never), ValidationError);
});

test("timed() measures tasks and whatever can be awaited, and gives back what the function gave", async () => {
  await withVirtualClock(async () => {
    const timings: [name: string, durationMs: number, failed: boolean][] = [];
    const onTiming = ({ name, durationMs, failed }: Timing) => timings.push([name, durationMs, failed]);
    const task = timed(() => createTask(() => sleep(20)), { onTiming, name: "task" })();
    assert.ok(task instanceof Task);
    await task;
    const cancelled = timed(() => createTask(() => sleep(60_000)), { onTiming, name: "cancelled" })();
    cancelled.cancel();
    await wait([cancelled]);
    const future = new Future<number>();
    const give = timed(() => future, { onTiming, name: "future" });
    assert.equal(give(), future);
    createTask(() => sleep(30).then(() => future.resolve(7)));
    assert.equal(await give(), 7);
    assert.equal(await give(), 7);
    // Such as a statement of a database, which is sent each time it is awaited.
    let sent = 0;
    class Statement {
      readonly #ms = 40;
      then<A, B>(onFulfilled: (value: number) => A, onRejected: (error: unknown) => B): Promise<A | B> {
        return sleep(this.#ms).then(() => ++sent).then(onFulfilled, onRejected);
      }
    }
    const statement = timed(() => new Statement(), { onTiming, name: "statement" })();
    assert.ok(statement instanceof Statement);
    assert.equal(sent, 0);
    assert.equal(await statement, 1);
    const failing = {
      then: (_: unknown, fail: (error: Error) => void) => void sleep(50).then(() => fail(new Error("no"))),
    };
    await assert.rejects(
      async () => await timed(() => failing as never as PromiseLike<never>, { onTiming, name: "failing" })(),
      /no/,
    );
    const frozen = Object.freeze({ then: (give: (value: number) => void) => give(8) });
    assert.equal(await timed(() => frozen, { onTiming, name: "frozen" })(), 8);
    assert.deepEqual(timings, [
      ["task", 20, false],
      ["cancelled", 0, true],
      ["future", 30, false],
      ["future", 30, false],
      ["future", 0, false],
      ["statement", 40, false],
      ["failing", 50, true],
      ["frozen", 0, false],
    ]);
  });
});

test("timed() decorates methods in both styles, and keeps this", () => {
  const timings: Timing[] = [];
  const decorate = timed({ onTiming: (timing) => timings.push(timing) });
  class Counter {
    count = 1;
    add(n: number): number {
      return this.count += n;
    }
  }
  const standard = decorate(Counter.prototype.add as never, { name: "add" }) as unknown as typeof Counter.prototype.add;
  assert.equal(standard.call(new Counter(), 2), 3);
  const descriptor = Object.getOwnPropertyDescriptor(Counter.prototype, "add")!;
  decorate(Counter.prototype, "add", descriptor);
  Object.defineProperty(Counter.prototype, "add", descriptor);
  assert.equal(new Counter().add(5), 6);
  assert.deepEqual(timings.map(({ name }) => name), ["add", "add"]);
});

test("timed() tells the log where nobody else is told", () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  timed(function work() {})();
  setReporter(undefined);
  assert.equal(reports[0]?.level, "debug");
  assert.equal(reports[0]?.properties["name"], "work");
});

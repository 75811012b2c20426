import assert from "node:assert/strict";
import test from "node:test";
import {
  CircuitBreaker,
  createTask,
  Event,
  gather,
  mapConcurrent,
  observeTasks,
  Queue,
  retry,
  run,
  sleep,
  timed,
  withTaskGroup,
  withVirtualClock,
} from "@maktaba/std/async";
import { setLocale, ValidationError } from "@maktaba/std/errors";

const wrong: unknown[] = [null, "", "x", 0, true, {}, [], () => {}, { aborted: false }];

test("what takes a signal refuses what is none, and names it", async (t) => {
  setLocale("en");
  const calls: Readonly<Record<string, (signal: never) => unknown>> = {
    createTask: (signal) => createTask(() => 1, { signal }),
    sleep: (signal) => sleep(1, { signal }),
    gather: (signal) => gather([() => 1], { signal }),
    retry: (signal) => retry(() => 1, { signal }),
    run: (signal) => run(() => 1, { signal }),
    "Event.wait": (signal) => new Event().wait({ signal }),
  };
  for (const [name, call] of Object.entries(calls)) {
    await t.test(name, async () => {
      for (const value of wrong) {
        await assert.rejects(
          async () => await call(value as never),
          (error) => error instanceof ValidationError && error.option === "signal",
        );
      }
    });
  }
});

test("a signal of another realm is as good as one of this", async () => {
  const signal = new Proxy(new AbortController().signal, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    getPrototypeOf: () => null,
  });
  await sleep(1, { signal });
});

test("what takes a function refuses what is none before anything is done", async () => {
  for (const value of wrong.filter((value) => typeof value !== "function")) {
    await assert.rejects(run(value as never), { code: "ARGUMENT_NOT_FUNCTION" });
    await assert.rejects(withTaskGroup(value as never), { code: "ARGUMENT_NOT_FUNCTION" });
    const breaker = new CircuitBreaker({ failures: 1 });
    await assert.rejects(breaker.call(value as never), { code: "ARGUMENT_NOT_FUNCTION" });
    assert.equal(breaker.state, "closed");
  }
});

test("an option that is a boolean or a function refuses what is none, and names it", async (t) => {
  const booleans: Readonly<Record<string, (value: never) => unknown>> = {
    returnErrors: (returnErrors) => gather([], { returnErrors }),
    cancelRest: (cancelRest) => gather([], { cancelRest }),
    ordered: (ordered) => mapConcurrent([], () => 1, { ordered }),
    jitter: (jitter) => retry(() => 1, { jitter }),
    handleSignals: (handleSignals) => run(() => 1, { handleSignals }),
    debug: (debug) => run(() => 1, { debug }),
    immediate: (immediate) => new Queue().shutdown({ immediate }),
    autoAdvance: (autoAdvance) => withVirtualClock(() => 1, { autoAdvance }),
    globalTimers: (globalTimers) => withVirtualClock(() => 1, { globalTimers }),
  };
  const functions: Readonly<Record<string, (value: never) => unknown>> = {
    isRetryable: (isRetryable) => retry(() => 1, { isRetryable }),
    onRetry: (onRetry) => retry(() => 1, { onRetry }),
    isFailure: (isFailure) => new CircuitBreaker({ isFailure }),
    onTiming: (onTiming) => timed(() => 1, { onTiming }),
    "observer.onCreate": (onCreate) => observeTasks({ onCreate }),
    "observer.onEnd": (onEnd) => observeTasks({ onEnd }),
  };
  const kinds = [
    { calls: booleans, isFine: (value: unknown) => typeof value === "boolean" },
    { calls: functions, isFine: (value: unknown) => typeof value === "function" },
  ];
  for (const { calls, isFine } of kinds) {
    for (const [option, call] of Object.entries(calls)) {
      await t.test(option, async () => {
        for (const value of wrong.filter((value) => !isFine(value))) {
          await assert.rejects(
            async () => await call(value as never),
            (error) => error instanceof ValidationError && error.option === option,
          );
        }
        await call(undefined as never);
      });
    }
  }
});

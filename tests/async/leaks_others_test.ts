// Whatever else waits leaves nothing when it is cancelled.
import {
  asCompleted,
  createTask,
  Event,
  every,
  firstSuccessful,
  hedge,
  mapConcurrent,
  RateLimit,
  retry,
  shield,
  singleFlight,
  sleep,
  TaskGroup,
  timeout,
  wait,
} from "@maktaba/std/async";
import { type Kinds, LONG, testLeaks } from "./support/leaks.ts";

const kinds: Kinds = {
  "TaskGroup": [10_000, () => async () => {
    await using group = new TaskGroup();
    group.start(() => sleep(LONG));
  }],
  "timeout()": [10_000, () => () => timeout(LONG, () => sleep(LONG))],
  "wait()": [10_000, () => (signal) => wait([() => sleep(LONG)], { timeoutMs: LONG, signal })],
  "asCompleted()": [10_000, () => async () => {
    for await (const { task } of asCompleted([() => sleep(LONG)])) await task;
  }],
  "a task": [10_000, () => () => createTask(() => sleep(LONG))],
  "retry()": [10_000, () => (signal) => retry(() => sleep(LONG), { signal })],
  "firstSuccessful()": [
    10_000,
    () => (signal) => firstSuccessful([() => sleep(LONG), () => sleep(LONG)], { staggerMs: LONG, signal }),
  ],
  "hedge()": [10_000, () => (signal) => hedge(() => sleep(LONG), { delayMs: LONG, signal })],
  "RateLimit.pass()": [10_000, () => {
    const limit = new RateLimit({ count: 1, periodMs: LONG });
    limit.tryPass();
    return (signal) => limit.pass({ signal });
  }],
  "every()": [10_000, () => async (signal) => {
    for await (const _ of every(LONG, { signal }));
  }],
  "mapConcurrent()": [10_000, () => async (signal) => {
    for await (const _ of mapConcurrent([1, 2], () => sleep(LONG), { signal }));
  }],
  "singleFlight()": [10_000, () => {
    const flight = singleFlight(() => sleep(LONG));
    return () => flight();
  }],
  "shield()": [10_000, () => () => shield(new Event().wait())],
};

testLeaks(kinds);

import assert from "node:assert/strict";
import test from "node:test";
import {
  asCompleted,
  createTask,
  Event,
  EventLoopMonitor,
  firstSuccessful,
  formatTaskTree,
  Future,
  gather,
  LeakError,
  Lock,
  observeTasks,
  Queue,
  run,
  Semaphore,
  shield,
  sleep,
  type Task,
  taskCounts,
  taskTree,
  timeout,
  wait,
  waitFor,
  withLeakCheck,
  withTaskGroup,
  WorkerPool,
} from "@maktaba/std/async";
import { debounce } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { hooks } from "../../internal/task_hooks.ts";
import { setReporter } from "../../internal/report.ts";

const work = new URL("./fixtures/work.ts", import.meta.url);

test("observeTasks() tells of creation, cancellation and end, with the creator and the outcome", async () => {
  const events: unknown[][] = [];
  {
    using _ = observeTasks({
      onCreate: (task, creator) => events.push(["create", task.name, creator?.name]),
      onCancel: (task, reason) => events.push(["cancel", task.name, (reason as Error).name]),
      onEnd: (task) => events.push(["end", task.name, task.failed ? "failed" : task.cancelled ? "cancelled" : "done"]),
    });
    const parent = createTask(async () => {
      createTask(() => sleep(60_000), { name: "child" });
      await createTask(() => 1, { name: "quick" });
      await sleep(60_000);
    }, { name: "parent" });
    await sleep(1);
    parent.cancel();
    await parent.catch(() => {});
    await createTask(() => Promise.reject(new Error("no")), { name: "failing" }).catch(() => {});
  }
  await createTask(() => 1, { name: "unseen" });
  assert.equal(hooks, undefined);
  assert.deepEqual(events.slice(0, 4), [
    ["create", "parent", undefined],
    ["create", "child", "parent"],
    ["create", "quick", "parent"],
    ["end", "quick", "done"],
  ]);
  assert.deepEqual(events.slice(4).map((event) => event.join(" ")).toSorted(), [
    "cancel child CancelledError",
    "cancel parent CancelledError",
    "create failing ",
    "end child cancelled",
    "end failing failed",
    "end parent cancelled",
  ]);
});

test("observeTasks() tells of a cancellation once, and not of one that came too late", async () => {
  const cancelled: Task<unknown>[] = [];
  using _ = observeTasks({ onCancel: (task) => cancelled.push(task) });
  const task = createTask(() => timeout(1_000, () => gather([() => sleep(60_000)])));
  task.cancel();
  task.cancel();
  await task.catch(() => {});
  task.cancel();
  // A limit that runs out cancels its block, not the task.
  await timeout(1, () => sleep(60_000)).catch(() => {});
  assert.deepEqual(cancelled, [task]);
});

test("observeTasks() keeps tasks from what observers throw, and refuses what is no observer", async () => {
  const told: unknown[] = [];
  setReporter(({ properties }) => told.push((properties["error"] as Error).message));
  {
    const fail = () => {
      throw new Error("observer");
    };
    using _ = observeTasks({ onCreate: fail, onEnd: fail });
    assert.equal(await createTask(() => 1), 1);
  }
  setReporter(undefined);
  assert.deepEqual(told, ["observer", "observer"]);
  assert.throws(() => observeTasks({ onStart: () => {} } as never), ValidationError);
  assert.throws(() => observeTasks({ onEnd: 1 } as never), ValidationError);
  assert.throws(() => observeTasks(undefined as never), ValidationError);
  using _ = observeTasks({ onEnd: undefined });
});

test("taskCounts() counts tasks by how they ended", async () => {
  const before = taskCounts();
  const running = createTask(() => sleep(60_000));
  await createTask(() => 1);
  await createTask(() => sleep(1));
  await createTask(() => Promise.reject(new Error("no"))).catch(() => {});
  const cancelled = createTask(() => sleep(60_000));
  cancelled.cancel();
  await cancelled.catch(() => {});
  const since = (after: ReturnType<typeof taskCounts>) =>
    Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]);
  assert.deepEqual(Object.fromEntries(since(taskCounts())), {
    created: 5,
    running: 1,
    succeeded: 2,
    failed: 1,
    cancelled: 1,
  });
  running.cancel();
  await running.catch(() => {});
});

test("taskTree() tells who started whom and what each waits for", async () => {
  const lock = new Lock();
  await lock.acquire();
  const semaphore = new Semaphore(0);
  const queue = new Queue<number>(1);
  queue.tryPut(1);
  const outside = createTask(() => new Event().wait(), { name: "outside" });
  const program = createTask(async () => {
    createTask(() => gather([() => lock.acquire(), () => semaphore.acquire(), () => queue.put(2)]), {
      name: "gathers",
    });
    createTask(() => waitFor(() => timeout(60_000, () => sleep(60_000)), 60_000), { name: "limited" });
    createTask(() => shield(new Future<void>()), { name: "shielded" });
    createTask(() => wait([outside]), { name: "waits" });
    createTask(() => firstSuccessful([() => sleep(5_000)], {}), { name: "races" });
    await withTaskGroup(async (group) => {
      group.start(async () => await outside, { name: "in a group" });
      await sleep(60_000);
    });
  }, { name: "program" });
  await sleep(1);
  assert.deepEqual(
    formatTaskTree().split("\n"),
    [
      "outside: Event.wait()",
      "program: sleep(60000)",
      "├─ gathers: Lock.acquire(), Semaphore.acquire(), Queue.put()",
      "├─ limited",
      "│  └─ task-N: sleep(60000)",
      "├─ shielded: shield()",
      "├─ waits: wait()",
      "├─ races: firstSuccessful()",
      "│  └─ task-N: sleep(5000)",
      '└─ in a group: task "outside"',
    ].map((line) => line.replace("task-N", findName(line))),
  );
  const [, node] = taskTree();
  assert.equal(node!.task, program);
  assert.deepEqual(node!.children.map(({ task }) => task.name), [
    "gathers",
    "limited",
    "shielded",
    "waits",
    "races",
    "in a group",
  ]);
  assert.equal(formatTaskTree([node!.children[0]!]), "gathers: Lock.acquire(), Semaphore.acquire(), Queue.put()");
  program.cancel();
  await program.catch(() => {});
  outside.cancel();
  await outside.catch(() => {});
  assert.deepEqual(taskTree(), []);
  assert.equal(formatTaskTree(), "");
});

/** The number of an unnamed task is that of all tasks before. */
function findName(line: string): string {
  const names = formatTaskTree().split("\n").flatMap((each) => /(task-\d+): (.*)/.exec(each)?.slice(1, 3) ?? []);
  const wanted = line.split(": ")[1];
  return names[names.indexOf(wanted!) - 1] ?? "no such task";
}

test("formatTaskTree() counts equal waits, and what is too much to read", async () => {
  const many = createTask(() => gather(Array.from({ length: 1_000 }, () => () => sleep(50_000))), { name: "many" });
  assert.equal(formatTaskTree(), "many: sleep(50000) × 1000");
  many.cancel();
  await many.catch(() => {});
  const crowd = Array.from({ length: 250 }, () => createTask(() => sleep(60_000), { name: "one" }));
  const lines = formatTaskTree().split("\n");
  assert.equal(lines.length, 201);
  assert.equal(lines.at(-1), "… 50");
  for (const task of crowd) task.cancel();
  await Promise.allSettled(crowd);
});

test("withLeakCheck() passes a block that leaves nothing, and what it gives and throws", async () => {
  const before = createTask(() => sleep(60_000));
  const result = await withLeakCheck(async () => {
    await gather([() => sleep(1), () => sleep(2)]);
    await assert.rejects(waitFor(() => sleep(60_000), 1));
    await createTask(() => Promise.reject(new Error("seen"))).catch(() => {});
    using _monitor = new EventLoopMonitor();
    await run(() => void createTask(() => sleep(60_000)), { handleSignals: false });
    return 7;
  });
  assert.equal(result, 7);
  await assert.rejects(withLeakCheck(() => Promise.reject(new Error("own"))), /own/);
  await assert.rejects(withLeakCheck(undefined as never), ValidationError);
  before.cancel();
  await assert.rejects(before, CancelledError);
  assert.equal(hooks, undefined);
});

test("withLeakCheck() finds tasks, failures, timers and pools that were left", async () => {
  let pool: WorkerPool | undefined;
  let late: ReturnType<typeof debounce> | undefined;
  let monitor: EventLoopMonitor | undefined;
  const block = withLeakCheck(async () => {
    createTask(() => sleep(60_000), { name: "sleeper" });
    createTask(() => Promise.reject(new Error("lost")), { name: "failing" });
    late = debounce(() => {}, 60_000);
    late();
    monitor = new EventLoopMonitor();
    pool = new WorkerPool({ size: 1 });
    await pool.run<typeof import("./fixtures/work.ts")>(work, "fib", [1]);
  });
  await assert.rejects(block, (error) => {
    assert.ok(error instanceof LeakError);
    const { tasks, failures, timers, open } = error.leaks;
    assert.deepEqual(tasks.map(({ name }) => name), ["sleeper"]);
    assert.deepEqual(failures.map(({ name }) => name), ["failing"]);
    assert.equal(timers, 2);
    assert.deepEqual(open.toSorted(), ["EventLoopMonitor", "WorkerPool"]);
    assert.match(error.message, /1 \(sleeper\).*1 \(failing\)/);
    assert.equal(failures[0]!.failed, true);
    failures[0]!.error();
    tasks[0]!.cancel();
    return true;
  });
  late!.cancel();
  monitor![Symbol.dispose]();
  await pool!.close();
});

test("asCompleted() gives a task that is passed twice once, with its first place, as asyncio does", async () => {
  const slow = createTask(() => sleep(20).then(() => "slow"));
  const quick = createTask(() => sleep(1).then(() => "quick"));
  const seen: [string, number][] = [];
  for await (const { task, index } of asCompleted([slow, quick, slow, quick])) seen.push([await task, index]);
  assert.deepEqual(seen, [["quick", 1], ["slow", 0]]);
  // A function is no task: each place is a call of its own.
  let calls = 0;
  const call = () => ++calls;
  for await (const { task } of asCompleted([call, call])) await task;
  assert.equal(calls, 2);
});

test("Future.addDoneCallback() calls at the end however it comes, or soon after it", async () => {
  const events: string[] = [];
  const future = new Future<number>();
  const tell = (name: string) => (ended: Future<number>) => {
    events.push(`${name} ${ended === future} ${ended.done}`);
  };
  future.addDoneCallback(tell("first"));
  future.addDoneCallback(tell("second"));
  future.addDoneCallback(tell("taken back"))();
  future.resolve(1);
  assert.deepEqual(events, []);
  await sleep(0);
  future.addDoneCallback(tell("late"));
  future.addDoneCallback(tell("late, taken back"))();
  assert.equal(events.length, 2);
  await sleep(0);
  assert.deepEqual(events, ["first true true", "second true true", "late true true"]);
  const outcomes: unknown[] = [];
  const failed = new Future<number>();
  failed.addDoneCallback((ended) => outcomes.push(ended.error()));
  failed.reject("why");
  const cancelled = new Future<number>();
  cancelled.addDoneCallback((ended) => outcomes.push(ended.cancelled));
  cancelled.cancel();
  await sleep(0);
  assert.deepEqual(outcomes, ["why", true]);
  assert.throws(() => future.addDoneCallback(1 as never), ValidationError);
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { allTasks, createTask, currentTask, EventLoopMonitor, run, sleep, type Task } from "@maktaba/std/async";
import { CancelledError, ValidationError } from "@maktaba/std/errors";
import { type Report, setReporter } from "../../internal/report.ts";

test("run() gives the result of main, which is a task", async () => {
  assert.equal(await run(() => currentTask()?.name, { handleSignals: false }), "main");
  await assert.rejects(run(() => Promise.reject(new Error("own"))), /own/);
});

test("run() cancels and awaits what main left running, however it was started", async () => {
  const ended: string[] = [];
  const background = (name: string) => async () => {
    try {
      await sleep(60_000);
    } finally {
      ended.push(name);
    }
  };
  await run(async () => {
    createTask(background("child"));
    setTimeout(() => createTask(background("from a timer")), 0);
    await sleep(10);
  });
  assert.deepEqual(ended.toSorted(), ["child", "from a timer"]);
  assert.deepEqual(allTasks(), []);
});

test("run() leaves tasks alone that were there before", async () => {
  const before = createTask(() => sleep(60_000));
  await run(() => sleep(0));
  assert.equal(before.done, false);
  before.cancel();
  await before.catch(() => {});
});

test("run() is cancelled by its signal", async () => {
  const controller = new AbortController();
  const running = run(() => sleep(60_000), { signal: controller.signal });
  controller.abort(new CancelledError("outside"));
  await assert.rejects(running, CancelledError);
});

test("run({ debug }) tells of callbacks that block the loop and of tasks left over", async () => {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  await run(async () => {
    createTask(() => sleep(60_000), { name: "left over" });
    await sleep(20);
    const end = performance.now() + 120;
    while (performance.now() < end);
    await sleep(20);
  }, { debug: true, slowCallbackMs: 50 });
  setReporter(undefined);
  const blocked = reports.find(({ message }) => message === "A callback blocked the event loop");
  assert.ok(Number(blocked?.properties["blockedMs"]) >= 50);
  assert.ok(reports.some(({ properties }) => properties["task"] === "left over"));
  await assert.rejects(run(() => 1, { slowCallbackMs: -1 }), ValidationError);
});

test("run() takes its signal handlers back", async () => {
  const before = process.listenerCount("SIGINT");
  let during = 0;
  await run(() => {
    during = process.listenerCount("SIGINT");
  });
  assert.equal(during, before + 1);
  assert.equal(process.listenerCount("SIGINT"), before);
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  test(`run() lets the program clean up on ${signal} and exits with ${code}`, async () => {
    const { child, output, closed } = start("interrupted.ts");
    await ready(output);
    child.kill(signal);
    assert.equal(await closed, code);
    assert.match(output.text, /cleaned up\nCancelledError/);
  });
}

for (const args of [[], ["--floating"]]) {
  test(`run() whose interruption nobody catches ends without a word (${args[0] ?? "awaited"})`, async () => {
    const { child, output, closed } = start("let_go.ts", ...args);
    await ready(output);
    child.kill("SIGINT");
    assert.equal(await closed, 130);
    assert.match(output.text, /cleaned up\nready$/);
  });
}

test("run() whose clean-up fails when it is interrupted tells of that", async () => {
  const { child, output, closed } = start("let_go.ts", "--fail");
  await ready(output);
  child.kill("SIGINT");
  assert.notEqual(await closed, 0);
  assert.match(output.text, /error.*: the clean-up failed/i);
});

test("run() ends the process at once at the second signal", async () => {
  const { child, output, closed } = start("interrupted.ts", "--slow");
  await ready(output);
  process.kill(child.pid!, "SIGINT");
  // The second must come after the first has been handled, which nothing tells from outside.
  await sleep(300);
  process.kill(child.pid!, "SIGINT");
  assert.equal(await closed, 130);
  assert.doesNotMatch(output.text, /cleaned up/);
});

/** Deno takes an exit code above 128 for the signal that it stands for. */
const signalCodes: Record<string, number> = { SIGINT: 130, SIGTERM: 143 };

interface Output {
  text: string;
  onText: () => void;
}

function start(fixture: string, ...args: string[]): { child: ChildProcess; output: Output; closed: Promise<number> } {
  const program = fileURLToPath(new URL(`./fixtures/${fixture}`, import.meta.url));
  const run = "Deno" in globalThis ? ["run", "-A", "--no-check"] : [];
  const child = spawn(process.execPath, [...run, program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const output: Output = { text: "", onText: () => {} };
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output.text += text;
      output.onText();
    });
  }
  const closed = once(child, "close").then(([code, signal]) => (code ?? signalCodes[signal as string]) as number);
  // A program that ends early must not leave the test waiting for what it would have printed.
  child.once("close", () => {
    output.text += "ready";
    output.onText();
  });
  return { child, output, closed };
}

async function ready(output: Output): Promise<void> {
  while (!output.text.includes("ready")) await new Promise<void>((resolve) => output.onText = resolve);
}

test("EventLoopMonitor sees a blocked loop", async () => {
  using monitor = new EventLoopMonitor({ resolutionMs: 1 });
  assert.deepEqual(monitor.delays(), { count: 0, meanMs: 0, medianMs: 0, p99Ms: 0, maxMs: 0 });
  await sleep(10);
  const end = performance.now() + 60;
  while (performance.now() < end);
  await sleep(10);
  const delays = monitor.delays();
  assert.ok(delays.maxMs >= 50, JSON.stringify(delays));
  assert.ok(delays.count > 2 && delays.medianMs <= delays.p99Ms && delays.p99Ms <= delays.maxMs);
  assert.throws(() => new EventLoopMonitor({ resolutionMs: 0 }), ValidationError);
});

test("a task named by its function keeps the name in run()", async () => {
  let task: Task<unknown> | undefined;
  await run(function reader() {
    task = currentTask();
  });
  assert.equal(task?.name, "reader");
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import {
  createTask,
  Event,
  Future,
  gather,
  Lock,
  run,
  shield,
  sleep,
  waitFor,
  withTaskGroup,
} from "@maktaba/std/async";
import { getLocale, setLocale, TimeoutError } from "@maktaba/std/errors";
import { hooks } from "../../internal/task_hooks.ts";
import { type Report, setReporter } from "../../internal/report.ts";

/** Runs something and gives what it reported. */
async function reportsOf(block: () => Promise<unknown>): Promise<Report[]> {
  const reports: Report[] = [];
  setReporter((report) => reports.push(report));
  try {
    await block();
  } finally {
    setReporter(undefined);
  }
  return reports;
}

/** Runs something without a log, in English, and gives what it printed. */
async function printedBy(block: () => Promise<unknown>, locale: "ar" | "en" = "en"): Promise<string[]> {
  const lines: string[] = [];
  const { error, warn } = console;
  const before = getLocale();
  setLocale(locale);
  console.error = (text: string) => void lines.push(`error: ${text}`);
  console.warn = (text: string) => void lines.push(`warn: ${text}`);
  try {
    await block();
  } finally {
    Object.assign(console, { error, warn });
    setLocale(before);
  }
  return lines;
}

function compute(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const debug = { debug: true, handleSignals: false };

test("run({ debug }) names the task whose code blocked the loop, of those that ran", async () => {
  const reports = await reportsOf(() =>
    run(async () => {
      const quick = (name: string) => createTask(() => sleep(30).then(() => sleep(1)), { name });
      await gather([
        quick("before"),
        createTask(async () => {
          await sleep(30);
          compute(150);
          await sleep(1);
        }, { name: "greedy" }),
        quick("after"),
      ]);
      await sleep(20);
    }, { ...debug, slowCallbackMs: 100 })
  );
  const blocked = reports.filter(({ message }) => message === "A callback blocked the event loop");
  const one = blocked.find(({ properties }) => properties["task"] === "greedy");
  assert.ok(one, JSON.stringify(blocked));
  assert.ok(Number(one.properties["blockedMs"]) >= 100);
  // The place alone, without what the library and the runtime do on the way to it.
  assert.match(String(one.properties["createdAt"]), /^\s+at [^\n]*debug_test/);
});

test("run({ debug }) names the task that blocked the loop and then ended, or waited for another library", async () => {
  const reports = await reportsOf(() =>
    run(async () => {
      await createTask(() => compute(150), { name: "ends" });
      await createTask(async () => {
        compute(150);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }, { name: "goes on elsewhere" });
      await sleep(20);
    }, { ...debug, slowCallbackMs: 100 })
  );
  const tasks = reports.map(({ properties }) => properties["task"]);
  assert.ok(tasks.includes("ends"), JSON.stringify(reports));
  assert.ok(reports.filter(({ message }) => message === "A callback blocked the event loop").length >= 2);
});

test("run({ debug }) tells with debug on where tasks were created that it leaves over", async () => {
  const reports = await reportsOf(() => run(() => void createTask(() => sleep(60_000), { name: "left over" }), debug));
  const left = reports.find(({ message }) => message === "A task still ran when its program ended");
  assert.equal(left?.properties["task"], "left over");
  assert.match(String(left?.properties["createdAt"]), /debug_test/);
});

test("run() tells at its end of tasks that failed and that nobody awaited, in debug with their place", async () => {
  const main = async () => {
    createTask(() => Promise.reject(new Error("forgotten")), { name: "reader" });
    await createTask(() => Promise.reject(new Error("seen"))).catch(() => {});
    await sleep(1);
  };
  for (const options of [debug, { handleSignals: false }]) {
    const reports = await reportsOf(() => run(main, options));
    const told = reports.filter(({ message }) => message === "A task failed and nobody awaited it");
    assert.equal(told.length, 1);
    assert.equal(told[0]!.level, "error");
    assert.equal(told[0]!.properties["task"], "reader");
    assert.equal((told[0]!.properties["error"] as Error).message, "forgotten");
    if (options === debug) assert.match(String(told[0]!.properties["createdAt"]), /debug_test/);
    else assert.equal("createdAt" in told[0]!.properties, false);
  }
});

test("run() does not tell of failures from before it, nor twice", async () => {
  const before = createTask(() => Promise.reject(new Error("before")));
  const reports = await reportsOf(async () => {
    await run(() => sleep(1), { handleSignals: false });
    await run(() => void createTask(() => Promise.reject(new Error("during"))), { handleSignals: false });
    await run(() => sleep(1), { handleSignals: false });
  });
  assert.deepEqual(reports.map(({ properties }) => (properties["error"] as Error).message), ["during"]);
  await before.catch(() => {});
});

test("waitFor() says in debug that an operation ignores its cancellation", async () => {
  const released = new Future<void>();
  const reports = await reportsOf(() =>
    run(async () => {
      const stubborn = () => shield(async () => await released);
      await assert.rejects(waitFor(createTask(stubborn, { name: "stubborn" }), 5), TimeoutError);
      const deaf = createTask(() => new Promise<void>((resolve) => setTimeout(resolve, 200)), { name: "deaf" });
      await assert.rejects(waitFor(deaf, 5), TimeoutError);
      await assert.rejects(waitFor(() => sleep(60_000), 5), TimeoutError);
      await deaf;
      released.resolve();
    }, { ...debug, slowCallbackMs: 50 })
  );
  const ignored = reports.filter(({ message }) => message === "An operation did not stop when its time was over");
  assert.deepEqual(ignored.map(({ properties }) => properties["task"]), ["deaf"]);
  assert.match(String(ignored[0]!.properties["createdAt"]), /debug_test/);
});

test("run({ debug }) ends its watch with it, as do two at a time", async () => {
  const isOver = new Event();
  await Promise.all([run(() => isOver.wait(), debug), run(() => sleep(1), debug).then(() => isOver.set())]);
  assert.equal(hooks, undefined);
});

test("what no code can catch is printed until a log is configured, in the chosen language", async () => {
  const lose = async () => {
    createTask(() => Promise.reject(new TypeError("the reason")), { name: "reader" });
    await sleep(1);
  };
  const [english] = await printedBy(() => run(lose, debug));
  assert.match(english!, /^error: Task reader failed and nobody awaited it\nTypeError: the reason\n[^]*debug_test/);
  assert.match(english!, /It was created here:\n[^]*debug_test/);
  const [arabic] = await printedBy(() => run(lose, { handleSignals: false }), "ar");
  assert.match(arabic!, /^error: فشلت المهمة reader ولم ينتظرها أحد\nTypeError: the reason/);
  assert.doesNotMatch(arabic!, /أُنشئت/);
});

test("the rejection of a future that nobody awaited is told, one that somebody saw and a cancellation are not", async () => {
  const lines = await printedBy(() =>
    run(async () => {
      new Future().reject(new TypeError("lost"));
      const awaited = new Future();
      const waiting = createTask(async () => await awaited);
      const seen = [new Future(), new Future(), new Future()] as const;
      for (const future of [awaited, ...seen]) future.reject(new Error("seen"));
      await waiting.catch(() => {});
      await seen[0].then(undefined, () => {});
      seen[1].error();
      assert.throws(() => seen[2].result());
      new Future().cancel();
    }, { handleSignals: false })
  );
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0]!, /^error: A future was rejected and nobody awaited it\nTypeError: lost/);
});

test("errors of callbacks, shielded operations and cancelled groups are not lost either", async () => {
  const lines = await printedBy(async () => {
    const future = new Future<number>();
    future.addDoneCallback(() => {
      throw new Error("in a callback of a future");
    });
    future.resolve(1);
    await createTask(() => 1).then(() => {});
    const task = createTask(() => shield(() => sleep(5).then(() => Promise.reject(new Error("shielded")))));
    task.cancel();
    await task.catch(() => {});
    const group = createTask(() =>
      withTaskGroup(async (group) => {
        group.start(async () => {
          try {
            await sleep(60_000);
          } finally {
            await shield(() => sleep(1));
            // deno-lint-ignore no-unsafe-finally
            throw new Error("in a group");
          }
        });
        await sleep(60_000);
      })
    );
    await sleep(0);
    group.cancel();
    await group.catch(() => {});
    await sleep(10);
  });
  const text = lines.join("\n");
  for (const reason of ["in a callback of a future", "shielded", "in a group"]) assert.ok(text.includes(reason), text);
});

test("a warning of debug is printed, too, until a log is configured", async () => {
  const lines = await printedBy(() =>
    run(() => void createTask(() => new Lock().acquire().then(() => sleep(60_000)), { name: "left" }), debug)
  );
  assert.match(lines[0]!, /^warn: Task left still ran when its program ended\n/);
});

test("a failure that nobody awaited is printed when the process ends, which ends as it would", async () => {
  for (const [args, expected] of [[[], 0], [["--exit"], 3]] as const) {
    const { code, stdout, stderr } = await program("lost_failure.ts", args);
    assert.equal(code, expected);
    assert.match(stdout, /end of the program/);
    assert.match(stderr, /Task forgotten failed and nobody awaited it\nTypeError: nobody asked/);
    assert.doesNotMatch(stderr, /seen/);
  }
});

test("run({ debug }) tells who waits for what when the process ends although tasks still wait", async () => {
  const { stderr } = await program("stuck_program.ts");
  assert.match(stderr, /The process ends while tasks still wait, 2 in all/);
  assert.match(stderr, /program: Event\.wait\(\)\n└─ reader: Event\.wait\(\)/);
});

test("run({ debug }) tells who waits for what when the program is interrupted", async () => {
  let isInterrupted = false;
  const { stdout, stderr } = await program("interrupted.ts", ["--debug"], (child, output) => {
    // Once: a second interrupt would end the program at once.
    if (isInterrupted || !output.includes("ready")) return;
    isInterrupted = true;
    child.kill("SIGINT");
  });
  assert.match(stderr, /The program was interrupted by SIGINT while these tasks ran:\nmain: sleep\(60000\)/);
  assert.match(stdout, /cleaned up\nCancelledError/);
});

async function program(
  name: string,
  args: readonly string[] = [],
  onOutput?: (child: ChildProcess, output: string) => void,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const path = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
  const run = "Deno" in globalThis ? ["run", "-A", "--no-check"] : [];
  const env = { ...process.env, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", NO_COLOR: "1" };
  const child = spawn(process.execPath, [...run, path, ...args], { stdio: ["ignore", "pipe", "pipe"], env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    onOutput?.(child, stdout);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
  const [code] = await once(child, "close") as [number | null];
  return { code, stdout, stderr };
}

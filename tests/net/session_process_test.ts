import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "../../internal/runtime.ts";
import { connectSession, fileSessionStore } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { fast } from "./session_support.ts";
import { soon } from "./support.ts";

const TOTAL = 600;

/** Starts the server in a process of this runtime; gives its URL when it listens. */
async function start(directory: string): Promise<{ child: ChildProcess; url: string }> {
  const file = fileURLToPath(new URL("./fixtures/session_server.ts", import.meta.url));
  const own = runtime === "deno" ? ["run", "--no-check", "-A", file] : [file];
  const child = spawn(process.execPath, [...own, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve) =>
    child.stdout!.once("data", (text) => resolve(String(text).trim()))
  );
  return { child, url };
}

test("a server of sessions that is killed in the middle loses nothing, and what it handles again has the number that it had", async () => {
  await using directory = await tempDir();
  let { child, url } = await start(directory.path);
  const answers: string[] = [];
  const kill = async () => {
    const closed = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await closed;
  };
  const exchange = async () => {
    await using session = await connectSession(() => url, {
      ...fast,
      token: "a-token-of-the-tests",
      store: await fileSessionStore(join(directory.path, "client.jsonl")),
      onMessage: (answer) => void answers.push(answer as string),
    });
    const sending = async () => {
      for (let value = 0; value < TOTAL; value++) await session.send(String(value));
      await session.flush();
    };
    const killing = async () => {
      for (const count of [50, 250]) {
        while (answers.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
        await kill();
        ({ child, url } = await start(directory.path));
      }
    };
    await Promise.all([sending(), killing()]);
    while (answers.at(-1) !== `${TOTAL} ${TOTAL - 1}`) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  try {
    await soon(exchange(), "the exchange", 90_000);
  } finally {
    await kill();
  }
  const lines = (await readFile(join(directory.path, "handled.txt"), "utf8")).trimEnd().split("\n");
  // What was handled, and not yet known to be when the process was killed, is handled again: by its number it is known.
  const expected = Array.from({ length: TOTAL }, (_, value) => `${value + 1} ${value}`);
  assert.deepEqual([...new Set(lines)], expected);
  assert.deepEqual([...new Set(answers)], expected);
});

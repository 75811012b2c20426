#!/usr/bin/env node
/**
 * The `maktaba` (`مكتبة`) command of the terminal.
 *
 * @module
 */

import process from "node:process";
import { runCli } from "./run_cli.ts";

const controller = new AbortController();
const received: { signal?: "SIGINT" | "SIGTERM" } = {};
for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for the cleaning up.
    if (received.signal !== undefined) process.exit(exitCode);
    received.signal = signal;
    controller.abort();
  });
}

// The last part of the path, without loading node:path for it.
const name = /[^/\\]*$/.exec(process.argv[1] ?? "")?.[0].normalize("NFC");
const exitCode = await runCli(process.argv.slice(2), {
  signal: controller.signal,
  locale: name === "مكتبة" ? "ar" : undefined,
});
process.exitCode = exitCode === 130 && received.signal === "SIGTERM" ? 143 : exitCode;
// The process ends when nothing is left to do. Should a driver keep it alive after its connection was closed, this ends
// it; being unreferenced, the timer itself keeps nothing alive.
setTimeout(() => process.exit(), 2_000).unref();

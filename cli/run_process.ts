import { programArguments } from "../internal/runtime.ts";
import { consoleOutput } from "./console_output.ts";
import { runArguments } from "./run_arguments.ts";
import { streamOutput } from "./stream_output.ts";
import { thisProcess } from "./this_process.ts";

/**
 * Runs the command as the program of this process: its arguments, its signals, its exit code. For help it does not even
 * look at the process, as that alone takes Deno ten milliseconds.
 *
 * @param locale The language, where the command's own name says it.
 */
export async function runProcess(locale?: "ar" | "en"): Promise<void> {
  const interruption: Interruption = { exitCode: undefined };
  const exitCode = await runArguments(programArguments(), {
    stdout: streamOutput(() => thisProcess().stdout),
    help: consoleOutput,
    stderr: streamOutput(() => thisProcess().stderr),
    begin: () => hearInterrupts(interruption),
    locale,
  });
  if (interruption.signal === undefined && exitCode === 0) return;
  // Everything has been written: writes are waited for. What would still keep the process alive is an input that nobody
  // reads any more, or a driver's connection.
  thisProcess().exit(exitCode === 130 ? interruption.exitCode : exitCode);
}

interface Interruption {
  /** There once interrupts are heard. */
  signal?: AbortSignal;
  /** What the process is to end with, once it was interrupted. */
  exitCode: number | undefined;
}

function hearInterrupts(interruption: Interruption): AbortSignal {
  const controller = new AbortController();
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    thisProcess().on(signal, () => {
      // Whoever asks twice does not want to wait for the cleaning up.
      if (interruption.exitCode !== undefined) thisProcess().exit(exitCode);
      interruption.exitCode = exitCode;
      controller.abort();
    });
  }
  return interruption.signal = controller.signal;
}

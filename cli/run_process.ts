import { runCli } from "./run_cli.ts";
import { thisProcess } from "./this_process.ts";

/**
 * Runs the command as the program of this process: its arguments, its signals, its exit code.
 *
 * @param locale The language, where the command's own name says it.
 */
export async function runProcess(locale?: "ar" | "en"): Promise<void> {
  const process = thisProcess();
  const controller = new AbortController();
  let interruptedCode: number | undefined;
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait for the cleaning up.
      if (interruptedCode !== undefined) process.exit(exitCode);
      interruptedCode = exitCode;
      controller.abort();
    });
  }
  const exitCode = await runCli(process.argv.slice(2), { signal: controller.signal, locale });
  // Everything has been written: writes are waited for. What would still keep the process alive is an input that nobody
  // reads any more, or a driver's connection.
  process.exit(exitCode === 130 ? interruptedCode : exitCode);
}

import {
  checkArray,
  checkFunction,
  checkObject,
  checkOneOf,
  checkOptions,
  checkSignal,
  checkText,
  type OptionNames,
} from "../internal/validate.ts";
import { consoleOutput } from "./console_output.ts";
import type { Output } from "./output.ts";
import { runArguments } from "./run_arguments.ts";
import { streamOutput } from "./stream_output.ts";
import { thisProcess } from "./this_process.ts";

/** Options for {@linkcode runCli}. */
export interface RunCliOptions {
  /**
   * Takes results.
   *
   * @default The process's standard output.
   */
  stdout?: Output | undefined;
  /**
   * Takes everything that is not a result: messages, and help that was not asked for.
   *
   * @default The process's standard error.
   */
  stderr?: Output | undefined;
  /** Stops the work, which leaves nothing half done behind; the exit code is then 130. */
  signal?: AbortSignal | undefined;
  /**
   * The language, where the arguments do not say it.
   *
   * @default The one set by `setLocale`, or the environment's.
   */
  locale?: "ar" | "en" | undefined;
}

const optionNames: OptionNames<RunCliOptions> = { stdout: true, stderr: true, signal: true, locale: true };

/**
 * Runs the `maktaba` command inside this program.
 *
 * @param argv The arguments, without the program's name, in either language.
 * @param options Where output goes, the language, and how to stop it.
 * @returns The exit code: 0 done, 1 the work failed, 2 wrong usage, 130 stopped by the signal.
 * @throws {ValidationError} If `argv` is not an array of strings, or an option is wrong or not known.
 *
 * @example Ask for the version
 * ```ts
 * import { runCli } from "@maktaba/std/cli";
 * import assert from "node:assert/strict";
 *
 * let text = "";
 * const code = await runCli(["--version", "--lang", "en"], { stdout: { write: (part) => void (text += part) } });
 * assert.equal(code, 0);
 * assert.match(text, /^maktaba \d+\.\d+\.\d+\n$/);
 * ```
 */
export async function runCli(argv: readonly string[], options: RunCliOptions = {}): Promise<number> {
  checkArguments(argv);
  checkWishes(options);
  const stdout = options.stdout ?? streamOutput(() => thisProcess().stdout);
  const signal = options.signal ?? new AbortController().signal;
  return await runArguments(argv, {
    stdout,
    help: options.stdout ?? consoleOutput,
    stderr: options.stderr ?? streamOutput(() => thisProcess().stderr),
    begin: () => signal,
    locale: options.locale,
  });
}

function checkArguments(argv: readonly unknown[]): void {
  checkArray("argv", argv);
  argv.forEach((argument, index) => {
    // An empty argument is one that a command may complain of in its own words.
    if (argument !== "") checkText(`argv[${index}]`, argument);
  });
}

function checkWishes(options: RunCliOptions): void {
  checkOptions(options, optionNames);
  const { locale, signal } = options;
  for (const name of ["stdout", "stderr"] as const) {
    const output = options[name];
    if (output === undefined) continue;
    checkObject(name, output);
    checkFunction(`${name}.write`, output.write);
  }
  if (signal !== undefined) checkSignal("signal", signal);
  if (locale !== undefined) checkOneOf("locale", locale, ["ar", "en"]);
}

import { getLocale, type Locale, setLocale } from "../errors/locale.ts";
import { checkPositionals, type NamedOption, type ReadArguments, readArguments } from "./arguments.ts";
import type { Command, OptionSpec } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, programHelp } from "./help.ts";
import { texts } from "./language.ts";
import { Misuse } from "./misuse.ts";
import type { Output } from "./output.ts";
import { ClosedOutput } from "./stream_output.ts";
import { version } from "./version.ts";

/** What {@linkcode runArguments} works with. */
export interface RunSettings {
  /** Takes results. */
  stdout: Output;
  /** Takes help and the version. */
  help: Output;
  /** Takes everything else. */
  stderr: Output;
  /** Called before a command is run; gives the signal that stops it. */
  begin(): AbortSignal;
  /** The language, where the arguments do not say it. */
  locale: Locale | undefined;
}

/**
 * Runs the command, and does nothing on the way to help that takes time.
 *
 * @param argv The arguments.
 * @param settings Where output goes, and the rest.
 * @returns The exit code.
 */
export async function runArguments(argv: readonly string[], settings: RunSettings): Promise<number> {
  const before = getLocale();
  const locale = askedLocale(argv) ?? settings.locale ?? before;
  const run: Run = { ...settings, locale, isDebugging: false, command: undefined, signal: undefined };
  setLocale(locale);
  try {
    return await runLine(argv, run);
  } catch (error) {
    return await fail(error, run).catch(exitCodeOfClosed);
  } finally {
    setLocale(before);
  }
}

interface Run extends RunSettings {
  locale: Locale;
  isDebugging: boolean;
  command: Command | undefined;
  /** There once a command runs. */
  signal: AbortSignal | undefined;
}

/** What every command takes. */
const commonOptions: Readonly<Record<string, OptionSpec>> = {
  lang: {
    arabic: "لغة",
    value: { en: "ar|en", ar: "ar|en" },
    help: { en: "Language of help and messages", ar: "لغة المساعدة والرسائل" },
  },
  debug: {
    arabic: "تنقيح",
    help: { en: "Show where in the program an error came from", ar: "إظهار موضع الخطأ في البرنامج" },
  },
  help: { arabic: "مساعدة", short: "h", help: { en: "Show this help", ar: "إظهار هذه المساعدة" } },
  version: { arabic: "إصدار", help: { en: "Show the version", ar: "إظهار الإصدار" } },
};

// The language is looked for before anything else is read, so that complaints about the rest are in it already.
function askedLocale(argv: readonly string[]): Locale | undefined {
  for (const [index, argument] of argv.entries()) {
    if (argument === "--") return undefined;
    const [name, inline] = argument.normalize("NFC").split("=", 2);
    const value = inline ?? argv[index + 1];
    if ((name === "--lang" || name === "--لغة") && (value === "ar" || value === "en")) return value;
  }
  return undefined;
}

async function runLine(argv: readonly string[], run: Run): Promise<number> {
  const program = texts.program[run.locale];
  const leading = readArguments(argv, named(commonOptions), program, true);
  const [name, ...others] = leading.rest;
  run.command = name === undefined ? undefined : findCommand(name);
  const read = run.command === undefined ? leading : readForCommand(run.command, leading, others, run.locale);
  run.isDebugging = read.options.has("debug");
  checkLanguage(read, run.locale);
  if (read.options.has("help")) return await print(run.help, helpOf(run));
  if (read.options.has("version")) return await print(run.help, `${program} ${version}\n`);
  if (run.command === undefined) {
    if (argv.length === 0) return await print(run.stderr, helpOf(run), 2);
    throw new Misuse({ code: "CLI_COMMAND_MISSING" });
  }
  checkPositionals(run.command, read.positionals, run.locale);
  const { stdout, stderr, locale } = run;
  const signal = run.signal = run.begin();
  signal.throwIfAborted();
  const { runCommand } = await import("./run_command.ts");
  await runCommand(run.command, withoutCommon(read), { stdout, stderr, locale, signal });
  return 0;
}

function findCommand(name: string): Command {
  const wanted = name.normalize("NFC");
  const command = commands.find((each) => each.name.en === wanted || each.name.ar.normalize("NFC") === wanted);
  if (command !== undefined) return command;
  const known = commands.flatMap((each) => [each.name.en, each.name.ar]);
  throw new Misuse({ code: "CLI_COMMAND_UNKNOWN", params: { command: name }, typed: wanted, known });
}

function readForCommand(
  command: Command,
  leading: ReadArguments,
  argv: readonly string[],
  locale: Locale,
): ReadArguments {
  const known = named({ ...command.options, ...commonOptions });
  const read = readArguments(argv, known, command.name[locale], false);
  return { positionals: read.positionals, options: new Map([...leading.options, ...read.options]) };
}

function named(options: Readonly<Record<string, OptionSpec>>): NamedOption[] {
  return Object.entries(options).map(([english, option]) => ({ ...option, english }));
}

function checkLanguage({ options }: ReadArguments, locale: Locale): void {
  const value = options.get("lang");
  if (value === undefined || value === "ar" || value === "en") return;
  const option = locale === "ar" ? "--لغة" : "--lang";
  throw new Misuse({ code: "CLI_OPTION_NOT_ONE_OF", params: { option, allowed: ["ar", "en"], value } });
}

function withoutCommon({ options, positionals }: ReadArguments): ReadArguments {
  return { positionals, options: new Map(Array.from(options).filter(([name]) => !Object.hasOwn(commonOptions, name))) };
}

function helpOf({ command, locale }: Run): string {
  return command === undefined
    ? programHelp(commands, commonOptions, locale)
    : commandHelp(command, commonOptions, locale);
}

async function print(output: Output, text: string, exitCode = 0): Promise<number> {
  await output.write(text);
  return exitCode;
}

async function fail(error: unknown, run: Run): Promise<number> {
  if (error instanceof ClosedOutput) return 0;
  if (run.signal?.aborted) {
    return await print(run.stderr, `${texts.program[run.locale]}: ${texts.interrupted[run.locale]}\n`, 130);
  }
  const { explain } = await import("./explain.ts");
  const { text, exitCode } = explain(error, run);
  return await print(run.stderr, text, exitCode);
}

// Even the complaint could not be written. Nobody can be told, but a reader who has left is no failure of the work.
function exitCodeOfClosed(error: unknown): number {
  return error instanceof ClosedOutput ? 0 : 1;
}

import type { Locale } from "../errors/locale.ts";
import type { ArgumentSpec, Command, OptionSpec } from "./command.ts";
import { Misuse } from "./misuse.ts";

/** An option with its English name, which is its key. */
export type NamedOption = OptionSpec & { english: string };

/** A line of arguments, read: what each option was given, and what stood by itself. */
export interface ReadArguments {
  /** The value of each option that was given, by its English name; `true` for a switch. */
  options: Map<string, string | true>;
  /** What is not an option, in order. */
  positionals: string[];
}

/**
 * Reads options up to the end, or up to the first argument that is none. Unlike citty and `node:util`'s parser, it
 * accepts no name but the declared ones.
 *
 * @param argv The arguments.
 * @param known The options that there are.
 * @param command What they are options of, for messages.
 * @param untilPositional Whether the first argument that is not an option ends the reading.
 * @returns What was read, and the arguments after it.
 * @throws {Misuse} If an option is unknown, lacks its value or has one that it does not take.
 */
export function readArguments(
  argv: readonly string[],
  known: readonly NamedOption[],
  command: string,
  untilPositional: boolean,
): ReadArguments & { rest: string[] } {
  const read: ReadArguments & { rest: string[] } = { options: new Map(), positionals: [], rest: [] };
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === "--") {
      const others = argv.slice(index + 1);
      return untilPositional ? { ...read, rest: others } : { ...read, positionals: [...read.positionals, ...others] };
    }
    if (!isOption(argument)) {
      if (untilPositional) return { ...read, rest: argv.slice(index) };
      read.positionals.push(argument);
      continue;
    }
    const { option, written, inline } = findOption(argument, known, command);
    const next = option.value === undefined || inline !== undefined ? undefined : argv[++index];
    read.options.set(option.english, valueOf(option, written, inline, next, known));
  }
  return read;
}

// A lone dash names a standard stream by custom, and SQL may begin with a comment ("-- all of them"): both are values.
function isOption(argument: string): boolean {
  return /^--?[^\s-]/.test(argument);
}

function findOption(argument: string, known: readonly NamedOption[], command: string) {
  const equals = argument.indexOf("=");
  const written = equals === -1 ? argument : argument.slice(0, equals);
  const inline = equals === -1 ? undefined : argument.slice(equals + 1);
  // Keyboards and systems differ in how they compose letters such as أ.
  const name = written.normalize("NFC");
  const option = known.find((each) => namesOf(each).includes(name));
  if (option !== undefined) return { option, written, inline };
  throw new Misuse({
    code: "CLI_OPTION_UNKNOWN",
    params: { option: written, command },
    typed: name,
    known: known.flatMap(namesOf).filter((each) => each.startsWith("--")),
  });
}

function namesOf(option: NamedOption): string[] {
  const names = [`--${option.english}`, `--${option.arabic.normalize("NFC")}`];
  return option.short === undefined ? names : [...names, `-${option.short}`];
}

function valueOf(
  option: NamedOption,
  written: string,
  inline: string | undefined,
  next: string | undefined,
  known: readonly NamedOption[],
): string | true {
  if (option.value === undefined) {
    if (inline === undefined) return true;
    throw new Misuse({ code: "CLI_OPTION_VALUE_UNEXPECTED", params: { option: written, value: inline } });
  }
  const value = inline ?? next;
  // Another option in the value's place means that the value was forgotten; any other text may begin with a dash.
  const isForgotten = inline === undefined && known.some((each) => namesOf(each).includes(value ?? ""));
  if (value !== undefined && value !== "--" && !isForgotten) return value;
  throw new Misuse({ code: "CLI_OPTION_VALUE_MISSING", params: { option: written } });
}

/**
 * Checks that a command has been given what it needs and nothing more.
 *
 * @param command The command.
 * @param positionals What stood by itself.
 * @param locale The language that names are shown in.
 * @throws {Misuse} If an argument is missing or too many are there.
 */
export function checkPositionals(command: Command, positionals: readonly string[], locale: Locale): void {
  const specs: ArgumentSpec[] = Object.values(command.arguments);
  const missing = specs.find((spec, index) => !spec.optional && positionals[index] === undefined);
  const name = command.name[locale];
  if (missing !== undefined) {
    throw new Misuse({
      code: "CLI_ARGUMENT_MISSING",
      params: { command: name, argument: `<${missing.name[locale]}>` },
    });
  }
  if (positionals.length > specs.length) {
    throw new Misuse({
      code: "CLI_ARGUMENT_UNEXPECTED",
      params: { command: name, value: positionals[specs.length] },
    });
  }
}

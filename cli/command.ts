import type { Locale } from "../errors/locale.ts";
import type { Output } from "./output.ts";
import type { Text } from "./language.ts";

/** Something that a command takes by its place on the line. */
export interface ArgumentSpec {
  /** What it is called in help and messages. */
  name: Text;
  /** What it is for. */
  help: Text;
  /** Whether the command does without it. */
  optional?: true;
}

/** Something that a command takes by name. The English name is the key under which the command finds it. */
export interface OptionSpec {
  /** Its Arabic name, without dashes; both names are accepted in every language. */
  arabic: string;
  /** A single letter that stands for it too. */
  short?: string;
  /** What its value is called in help; an option without it is a switch. */
  value?: Text;
  /** What it is for. */
  help: Text;
}

/** What a command's function finds under the names of its arguments and options. */
export type Values<Arguments, Options> =
  & {
    readonly [Name in keyof Arguments]: Arguments[Name] extends { optional: true } ? string | undefined : string;
  }
  & {
    readonly [Name in keyof Options]: Options[Name] extends { value: Text } ? string | undefined : boolean;
  };

/** What a command has around it. */
export interface CommandContext {
  /** Takes results. */
  stdout: Output;
  /** Takes everything else. */
  stderr: Output;
  /** Fires when the work is to stop. */
  signal: AbortSignal;
  /** The language of the run. */
  locale: Locale;
}

type Named<Spec> = Readonly<Record<string, Spec>>;

/** One of the command's commands. */
export interface Command {
  /** What it is called; both names are accepted in every language. */
  name: Text;
  /** What it does, in a line. */
  summary: Text;
  /** What it takes by place, in order. */
  arguments: Named<ArgumentSpec>;
  /** What it takes by name. */
  options: Named<OptionSpec>;
  /** Lines to try, without the program's name. */
  examples: readonly Text[];
  /** Does it. Modules that it needs are imported here and not above, so that help stays quick. */
  run(values: Readonly<Record<string, string | boolean | undefined>>, context: CommandContext): Promise<void>;
}

/**
 * Describes a command, with the values that its function takes typed after what it declares.
 *
 * @typeParam Arguments What it takes by place.
 * @typeParam Options What it takes by name.
 * @param spec The description.
 * @returns The command.
 */
export function command<const Arguments extends Named<ArgumentSpec>, const Options extends Named<OptionSpec>>(
  spec: Omit<Command, "arguments" | "options" | "run"> & {
    arguments: Arguments;
    options: Options;
    run(values: Values<Arguments, Options>, context: CommandContext): Promise<void>;
  },
): Command {
  return spec as Command;
}

import { rememberOptionNames } from "../errors/option_names.ts";
import { loadDriver } from "../internal/load_driver.ts";
import type { ReadArguments } from "./arguments.ts";
import type { Command, CommandContext } from "./command.ts";

/**
 * Runs a command by citty. citty would take options that nobody declared and other spellings of those that were, and says
 * what it misses in English: so what it is given here has been read and checked already, in one canonical form.
 *
 * @param command The command.
 * @param read What it was given.
 * @param context What it has around it.
 */
export async function runCommand(command: Command, read: ReadArguments, context: CommandContext): Promise<void> {
  rememberOptionNames(() => arabicNames(command));
  const citty = await loadDriver("citty", () => import("citty"));
  const options = Object.entries(command.options).map(([name, { value }]) =>
    [name, { type: value === undefined ? "boolean" : "string" }] as const
  );
  const positionals = Object.entries(command.arguments).map(([name, { optional }]) =>
    [name, { type: "positional", required: !optional }] as const
  );
  const definition = citty.defineCommand({
    args: Object.fromEntries([...positionals, ...options]),
    run: ({ args }) => command.run(args as Parameters<Command["run"]>[0], context),
  });
  await citty.runCommand(definition, { rawArgs: canonical(read) });
}

// What the library refuses is named as help names it.
function arabicNames(command: Command): [english: string, arabic: string][] {
  return [
    ...Object.entries(command.arguments).map(([name, argument]): [string, string] => [name, argument.name.ar]),
    ...Object.entries(command.options).map(([name, option]): [string, string] => [name, option.arabic]),
  ];
}

function canonical({ options, positionals }: ReadArguments): string[] {
  const written = Array.from(options, ([name, value]) => value === true ? `--${name}` : `--${name}=${value}`);
  return [...written, "--", ...positionals];
}

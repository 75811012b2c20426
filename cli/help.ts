import type { Locale } from "../errors/locale.ts";
import type { ArgumentSpec, Command, OptionSpec } from "./command.ts";
import { displayWidth } from "./display_width.ts";
import { texts } from "./language.ts";
import { version } from "./version.ts";

/**
 * Writes the help of the whole program. In Arabic each line holds Arabic letters before any others, as that is how
 * terminals and editors find out that it runs from right to left.
 *
 * @param commands The commands.
 * @param options The options that every command takes.
 * @param locale The language.
 * @returns The text.
 */
export function programHelp(
  commands: readonly Command[],
  options: Readonly<Record<string, OptionSpec>>,
  locale: Locale,
): string {
  return [
    `${texts.program[locale]} ${version}: ${texts.summary[locale]}`,
    "",
    `${texts.usage[locale]} ${texts.program[locale]} <${texts.command[locale]}> ${texts.anyOptions[locale]}`,
    "",
    texts.commands[locale],
    ...columns(commands.map((each) => [usageOf(each, locale), each.summary[locale]])),
    "",
    texts.options[locale],
    ...columns(optionRows(options, locale)),
    "",
    texts.moreHelp[locale],
    "",
  ].join("\n");
}

/**
 * Writes the help of one command.
 *
 * @param command The command.
 * @param options The options that every command takes.
 * @param locale The language.
 * @returns The text.
 */
export function commandHelp(command: Command, options: Readonly<Record<string, OptionSpec>>, locale: Locale): string {
  const program = texts.program[locale];
  const argumentRows = Object.values(command.arguments).map((each) => [placeholder(each, locale), each.help[locale]]);
  return [
    command.summary[locale],
    "",
    `${texts.usage[locale]} ${program} ${usageOf(command, locale)} ${texts.anyOptions[locale]}`,
    "",
    texts.arguments[locale],
    ...columns(argumentRows),
    "",
    texts.options[locale],
    ...columns(optionRows({ ...command.options, ...options }, locale)),
    "",
    texts.examples[locale],
    ...command.examples.map((example) => `  ${program} ${command.name[locale]} ${example[locale]}`),
    "",
  ].join("\n");
}

function usageOf(command: Command, locale: Locale): string {
  return [command.name[locale], ...Object.values(command.arguments).map((each) => placeholder(each, locale))].join(" ");
}

function placeholder(argument: ArgumentSpec, locale: Locale): string {
  return argument.optional ? `[${argument.name[locale]}]` : `<${argument.name[locale]}>`;
}

function optionRows(options: Readonly<Record<string, OptionSpec>>, locale: Locale): string[][] {
  return Object.entries(options).map(([english, option]) => {
    const long = `--${locale === "ar" ? option.arabic : english}`;
    const names = option.short === undefined ? long : `${long}${locale === "ar" ? "،" : ","} -${option.short}`;
    return [option.value === undefined ? names : `${names} <${option.value[locale]}>`, option.help[locale]];
  });
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map(([first]) => displayWidth(first ?? "")));
  return rows.map(([first = "", second = ""]) => `  ${first}${" ".repeat(width - displayWidth(first))}  ${second}`);
}

import { inspect } from "node:util";
import { formatMessage, type MessageParams } from "../errors/catalogue.ts";
import { describe } from "../errors/describe.ts";
import type { Locale } from "../errors/locale.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";
import { redactText } from "../errors/redact.ts";
import { ValidationError } from "../errors/validation_error.ts";
import type { Command } from "./command.ts";
import { texts } from "./language.ts";
import { Misuse } from "./misuse.ts";
import { suggest } from "./suggest.ts";

/** What an error is explained with. */
export interface ExplainContext {
  /** The language. */
  locale: Locale;
  /** The command that was asked for, if it is known. */
  command: Command | undefined;
  /** Whether the reader wants to know where in the program the error came from. */
  isDebugging: boolean;
}

/**
 * Says why a run failed: a line with the message and its code, and after a wrong use what may have been meant.
 *
 * @param error What was thrown.
 * @param context The run.
 * @returns The text, and the exit code: 2 for a wrong use, else 1.
 */
export function explain(error: unknown, context: ExplainContext): { text: string; exitCode: number } {
  const { locale, isDebugging } = context;
  const lines = [
    `${texts.program[locale]}: ${messageOf(error, locale)}`,
    ...(error instanceof Misuse ? advice(error, context) : []),
    ...(isExisting(error) && context.command?.options["force"] !== undefined ? [texts.force[locale]] : []),
    ...(isDebugging ? [texts.stack[locale], redactText(inspect(error))] : []),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: isMisuse(error) ? 2 : 1 };
}

// An argument that was refused came from the command line. Other errors of validation are about what a file holds.
function isMisuse(error: unknown): boolean {
  return error instanceof Misuse || (error instanceof ValidationError && error.code.startsWith("ARGUMENT_"));
}

function messageOf(error: unknown, locale: Locale): string {
  if (error instanceof Misuse) {
    const { code, params = {} } = error.init;
    return `${formatMessage(code, params as MessageParams<typeof code>, locale)} [${code}]`;
  }
  if (error instanceof MaktabaError) return `${error.message} [${error.code}]`;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? `${describe(error)} [${code}]` : describe(error);
}

function isExisting(error: unknown): boolean {
  return error instanceof MaktabaError && error.code.endsWith("_EXISTS");
}

function advice({ init }: Misuse, { command, locale }: ExplainContext): string[] {
  const meant = init.typed === undefined ? undefined : suggest(init.typed, init.known ?? []);
  const help = [texts.program[locale], command?.name[locale], locale === "ar" ? "--مساعدة" : "--help"];
  return [
    ...(meant === undefined ? [] : [texts.didYouMean[locale].replace("{name}", () => meant)]),
    `${texts.seeHelp[locale]} ${help.filter((part) => part !== undefined).join(" ")}`,
  ];
}

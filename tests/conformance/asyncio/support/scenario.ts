import { sleep, withVirtualClock } from "@maktaba/std/async";
import { CancelledError } from "@maktaba/std/errors";
import { setReporter } from "../../../../internal/report.ts";

/** What a scenario tells: who, what, and details. */
export type Event = readonly (string | number | boolean | null | readonly unknown[])[];

/** Tells an event. */
export type Log = (...event: Event) => void;

/** Scenarios by name; the Python file of the same topic has the same names. */
export type Scenarios = Readonly<Record<string, Scenario>>;

/** What happens in a scenario. */
export type Scenario = (log: Log) => Promise<void> | void;

/** The error that scenarios throw. */
export class Failure extends Error {}

/** Runs a scenario as the main function of a program, in a time of its own, and gives what it told, as JSON lines. */
export async function record(scenario: Scenario): Promise<string[]> {
  const lines: string[] = [];
  const log: Log = (...event) => void lines.push(JSON.stringify(event));
  // What scenarios leave behind is told by their events.
  setReporter(() => {});
  try {
    await withVirtualClock(() => scenario(log), { globalTimers: true });
  } finally {
    setReporter(undefined);
  }
  return lines;
}

/** Lets everything run that can. */
export async function pause(): Promise<void> {
  await sleep(20);
}

/** Tells what something results in, or with what error it ends. */
export async function tell(log: Log, who: string, work: PromiseLike<unknown> | (() => unknown)): Promise<void> {
  try {
    const value = await (typeof work === "function" ? work() : work);
    log(who, "result", (value ?? null) as Event[number]);
  } catch (error) {
    log(who, "error", nameOf(error));
  }
}

/** Work that tells of its start, its end and its cancellation. */
export function worker<T>(log: Log, who: string, work: () => PromiseLike<T> | T): () => Promise<T> {
  return async () => {
    log(who, "start");
    try {
      const value = await work();
      log(who, "end");
      return value;
    } catch (error) {
      log(who, error instanceof CancelledError ? "cancelled" : "failed");
      throw error;
    }
  };
}

/** What Python calls an error of this library or of JavaScript. */
export function nameOf(error: unknown): string {
  if (error instanceof AggregateError) return `ExceptionGroup(${error.errors.map(nameOf).join(", ")})`;
  if (error instanceof Failure) return `Failure(${error.message})`;
  if (error instanceof Error) return error.name;
  return String(error);
}

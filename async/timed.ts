import { now } from "../internal/clock.ts";
import { report } from "../internal/report.ts";
import { checkFunction, checkOptions, type OptionNames } from "../internal/validate.ts";
import { Task } from "./task.ts";

/** What one call took. */
export interface Timing {
  /** The function's name. */
  name: string;
  /** How many arguments it was called with. */
  argumentCount: number;
  /** How long it took until its result, or its failure, was there; in milliseconds. */
  durationMs: number;
  /** Whether it failed. */
  failed: boolean;
}

/** Options for {@linkcode timed}. */
export interface TimedOptions {
  /**
   * What the timings name the function.
   *
   * @default The function's own name.
   */
  name?: string | undefined;
  /** Takes the timing of each call. By default it goes to the log, at level "debug". */
  onTiming?: ((timing: Timing) => void) | undefined;
}

const names: OptionNames<TimedOptions> = { name: true, onTiming: "function" };

/** A method decorator in both styles: the standard one and TypeScript's `experimentalDecorators`. */
export interface TimedDecorator {
  /** The standard style. */
  <F extends (...arguments_: never[]) => unknown>(method: F, context: { readonly name: string | symbol }): F;
  /** TypeScript's older style. */
  (target: object, name: string | symbol, descriptor: PropertyDescriptor): void;
}

/**
 * Gives a function that does the same and tells how long each call took; for a promise or a task, until it settles. What
 * else can be awaited, such as a client's reply, is measured when it is: until its outcome is there. Without a function it
 * is a decorator for methods: `@timed()`.
 *
 * @typeParam F The function's type.
 * @param fn The function.
 * @param options A name, and who takes the timings.
 * @returns The function to call instead.
 * @throws {ValidationError} If `fn` is not a function.
 *
 * @example
 * ```ts
 * import { sleep, timed, type Timing } from "@maktaba/std/async";
 * import assert from "node:assert/strict";
 *
 * const timings: Timing[] = [];
 * async function work(ms: number): Promise<string> {
 *   await sleep(ms);
 *   return "done";
 * }
 * assert.equal(await timed(work, { onTiming: (timing) => timings.push(timing) })(5), "done");
 * assert.equal(timings[0]?.name, "work");
 * assert.equal(timings[0]?.argumentCount, 1);
 * ```
 */
export function timed<F extends (...arguments_: never[]) => unknown>(fn: F, options?: TimedOptions): F;
/** Makes a decorator for methods, such as `@timed()`. */
export function timed(options?: TimedOptions): TimedDecorator;
export function timed(first: unknown = {}, options: TimedOptions = {}): unknown {
  if (typeof first === "object" && first !== null) return decorator(checked(first));
  checkFunction("fn", first);
  return wrap(first as AnyFunction, checked(options));
}

function checked(options: TimedOptions): TimedOptions {
  checkOptions(options, names);
  return options;
}

type AnyFunction = (this: unknown, ...arguments_: unknown[]) => unknown;

function decorator(options: TimedOptions): unknown {
  return (target: unknown, context: unknown, descriptor?: PropertyDescriptor): unknown => {
    // The standard style hands over the method itself; the older one the class, a name and a property to change.
    if (typeof target === "function" && descriptor === undefined) return wrap(target as AnyFunction, options);
    if (descriptor !== undefined) descriptor.value = wrap(descriptor.value, { name: String(context), ...options });
    return undefined;
  };
}

function wrap(fn: AnyFunction, { name = fn.name, onTiming = toLog }: TimedOptions): AnyFunction {
  function measured(this: unknown, ...arguments_: unknown[]): unknown {
    const start = now();
    const tell = (failed: boolean) =>
      onTiming({ name, argumentCount: arguments_.length, durationMs: now() - start, failed });
    let result: unknown;
    try {
      result = fn.apply(this, arguments_);
    } catch (error) {
      tell(true);
      throw error;
    }
    if (result instanceof Promise) return follow(result, tell);
    if (result instanceof Task) result.addDoneCallback((task) => tell(task.failed || task.cancelled));
    else if (isThenable(result)) tellWhenAwaited(result, tell);
    else tell(false);
    return result;
  }
  Object.defineProperty(measured, "name", { value: fn.name });
  Object.defineProperty(measured, "length", { value: fn.length });
  return measured;
}

type Tell = (failed: boolean) => void;

function follow<T>(promise: Promise<T>, tell: Tell): Promise<T> {
  return promise.then(
    (value) => (tell(false), value),
    (error) => {
      tell(true);
      throw error;
    },
  );
}

interface Thenable {
  then(onFulfilled?: ((value: unknown) => unknown) | null, onRejected?: ((error: unknown) => unknown) | null): unknown;
}

function isThenable(value: unknown): value is Thenable {
  return typeof (value as Partial<Thenable> | null | undefined)?.then === "function";
}

/** Who is to be told when a thenable has been awaited: the same one may be given by several calls. */
const told = new WeakMap<Thenable, Tell[]>();

// To await it here could do something twice, such as a statement that is sent when it is awaited, or take a body that is
// to be read as text.
function tellWhenAwaited(thenable: Thenable, tell: Tell): void {
  const known = told.get(thenable);
  if (known !== undefined) return void known.push(tell);
  const all = [tell];
  const { then } = thenable;
  const tellAll = (failed: boolean) => {
    for (const tell of all.splice(0)) tell(failed);
  };
  const value: Thenable["then"] = (onFulfilled, onRejected) =>
    then.call(
      thenable,
      (value) => (tellAll(false), onFulfilled ? onFulfilled(value) : value),
      (error) => {
        tellAll(true);
        if (onRejected) return onRejected(error);
        throw error;
      },
    );
  if (Reflect.defineProperty(thenable, "then", { value, configurable: true, writable: true })) told.set(thenable, all);
  else tell(false);
}

function toLog(timing: Timing): void {
  report("debug", "async", "A call was timed", { ...timing });
}

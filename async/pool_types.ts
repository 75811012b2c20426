/** A module's exports, as the type argument of {@linkcode Pool.run}: `typeof import("./work.ts")`. */
export type ModuleExports = object;

/**
 * The names of a module's functions.
 *
 * @typeParam M The module.
 */
export type FunctionName<M extends ModuleExports> = {
  [Name in keyof M & string]: M[Name] extends (...arguments_: never[]) => unknown ? Name : never;
}[keyof M & string];

/**
 * The arguments of a module's function.
 *
 * @typeParam F The function.
 */
export type ArgumentsOf<F> = F extends (...arguments_: infer A) => unknown ? Readonly<A> : readonly unknown[];

/**
 * What a module's function results in, when a pool runs it.
 *
 * @typeParam F The function.
 */
export type ResultOf<F> = F extends (...arguments_: never[]) => infer R ? Awaited<R> : unknown;

/**
 * The functions of a module, to be called as they are there; they run on workers.
 *
 * @typeParam M The module.
 */
export type PoolFunctions<M extends ModuleExports> = {
  readonly [Name in FunctionName<M>]: (...arguments_: ArgumentsOf<M[Name]>) => Promise<ResultOf<M[Name]>>;
};

/** Options for a pool. */
export interface PoolOptions {
  /**
   * How many workers there are, at most. They are started when there is work for them.
   *
   * @default The number of processor cores.
   */
  size?: number | undefined;
  /**
   * How long a function that is cancelled may go on, in milliseconds, to end by itself: it is told, its waits in this
   * library reject with a `CancelledError`, {@linkcode jobSignal} fires, and its `finally` blocks run. A worker whose
   * function has ended by then is kept, any other is stopped and replaced, whatever it is doing.
   *
   * The functions' module must import this library's `async`, or what does. Functions that have time left are not sent to
   * workers ahead, so tiny ones take longer.
   *
   * @default 0: functions are stopped at once, without being told.
   */
  graceMs?: number | undefined;
}

/** What can be moved to a worker. (The types of Node.js alone know no `Transferable`.) */
export type Movable = ArrayBuffer | MessagePort | ReadableStream | WritableStream | TransformStream;

/** Options for {@linkcode Pool.map}. */
export interface PoolMapOptions {
  /** Stops the function, wherever it is; once it runs no longer the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * How long the function may go on when it is cancelled, in milliseconds.
   *
   * @default The pool's.
   */
  graceMs?: number | undefined;
}

/** Options for {@linkcode Pool.run}. */
export interface PoolRunOptions extends PoolMapOptions {
  /**
   * What is moved to the worker rather than copied, such as an `ArrayBuffer`. It is of no use here afterwards. Processes
   * copy it all the same.
   */
  transfer?: readonly Movable[] | undefined;
}

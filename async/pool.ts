import { builtin } from "../internal/runtime.ts";
import { hooks } from "../internal/task_hooks.ts";
import {
  checkArray,
  checkDelay,
  checkInteger,
  checkOptions,
  checkText,
  checkUrl,
  type OptionNames,
} from "../internal/validate.ts";
import { Crew } from "./internal/crew.ts";
import { Job } from "./internal/pool_job.ts";
import type { PoolWorker, WorkerEvents } from "./internal/pool_worker.ts";
import { fromCallerOfWorker } from "./internal/remote_error.ts";
import type { CallMessage } from "./internal/worker_main.ts";
import { mapConcurrent } from "./map_concurrent.ts";
import type {
  ArgumentsOf,
  FunctionName,
  ModuleExports,
  PoolFunctions,
  PoolMapOptions,
  PoolOptions,
  PoolRunOptions,
  ResultOf,
} from "./pool_types.ts";
import { WorkerError } from "./worker_error.ts";

const poolNames: OptionNames<PoolOptions> = { size: true, graceMs: true };
const mapNames: OptionNames<PoolMapOptions> = { signal: true, graceMs: true };
const runNames: OptionNames<PoolRunOptions> = { ...mapNames, transfer: true };

/** Where modules may come from. */
const PROTOCOLS = ["file:", "data:", "http:", "https:", "node:"];

/**
 * Runs functions of modules on workers. {@linkcode WorkerPool} has threads for workers, {@linkcode ProcessPool} processes.
 *
 * A function is named by its module's URL and its name; arguments and result are copied (structured clone). What it
 * throws is thrown here with its class, `code`, `cause` and stack. A worker that dies fails the function that it ran,
 * and is replaced.
 */
export abstract class Pool implements AsyncDisposable {
  /** How many workers there are, at most. */
  readonly size: number;
  readonly #graceMs: number;
  readonly #crew: Crew;
  #count = 0;
  #isClosed = false;

  /**
   * Makes a pool without workers; they are started when there is work.
   *
   * @param options The number of workers, and how long a cancelled function may go on.
   * @throws {ValidationError} If `size` is not a whole number from 1, or `graceMs` no time.
   */
  constructor(options: PoolOptions = {}) {
    checkOptions(options, poolNames);
    const { size = cores(), graceMs = 0 } = options;
    checkInteger("size", size, { min: 1 });
    checkDelay("graceMs", graceMs);
    this.size = size;
    this.#graceMs = graceMs;
    this.#crew = new Crew(size, (events) => {
      const worker = this.startWorker(events);
      hooks?.onOpen(this, this.constructor.name);
      return worker;
    });
  }

  /** How many functions wait or run. */
  get pending(): number {
    return this.#crew.pending;
  }

  /**
   * Runs a function on a worker.
   *
   * @typeParam M The module's type, `typeof import("./work.ts")`, for arguments and result to have theirs.
   * @typeParam Name The function's name.
   * @param module The module's URL, such as `new URL("./work.ts", import.meta.url)`.
   * @param name The function's name.
   * @param arguments_ Its arguments.
   * @param options A signal, how long the function may go on when it is cancelled, and what is to be moved.
   * @returns What it resulted in.
   * @throws {ValidationError} If an argument is wrong.
   * @throws {WorkerError} If no worker can be started, the worker dies, the module cannot be loaded or has no such
   * function, or something cannot be sent.
   * @throws What the function threw.
   */
  async run<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    module: URL | string,
    name: Name,
    arguments_: ArgumentsOf<M[Name]>,
    options: PoolRunOptions = {},
  ): Promise<ResultOf<M[Name]>> {
    try {
      checkText("name", name);
      checkArray("arguments_", arguments_);
      checkOptions(options, runNames);
      const { href } = checkUrl("module", module, PROTOCOLS);
      if (this.#isClosed) throw new WorkerError({ code: "ASYNC_POOL_CLOSED", params: { name } });
      const { graceMs = this.#graceMs } = options;
      checkDelay("graceMs", graceMs);
      const call: CallMessage = { id: ++this.#count, module: href, name, arguments_ };
      // Only where it is so, as each property takes time to send.
      if (graceMs > 0) call.isTold = true;
      const job = new Job(call, options, graceMs, this.#crew.jobEvents);
      if (!job.isOver) this.#crew.submit(job);
      return await (job.promise as Promise<ResultOf<M[Name]>>);
    } catch (error) {
      throw fromCallerOfWorker(error, this.run);
    }
  }

  /**
   * Gives a module's functions, each of which runs on a worker when it is called, with the types that it has there. A task
   * that is cancelled stops them; for a signal, or what is to be moved, there is {@linkcode Pool.run}.
   *
   * @typeParam M The module's type, `typeof import("./work.ts")`.
   * @param module The module's URL.
   * @returns The functions.
   * @throws {ValidationError} If `module` is no URL that a module may have.
   *
   * @example
   * ```ts
   * import { WorkerPool } from "@maktaba/std/async";
   * import assert from "node:assert/strict";
   *
   * const url = `data:text/javascript,export const square = (n) => n * n;`;
   * await using pool = new WorkerPool({ size: 2 });
   * const work = pool.functions<{ square(n: number): number }>(url);
   * assert.deepEqual(await Promise.all([work.square(3), work.square(4)]), [9, 16]);
   * ```
   */
  functions<M extends ModuleExports>(module: URL | string): PoolFunctions<M> {
    const { href } = checkUrl("module", module, PROTOCOLS);
    const call = (name: string) => (...arguments_: unknown[]) =>
      this.run<Record<string, (...given: unknown[]) => unknown>>(href, name, arguments_);
    // What is awaited is asked for `then`, which no module is meant by.
    const get = (_: object, name: string | symbol) =>
      typeof name === "symbol" || name === "then" ? undefined : call(name);
    return new Proxy({}, { get }) as PoolFunctions<M>;
  }

  /**
   * Runs a function on many items, as many at a time as there are workers, and gives the results in order.
   *
   * @typeParam M The module's type.
   * @typeParam Name The function's name.
   * @param module The module's URL.
   * @param name The name of a function of one argument.
   * @param items The items; they are taken as results are.
   * @param options A signal that stops everything, and how long each function may go on then.
   * @returns The results, as an async iterable.
   * @throws {ValidationError} If an option is wrong.
   */
  map<M extends ModuleExports, Name extends FunctionName<M> = FunctionName<M>>(
    module: URL | string,
    name: Name,
    items: Iterable<ArgumentsOf<M[Name]>[0]> | AsyncIterable<ArgumentsOf<M[Name]>[0]>,
    options: PoolMapOptions = {},
  ): AsyncIterable<ResultOf<M[Name]>> {
    checkOptions(options, mapNames);
    const { signal, graceMs = this.#graceMs } = options;
    checkDelay("graceMs", graceMs);
    return mapConcurrent(
      items,
      (item) => this.run<M, Name>(module, name, [item] as unknown as ArgumentsOf<M[Name]>, { graceMs }),
      { concurrency: this.size * 4, signal },
    );
  }

  /**
   * Ends the pool: nothing more is started, and what runs is waited for. Further calls wait for the same end.
   *
   * @returns When all workers have ended.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#crew.stop();
    hooks?.onClose(this);
  }

  /** Ends the pool, waiting for what runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Starts a worker.
   *
   * @param events What it is to tell.
   * @returns The worker.
   */
  protected abstract startWorker(events: WorkerEvents): PoolWorker;
}

function cores(): number {
  return builtin<{ availableParallelism(): number }>("node:os")?.availableParallelism() ?? 1;
}

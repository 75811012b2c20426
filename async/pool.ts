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
import { sendable, settle } from "./internal/pool_answer.ts";
import { Job, type JobEvents, type Station } from "./internal/pool_job.ts";
import type { PoolWorker, WorkerEvents } from "./internal/pool_worker.ts";
import { fromCallerOfWorker } from "./internal/remote_error.ts";
import type { AnswerMessage, CallMessage } from "./internal/worker_main.ts";
import { mapConcurrent } from "./map_concurrent.ts";
import { Ring } from "./queue_store.ts";
import { WorkerError } from "./worker_error.ts";

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

const poolNames: OptionNames<PoolOptions> = { size: true, graceMs: true };
const mapNames: OptionNames<PoolMapOptions> = { signal: true, graceMs: true };
const runNames: OptionNames<PoolRunOptions> = { ...mapNames, transfer: true };

/** Where modules may come from. */
const PROTOCOLS = ["file:", "data:", "http:", "https:", "node:"];

/** How many jobs a worker is sent ahead at most: enough to hide the way there and back of tiny ones. */
const MOST_AHEAD = 64;

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
  readonly #stations: Set<Station> = new Set();
  #waiting: Ring<Job> = new Ring();
  #count = 0;
  /** How many functions end with their workers, which have been told to stop. */
  #stopping = 0;
  #isClosed = false;
  #isAboutToDispatch = false;

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
  }

  /** How many functions wait or run. */
  get pending(): number {
    let running = 0;
    for (const { jobs } of this.#stations) running += jobs.length;
    return running + this.#stopping + this.#waiting.size;
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
      const job = new Job(call, options, graceMs, this.#jobEvents);
      if (!job.isOver) this.#submit(job);
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
    while (this.pending > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
    await Promise.all([...this.#stations].map(({ worker }) => worker.stop()));
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

  readonly #onIdle: (() => void)[] = [];

  // All that are called for in one go are sent together.
  #submit(job: Job): void {
    this.#waiting.add(job);
    if (this.#isAboutToDispatch) return;
    this.#isAboutToDispatch = true;
    queueMicrotask(() => this.#dispatch());
  }

  #dispatch(): void {
    this.#isAboutToDispatch = false;
    while (this.#waiting.size > 0) {
      const station = this.#freestOrFail();
      if (station === undefined) return;
      this.#send(this.#takeFor(station), station);
    }
    this.#tellIdle();
  }

  // Where no worker can be started, those that there are do the work. Without any, what waits would wait for ever.
  #freestOrFail(): Station | undefined {
    try {
      return this.#freest();
    } catch (cause) {
      if (this.#stations.size > 0) return undefined;
      while (this.#waiting.size > 0) {
        const job = this.#waiting.take();
        const params = { name: job.call.name, reason: cause };
        job.fail(new WorkerError({ code: "ASYNC_WORKER_NOT_STARTED", params, cause }));
      }
      return undefined;
    }
  }

  #freest(): Station | undefined {
    let freest: Station | undefined;
    for (const station of this.#stations) {
      if (freest === undefined || station.jobs.length < freest.jobs.length) freest = station;
    }
    if (freest?.jobs.length !== 0 && this.#stations.size < this.size) return this.#start();
    // Several at a time, as each message costs more than a tiny function.
    return freest !== undefined && freest.jobs.length <= this.#ahead >> 1 ? freest : undefined;
  }

  // A worker is sent jobs ahead only while many wait, so that the last ones are spread evenly over the workers; and none
  // that is told of its cancellation, as nobody could tell whether it has begun.
  get #ahead(): number {
    if (this.#waiting.next?.call.isTold) return 1;
    return Math.min(MOST_AHEAD, 1 + Math.floor(this.#waiting.size / (4 * this.size)));
  }

  #takeFor(station: Station): Job[] {
    const jobs: Job[] = [];
    const most = this.#ahead - station.jobs.length;
    while (jobs.length < most && this.#waiting.size > 0) {
      if (station.jobs.length + jobs.length > 0 && this.#waiting.next!.call.isTold) break;
      const job = this.#waiting.take();
      if (!job.isOver) jobs.push(job);
    }
    return jobs;
  }

  #start(): Station {
    const jobs: Job[] = [];
    const station = {} as Station;
    const worker = this.startWorker({
      onAnswer: (answer) => this.#onAnswer(station, answer),
      onExit: (exitCode) => this.#onExit(station, exitCode),
    });
    Object.assign(station, { worker, jobs });
    this.#stations.add(station);
    hooks?.onOpen(this, this.constructor.name);
    return station;
  }

  #send(jobs: Job[], station: Station): void {
    if (jobs.length === 0) return;
    try {
      station.worker.post(jobs.map(({ call }) => call), jobs.flatMap(({ transfer }) => transfer));
    } catch (cause) {
      if (jobs.length > 1) {
        for (const job of jobs) this.#send([job], station);
        return;
      }
      const { name } = jobs[0]!.call;
      const params = { name, what: "an argument", reason: (cause as Error).message };
      jobs[0]!.fail(new WorkerError({ code: "ASYNC_NOT_CLONEABLE", params, cause }));
      return;
    }
    if (station.jobs.length === 0) station.worker.keepAlive(true);
    for (const job of jobs) job.station = station;
    station.jobs.push(...jobs);
  }

  #onAnswer(station: Station, answer: AnswerMessage): void {
    const [job] = station.jobs;
    if (job === undefined || job.call.id !== answer.id) return;
    station.jobs.shift();
    job.leave();
    settle(job, answer);
    // It was cancelled while it waited there, and may never end.
    if (station.jobs[0]?.isOver) this.#replace(station);
    if (this.#waiting.size > 0) this.#dispatch();
    if (station.jobs.length === 0) station.worker.keepAlive(false);
    this.#tellIdle();
  }

  #onExit(station: Station, exitCode: number): void {
    this.#stations.delete(station);
    const [running, ...rest] = station.jobs.splice(0);
    if (running !== undefined) {
      const { call: { name }, cancellation } = running;
      running.leave();
      const died = () => new WorkerError({ code: "ASYNC_WORKER_DIED", params: { name, exitCode }, exitCode });
      running.fail(cancellation === undefined ? died() : cancellation.reason);
    }
    this.#requeue(rest);
  }

  // What was sent ahead had not begun; only what was moved with it is gone.
  #requeue(jobs: readonly Job[]): void {
    for (const job of jobs) job.station = undefined;
    for (const job of jobs.filter(({ transfer }) => transfer.length > 0)) {
      job.fail(new WorkerError({ code: "ASYNC_WORKER_DIED", params: { name: job.call.name, exitCode: 0 } }));
    }
    // Before those that wait, as they were first.
    const later = this.#waiting;
    this.#waiting = new Ring();
    for (const job of jobs) if (!job.isOver) this.#waiting.add(job);
    while (later.size > 0) this.#waiting.add(later.take());
    this.#dispatch();
    this.#tellIdle();
  }

  readonly #jobEvents: JobEvents = {
    onCancel: (job) => this.#cancel(job),
    onEnd: () => this.#tellIdle(),
  };

  #cancel(job: Job): void {
    const { graceMs, call } = job;
    const station = job.station!;
    if (graceMs > 0) {
      job.timer = setTimeout(() => this.#replace(station), graceMs);
      try {
        return station.worker.post({ cancelled: call.id, reason: sendable(job.cancellation!.reason) }, []);
      } catch {
        // It can no longer be told anything.
      }
    }
    this.#replace(station);
  }

  // Whatever it is doing: it may compute without ever looking. Its place is taken by another.
  #replace(station: Station): void {
    this.#stations.delete(station);
    const [running, ...rest] = station.jobs.splice(0);
    void this.#stop(station, running!);
    this.#requeue(rest);
  }

  async #stop({ worker }: Station, job: Job): Promise<void> {
    job.leave();
    this.#stopping++;
    await worker.stop();
    this.#stopping--;
    // It is over already if it was cancelled before it had begun.
    job.fail(job.cancellation?.reason);
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.#onIdle.length === 0 || this.pending > 0) return;
    for (const tell of this.#onIdle.splice(0)) tell();
  }
}

function cores(): number {
  return builtin<{ availableParallelism(): number }>("node:os")?.availableParallelism() ?? 1;
}

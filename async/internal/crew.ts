/**
 * The workers of a pool.
 *
 * @internal
 * @module
 */

import { Ring } from "../queue_store.ts";
import { WorkerError } from "../worker_error.ts";
import { sendable, settle } from "./pool_answer.ts";
import type { Job, JobEvents, Station } from "./pool_job.ts";
import type { PoolWorker, WorkerEvents } from "./pool_worker.ts";
import type { AnswerMessage } from "./worker_main.ts";

/** How many jobs a worker is sent ahead at most: enough to hide the way there and back of tiny ones. */
const MOST_AHEAD = 64;

/** The workers of a pool, the jobs that they work on, and those that wait for them. */
export class Crew {
  /** What jobs tell of themselves. */
  readonly jobEvents: JobEvents = {
    onCancel: (job) => this.#cancel(job),
    onEnd: () => this.#tellIdle(),
  };
  readonly #size: number;
  readonly #startWorker: (events: WorkerEvents) => PoolWorker;
  readonly #stations: Set<Station> = new Set();
  readonly #onIdle: (() => void)[] = [];
  #waiting: Ring<Job> = new Ring();
  /** How many functions end with their workers, which have been told to stop. */
  #stopping = 0;
  #isAboutToDispatch = false;

  /**
   * Makes a crew without workers; they are started when there is work.
   *
   * @param size How many there are, at most.
   * @param startWorker Starts one.
   */
  constructor(size: number, startWorker: (events: WorkerEvents) => PoolWorker) {
    this.#size = size;
    this.#startWorker = startWorker;
  }

  /** How many jobs wait or run. */
  get pending(): number {
    let running = 0;
    for (const { jobs } of this.#stations) running += jobs.length;
    return running + this.#stopping + this.#waiting.size;
  }

  /**
   * Has a job done. All that are called for in one go are sent together.
   *
   * @param job The job.
   */
  submit(job: Job): void {
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
    if (freest?.jobs.length !== 0 && this.#stations.size < this.#size) return this.#start();
    // Several at a time, as each message costs more than a tiny function.
    return freest !== undefined && freest.jobs.length <= this.#ahead >> 1 ? freest : undefined;
  }

  // A worker is sent jobs ahead only while many wait, so that the last ones are spread evenly over the workers; and none
  // that is told of its cancellation, as nobody could tell whether it has begun.
  get #ahead(): number {
    if (this.#waiting.next?.call.isTold) return 1;
    return Math.min(MOST_AHEAD, 1 + Math.floor(this.#waiting.size / (4 * this.#size)));
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
    const worker = this.#startWorker({
      onAnswer: (answer) => this.#onAnswer(station, answer),
      onExit: (exitCode) => this.#onExit(station, exitCode),
    });
    Object.assign(station, { worker, jobs });
    this.#stations.add(station);
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

  /**
   * Waits until there is no job left, and stops the workers.
   *
   * @returns When all have ended.
   */
  async stop(): Promise<void> {
    while (this.pending > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
    await Promise.all([...this.#stations].map(({ worker }) => worker.stop()));
  }
}

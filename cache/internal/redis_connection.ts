import type { Redis } from "ioredis";
import { RedisError } from "../../errors/redis_error.ts";
import { runAmbient } from "../../internal/ambient.ts";
import { lazy } from "../../internal/lazy.ts";
import { LinkedSignal, throwIfCancelled } from "../../internal/signals.ts";
import { Wait } from "../../internal/wait.ts";
import { PendingCommands } from "./pending_commands.ts";
import type { RedisClient } from "./redis_client.ts";
import type { RedisEndpoint } from "./redis_endpoint.ts";

const client = lazy(() => import("./redis_client.ts"));

/** The time limits and certificates of a connection. */
export interface ConnectionOptions {
  connectTimeoutMs: number;
  commandTimeoutMs: number;
  ca: string | undefined;
}

/**
 * One connection to Redis, shared by all commands: made when the first one needs it, made anew after it broke, and
 * never waited for longer than the limits allow.
 */
export class RedisConnection {
  readonly #endpoint: RedisEndpoint;
  readonly #options: ConnectionOptions;
  readonly #pending: PendingCommands;
  readonly #closed = new AbortController();
  #client: RedisClient | undefined;
  #opening: Promise<RedisClient> | undefined;
  #closing: Promise<void> | undefined;

  /**
   * Prepares it; nothing is opened.
   *
   * @param endpoint Where to.
   * @param options Its limits.
   */
  constructor(endpoint: RedisEndpoint, options: ConnectionOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    // Where one command got no answer, those behind it will not either: the next one had better begin anew.
    this.#pending = new PendingCommands(options.commandTimeoutMs, {
      expired: (command) => this.#expired(command),
      onExpire: () => this.#drop(),
    });
  }

  /**
   * Runs a command.
   *
   * @typeParam T Its answer.
   * @param command Its name, for errors.
   * @param signal Gives up waiting for it.
   * @param start Starts it.
   * @returns Its answer.
   * @throws {RedisError} If it fails.
   */
  run<T>(command: string, signal: AbortSignal | undefined, start: (redis: Redis) => Promise<T>): Promise<T> {
    throwIfCancelled(signal);
    const client = this.#ready();
    // No promise more than needed: they are what commands that come by the thousand cost.
    return client === undefined ? this.#runLater(command, signal, start) : this.#start(client, command, signal, start);
  }

  /** Waits for the commands under way, then disconnects. Never fails, and ends within the time that a command may take. */
  close(): Promise<void> {
    return this.#closing ??= runAmbient(undefined, () => this.#shutDown());
  }

  async #runLater<T>(
    command: string,
    signal: AbortSignal | undefined,
    start: (redis: Redis) => Promise<T>,
  ): Promise<T> {
    if (this.#closed.signal.aborted) throw closedError();
    const wait = new Wait<RedisClient>(signal);
    this.#open().then((client) => wait.resolve(client), (error) => wait.abort(error));
    return await this.#start(await wait.promise, command, signal, start);
  }

  #start<T>(
    client: RedisClient,
    command: string,
    signal: AbortSignal | undefined,
    start: (redis: Redis) => Promise<T>,
  ): Promise<T> {
    client.gather();
    return this.#pending.settle(start(client.redis), signal, client, command);
  }

  #ready(): RedisClient | undefined {
    return this.#client?.isUsable() && !this.#closed.signal.aborted ? this.#client : undefined;
  }

  // The connection outlives the task that happens to need it first, so that it must not be cancelled with it.
  #open(): Promise<RedisClient> {
    return this.#opening ??= runAmbient(undefined, () => this.#connect());
  }

  async #connect(): Promise<RedisClient> {
    const { connectTimeoutMs: ms, ca } = this.#options;
    this.#drop();
    try {
      // A slow disk must not count as a slow server.
      const { loadRedisDriver, openRedis } = client.module ?? await client.load();
      await loadRedisDriver(this.#endpoint.address);
      using attempt = new LinkedSignal([this.#closed.signal]);
      attempt.abortAfter(ms, () => {
        const params = { address: this.#endpoint.address, ms };
        return new RedisError({ code: "CACHE_CONNECT_TIMEOUT", params, retryable: true });
      });
      return this.#client = await openRedis(this.#endpoint, ca, attempt.signal);
    } finally {
      this.#opening = undefined;
    }
  }

  #expired(command: string): RedisError {
    const params = { command, address: this.#endpoint.address, ms: this.#options.commandTimeoutMs };
    return new RedisError({ code: "CACHE_COMMAND_TIMEOUT", params, command, retryable: true });
  }

  #drop(): void {
    this.#client?.redis.disconnect();
    this.#client = undefined;
  }

  async #shutDown(): Promise<void> {
    this.#closed.abort(closedError());
    await this.#opening?.catch(() => {});
    await this.#pending.settled();
    const redis = this.#client?.redis;
    this.#client = undefined;
    if (redis === undefined || redis.status === "end") return;
    const ended = new Promise<void>((resolve) => redis.once("end", resolve));
    redis.disconnect();
    await ended;
  }
}

function closedError(): RedisError {
  return new RedisError({ code: "CACHE_CLOSED" });
}

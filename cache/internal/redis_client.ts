import type { Redis, RedisOptions } from "ioredis";
import { RedisError } from "../../errors/redis_error.ts";
import { printable } from "../../internal/driver_error.ts";
import { missingFlag, neededFlags } from "../../internal/permission.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import { abandonOnAbort, onAbort } from "../../internal/signals.ts";
import type { RedisEndpoint } from "./redis_endpoint.ts";

/** A connection that is ready for commands. */
export interface RedisClient {
  /** The driver's client. */
  readonly redis: Redis;
  /** Whether it can still be used; it never becomes usable again. */
  isUsable(): boolean;
  /** Holds back what is sent from here on until this turn of the event loop is over, so that it goes out in one piece. */
  gather(): void;
  /** Makes an error of ours of one that a command of this client failed with. */
  failure(error: unknown, command: string): RedisError;
}

/**
 * Loads the driver at its first use.
 *
 * @param address Where it is to connect, for messages.
 * @returns The driver.
 */
export async function loadRedisDriver(
  address: string,
): Promise<Pick<typeof import("ioredis"), "Redis" | "ReplyError">> {
  try {
    return await loadDriver("ioredis", () => import("ioredis"));
  } catch (error) {
    const missing = missingFlag(error);
    throw missing === undefined ? error : notAllowed(missing, error, address);
  }
}

/**
 * Connects and logs in, once: a connection that breaks is not mended but replaced when it is next needed, so that
 * nothing runs in the background and no command of long ago is sent by surprise.
 *
 * @param endpoint Where to.
 * @param ca Certificates to trust, for TLS.
 * @param signal Gives up.
 * @returns The connection.
 * @throws {RedisError} If it cannot be made.
 */
export async function openRedis(
  endpoint: RedisEndpoint,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<RedisClient> {
  const { Redis, ReplyError } = await loadRedisDriver(endpoint.address);
  signal.throwIfAborted();
  const redis = new Redis(driverOptions(endpoint, ca));
  let reason: unknown;
  // Where nobody listens, the driver prints its errors.
  redis.on("error", (error: unknown) => reason ??= error);
  using _ = onAbort(signal, () => redis.disconnect());
  try {
    await abandonOnAbort(logIn(redis, endpoint), signal);
  } catch (error) {
    redis.disconnect();
    if (signal.aborted) throw signal.reason;
    if (error instanceof ReplyError) throw refusal(error as Error, refusedCommand(error), endpoint.address);
    throw connectFailure(reason ?? error, endpoint.address);
  }
  reason = undefined;
  return {
    redis,
    // After an answer that makes no sense, say, the driver takes commands until the connection has ended.
    isUsable: () => redis.status === "ready" && reason === undefined,
    gather: gathering(redis.stream),
    failure: (error, command) =>
      error instanceof ReplyError
        ? refusal(error as Error, command, endpoint.address)
        : lostConnection(reason ?? error, command, endpoint.address),
  };
}

function driverOptions(endpoint: RedisEndpoint, ca: string | undefined) {
  const { host, port, isTls } = endpoint;
  return {
    host,
    port,
    lazyConnect: true,
    retryStrategy: null,
    enableOfflineQueue: false,
    // The caller bounds the whole of connecting; the driver's limit ends where the server has to answer.
    connectTimeout: 0,
    // How long a connection that is given up may take to end before it is cut.
    disconnectTimeout: 100,
    // The driver's own greetings print warnings, and go on in database 0 where another one could not be selected.
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    ...(isTls ? { tls: ca === undefined ? {} : { ca } } : {}),
  } satisfies RedisOptions;
}

async function logIn(redis: Redis, { username, password, database }: RedisEndpoint): Promise<void> {
  await redis.connect();
  // A user may have no password: Redis then accepts any.
  if (username !== undefined) await redis.auth(username, password ?? "");
  else if (password !== undefined) await redis.auth(password);
  if (database !== 0) await redis.select(database);
}

function refusedCommand(error: unknown): string {
  const { command } = error as { command?: { name?: string } };
  return command?.name?.toUpperCase() ?? "AUTH";
}

// The driver's automatic pipelining does the same at half the speed, and makes commands wait for those before them.
function gathering(stream: Redis["stream"]): () => void {
  let isGathering = false;
  return () => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    setImmediate(() => {
      isGathering = false;
      stream.uncork();
    });
  };
}

function connectFailure(cause: unknown, address: string): RedisError {
  const missing = missingFlag(cause);
  if (missing !== undefined) return notAllowed(missing, cause, address);
  const { code, message } = withoutArguments(cause) as { code?: unknown; message?: unknown };
  const reason = typeof code === "string" ? code : message;
  return new RedisError({ code: "CACHE_CONNECT", params: { address, reason }, cause, retryable: true });
}

// The package looks at the whole environment when it is loaded.
function notAllowed(missing: string, cause: unknown, address: string): RedisError {
  const flags = neededFlags(missing, [`--allow-net=${address}`, "--allow-env"]);
  return new RedisError({ code: "CACHE_NOT_ALLOWED", params: { address, flags }, cause });
}

function lostConnection(cause: unknown, command: string, address: string): RedisError {
  return new RedisError({
    code: "CACHE_CONNECTION_LOST",
    params: { command, address },
    command,
    cause: withoutArguments(cause),
    retryable: true,
  });
}

const loginReplies = ["NOAUTH", "WRONGPASS"];
const passingReplies = ["LOADING", "BUSY", "TRYAGAIN", "MASTERDOWN", "CLUSTERDOWN"];

function refusal(cause: Error, command: string, address: string): RedisError {
  const reply = /^[A-Z]+/.exec(cause.message)?.[0];
  withoutArguments(cause);
  if (loginReplies.includes(reply ?? "") || /^ERR (?:AUTH|invalid password|Client sent AUTH)/.test(cause.message)) {
    return new RedisError({ code: "CACHE_LOGIN", params: { address }, command: "AUTH", reply, cause });
  }
  return new RedisError({
    code: "CACHE_COMMAND",
    params: { command, address, reply: cause.message },
    command,
    reply,
    cause,
    retryable: passingReplies.includes(reply ?? ""),
  });
}

// The driver keeps a failed command's arguments, passwords and values among them, in the error; and Redis quotes those
// of a command that it does not know.
function withoutArguments(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  delete (error as { command?: unknown }).command;
  return printable(error, (message) => message.replace(/, with args beginning with.*/s, "")) as Error;
}

import { ValidationError } from "../../errors/validation_error.ts";

/** Where a Redis server is and how to log in. */
export interface RedisEndpoint {
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
  database: number;
  isTls: boolean;
  /** The host and port, for messages. */
  address: string;
}

/**
 * Reads a Redis URL (https://www.iana.org/assignments/uri-schemes/prov/redis): `redis://user:password@host:port/database`.
 *
 * @param url The URL.
 * @returns Its parts.
 * @throws {ValidationError} If it is not such a URL. The message does not show it, as it may hold a password anywhere.
 */
export function parseRedisUrl(url: unknown): RedisEndpoint {
  const endpoint = typeof url === "string" && URL.canParse(url) ? toEndpoint(new URL(url)) : undefined;
  if (endpoint !== undefined) return endpoint;
  throw new ValidationError({ code: "ARGUMENT_NOT_REDIS_URL", params: { name: "url" } });
}

function toEndpoint(url: URL): RedisEndpoint | undefined {
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  // Parameters mean different things to different clients: none is better than one that is not heeded.
  const isKnown = ["redis:", "rediss:"].includes(url.protocol) && url.search === "" && url.hash === "";
  if (!isKnown || database === undefined) return undefined;
  const host = url.hostname === "" ? "localhost" : url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? 6_379 : Number(url.port);
  try {
    return {
      host,
      port,
      username: decoded(url.username),
      password: decoded(url.password),
      database: Number(database),
      isTls: url.protocol === "rediss:",
      address: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    };
  } catch {
    // A stray percent sign.
    return undefined;
  }
}

function decoded(part: string): string | undefined {
  return part === "" ? undefined : decodeURIComponent(part);
}

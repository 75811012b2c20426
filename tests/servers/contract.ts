/**
 * What every test server keeps to. A server file exports one {@linkcode ServerKind}; the runner starts the kinds that the
 * selected tests ask for, hands their URLs to the tests through the environment, and stops them at the end.
 */

/** The names that tests ask for, as in `serverUrl("redis")`. */
export type ServerName = "postgres" | "mysql" | "redis" | "mongodb" | "sftp";

/** All server names, in the order in which they are listed. */
export const serverNames: readonly ServerName[] = ["postgres", "mysql", "redis", "mongodb", "sftp"];

/** A server that runs and answers. */
export interface RunningServer {
  /** Where it listens, with the user and password that tests may use. */
  url: string;
  /** What it is, for people: a product and its version. */
  description: string;
  /** Further environment variables for the tests, such as a host key. */
  env?: Record<string, string>;
  /** Kills the server by its pid, waits for its exit and removes its directory. May be called more than once. */
  stop(): Promise<void>;
}

/** One kind of server. */
export interface ServerKind {
  name: ServerName;
  /** The Debian packages that bring it. */
  packages: readonly string[];
  /** Why it cannot start on this machine, or undefined when it can. Changes nothing. */
  missing(): string | undefined;
  /**
   * Starts it on a free port of 127.0.0.1 in a temporary directory, and resolves once it answers. The signal ends what may
   * take long before that, such as building the server.
   */
  start(signal?: AbortSignal): Promise<RunningServer>;
}

/** The environment variable that holds a server's URL; one that the user has set is used instead of starting a server. */
export function urlVariable(name: ServerName): string {
  return `MAKTABA_TEST_${name.toUpperCase()}_URL`;
}

/** The environment variable in which the runner tells the tests why there is no such server. */
export function missingVariable(name: ServerName): string {
  return `MAKTABA_TEST_${name.toUpperCase()}_MISSING`;
}

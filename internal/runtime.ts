/**
 * The only place that asks which runtime this is. It imports nothing, so every module may use it.
 *
 * @module
 */

/** The runtimes that are told apart. */
export type Runtime = "deno" | "bun" | "node" | "browser";

interface RuntimeGlobals {
  Deno?: {
    args: string[];
    env: { get(name: string): string | undefined };
    permissions?: { querySync?(descriptor: { name: "env"; variable: string }): { state: string } };
    createHttpClient(options: HttpClientOptions): object;
  };
  Bun?: unknown;
  process?: {
    argv?: string[];
    env?: Record<string, string | undefined>;
    versions?: { node?: string };
    getBuiltinModule?(name: string): unknown;
  };
}

/** How Deno's fetch connects. */
export interface HttpClientOptions {
  /** The proxy to go through. */
  proxy?: { url: string; basicAuth?: { username: string; password: string } };
  /** Certificates of authorities to trust beside those of the runtime, as PEM texts. */
  caCerts?: string[];
  /** The client's own certificate, as a PEM text. */
  cert?: string;
  /** The private key for it. */
  key?: string;
  /** Whether it offers HTTP/2 to servers; by default it does. */
  http2?: boolean;
}

const globals = globalThis as RuntimeGlobals;

/** The runtime that this program runs on. */
export const runtime: Runtime = globals.Deno !== undefined
  ? "deno"
  : globals.Bun !== undefined
  ? "bun"
  : globals.process?.versions?.node !== undefined
  ? "node"
  : "browser";

/**
 * Reads an environment variable without ever asking the user for a permission: where Deno has not been allowed to
 * read it, it counts as unset.
 *
 * @param name The variable's name.
 * @returns Its value, or undefined where it is unset, empty or may not be read.
 */
export function environmentVariable(name: string): string | undefined {
  const state = globals.Deno?.permissions?.querySync?.({ name: "env", variable: name }).state;
  if (state !== undefined && state !== "granted") return undefined;
  // On Deno the first use of `process`, whatever for, loads all that is there for Node: 10 milliseconds.
  const value = globals.Deno !== undefined ? globals.Deno.env.get(name) : globals.process?.env?.[name];
  return value === "" ? undefined : value;
}

/**
 * Gives the arguments that the program was started with.
 *
 * @returns What follows the program's name.
 */
export function programArguments(): readonly string[] {
  return globals.Deno?.args ?? globals.process?.argv?.slice(2) ?? [];
}

/**
 * Loads a built-in module where the runtime has it, so that a file can be imported in a browser too.
 *
 * @typeParam T The module's type.
 * @param name Its full name, such as `"node:async_hooks"`.
 * @returns The module, or undefined where the runtime does not have it.
 */
export function builtin<T>(name: `node:${string}`): T | undefined {
  return globals.process?.getBuiltinModule?.(name) as T | undefined;
}

/**
 * Makes what Deno's fetch takes as its option `client`; only there on Deno.
 *
 * @param options How it connects.
 * @returns The client.
 */
export function createHttpClient(options: HttpClientOptions): object {
  return globals.Deno!.createHttpClient(options);
}

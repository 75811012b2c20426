import process from "node:process";
import { missingVariable, type ServerName, urlVariable } from "../servers/contract.ts";
import { skip, type SkippableTest } from "./skip.ts";

/**
 * Gives the URL of a real server, or undefined where there is none.
 *
 * The runner finds which servers to start by looking for `serverUrl("NAME")` and `requireServer(t, "NAME")` in the test
 * files of a module, so the name must be written out as a literal.
 *
 * @example
 * ```ts ignore
 * const url = serverUrl("redis"); // "redis://127.0.0.1:41234"
 * ```
 */
export function serverUrl(name: ServerName): string | undefined {
  return process.env[urlVariable(name)] || undefined;
}

/**
 * Gives the URL of a real server, or skips the test with the reason why there is none. With `CI=true` a missing server is
 * an error instead, so that no test passes there by not running.
 *
 * @example
 * ```ts ignore
 * test("get() reads what set() wrote", async (t) => {
 *   const url = requireServer(t, "redis");
 *   if (url === undefined) return;
 * ```
 */
export function requireServer(t: SkippableTest, name: ServerName): string | undefined {
  const url = serverUrl(name);
  if (url !== undefined) return url;
  const reason = `no ${name} server: ${process.env[missingVariable(name)] || `${urlVariable(name)} is not set`}`;
  if (process.env["CI"] === "true") throw new Error(`${reason} (required because CI=true)`);
  skip(t, reason);
  return undefined;
}

import { loadDriver } from "../../internal/load_driver.ts";

/** The package that signs and verifies JWTs. */
export type Jose = typeof import("jose");

/**
 * Loads `jose` at its first use.
 *
 * @returns The package.
 */
export async function loadJose(): Promise<Jose> {
  return await loadDriver("jose", () => import("jose"));
}

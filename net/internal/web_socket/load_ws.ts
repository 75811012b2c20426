import { loadDriver } from "../../../internal/load_driver.ts";

/**
 * Loads `ws`; on Bun that is what it brings itself under this name.
 *
 * @returns The package.
 */
export async function loadWs(): Promise<typeof import("ws")> {
  return await loadDriver("ws", () => import("ws"));
}

import { MaktabaError } from "../errors/maktaba_error.ts";
import { importFree } from "./lazy.ts";

const loaded = new Map<string, unknown>();

/**
 * Loads a third-party package at its first use. What has been loaded is kept; a load that failed is not remembered, so
 * that installing the package and trying again works.
 *
 * @typeParam T The module's type.
 * @param name The package's name, as it is installed.
 * @param load Imports it, by a literal `import()` so that bundlers and Deno see it.
 * @returns The module.
 * @throws {MaktabaError} `DRIVER_MISSING` if it is not installed, with the command that installs it.
 */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  const known = loaded.get(name);
  if (known !== undefined) return known as T;
  try {
    const module = await importFree(load);
    loaded.set(name, module);
    return module;
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause;
    throw new MaktabaError({
      code: "DRIVER_MISSING",
      params: { driver: name, command: `npm install ${name}` },
      cause,
    });
  }
}

// A package that is there but breaks while it is loaded must show its own error, not advice to install it. Each
// runtime names the missing package in its own sentence.
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  const isResolution = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" ||
    /not (?:a dependency|found|find|resolve)|cannot find|could not (?:find|resolve)/i.test(error.message);
  return isResolution && error.message.includes(name);
}

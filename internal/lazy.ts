import { runAmbient } from "./ambient.ts";

/** A file of this library that is loaded when it is first needed, as importing the library must cost little. */
export interface Lazy<Module> {
  /** What has been loaded, so that every call but the first goes on at once. */
  readonly module: Module | undefined;
  /** Loads it. */
  load(): Promise<Module>;
}

/**
 * Puts off loading a file until a function that needs it is called:
 *
 * @example
 * ```ts ignore
 * const splitting = lazy(() => import("./internal/split.ts"));
 *
 * const { split } = splitting.module ?? await splitting.load();
 * ```
 *
 * @typeParam Module The file's exports.
 * @param importModule Imports it, by a literal `import()` so that bundlers and Deno see it. Where that fails, the next
 * call tries again.
 * @returns What gives the exports.
 */
export function lazy<Module extends object>(importModule: () => Promise<Module>): Lazy<Module> {
  let module: Module | undefined;
  return {
    get module(): Module | undefined {
      return module;
    },
    async load(): Promise<Module> {
      return module = await importFree(importModule);
    },
  };
}

/**
 * Imports a file bound to nothing. What Deno evaluates within a task stays bound to it for good, and with it whatever the
 * runtime calls by itself from then on (measured on 2.9): the handlers of servers would be cancelled with a task that
 * they have nothing to do with.
 *
 * @typeParam Module The file's exports.
 * @param importModule Imports it.
 * @returns The exports.
 */
export function importFree<Module>(importModule: () => Promise<Module>): Promise<Module> {
  return runAmbient(undefined, importModule);
}

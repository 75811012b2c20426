import { builtin } from "../internal/runtime.ts";

/**
 * Gives the process's object. Importing `node:process` by name would read all its properties, which on Node opens the
 * three standard streams and takes milliseconds.
 *
 * @returns The object.
 */
export function thisProcess(): NodeJS.Process {
  return builtin<NodeJS.Process>("node:process")!;
}

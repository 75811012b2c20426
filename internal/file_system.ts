import { builtin } from "./runtime.ts";

/**
 * The module `node:fs/promises`, loaded when a file is first touched: it brings streams and readline along, which takes
 * longer than everything else that importing this library does.
 *
 * @returns The module.
 */
export function fileSystem(): typeof import("node:fs/promises") {
  return builtin<typeof import("node:fs/promises")>("node:fs/promises")!;
}

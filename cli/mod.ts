/**
 * The `maktaba` command, to be run inside a program: splitting files, querying databases, writing OpenAPI documents and
 * reading CSV, in English and in Arabic.
 *
 * In a terminal it is `maktaba` (`مكتبة` in Arabic) once the package is installed, and `deno run -A cli/main.ts`,
 * `node cli/main.ts` or `bun cli/main.ts` in a checkout.
 *
 * @example Help in Arabic
 * ```ts
 * import { runCli } from "@maktaba/std/cli";
 * import assert from "node:assert/strict";
 *
 * let help = "";
 * await runCli(["--help", "--lang", "ar"], { stdout: { write: (text) => void (help += text) } });
 * assert.match(help, /تقسيم_ملف/);
 * ```
 *
 * @module
 */

export * from "./output.ts";
export * from "./run_cli.ts";

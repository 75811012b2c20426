import { FileError } from "../errors/file_error.ts";
import { MaktabaError } from "../errors/maktaba_error.ts";
import { optionName } from "../errors/option_names.ts";
import { lazy } from "../internal/lazy.ts";
import { withSignal } from "../internal/signals.ts";
import { checkInteger, checkObject, checkOptions, checkText, type OptionNames } from "../internal/validate.ts";
import { checkShape } from "./check_shape.ts";
import type { OpenApiDocument } from "./document.ts";
import { copyJson } from "./fields.ts";

const writing = lazy(() => import("../fs/internal/target_file.ts"));

/** Options for {@linkcode saveOpenApi}. */
export interface SaveOpenApiOptions {
  /**
   * Whether a file that is there already is replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /**
   * How many spaces each level of the JSON is indented by, from 0 (all on one line) to 10.
   *
   * @default 2
   */
  indent?: number | undefined;
  /** Gives up when it fires, before the file has its name; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

const optionNames: OptionNames<SaveOpenApiOptions> = { overwrite: "boolean", indent: true, signal: true };

/**
 * Writes an OpenAPI document as JSON. The file appears under its name only when it is complete.
 *
 * @param document The document, as `createOpenApi` or any other tool made it.
 * @param path Where to write it; `"openapi.json"` by default.
 * @param options Replacing, indentation and a signal.
 * @returns The path written.
 * @throws {ValidationError} If `document` is not an OpenAPI document, or `path` or an option is wrong.
 * @throws {MaktabaError} `OPENAPI_FILE_EXISTS` if the file is there and `overwrite` is not set;
 * `OPENAPI_FILE_NOT_WRITTEN` if it cannot be written, with the reason.
 *
 * @example Write it to a temporary directory
 * ```ts
 * import { createOpenApi, saveOpenApi } from "@maktaba/std/openapi";
 * import assert from "node:assert/strict";
 * import { mkdtemp, readFile, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "openapi-"));
 * const document = createOpenApi([{ path: "/health", method: "get" }], { title: "Health", version: "1.0.0" });
 * const path = await saveOpenApi(document, join(directory, "openapi.json"));
 * assert.deepEqual(JSON.parse(await readFile(path, "utf8")), document);
 * await rm(directory, { recursive: true });
 * ```
 */
export async function saveOpenApi(
  document: OpenApiDocument,
  path: string = "openapi.json",
  options: SaveOpenApiOptions = {},
): Promise<string> {
  checkOptions(options, optionNames);
  const { overwrite = false, indent = 2, signal } = options;
  checkObject("document", document as unknown);
  checkShape("document", "openapi", document.openapi ?? null, "filled text");
  checkShape("document", "info", document.info ?? null, { map: "any" });
  checkText("path", path);
  checkInteger("indent", indent, { max: 10 });
  const text = JSON.stringify(copyJson("document", "document", document), null, indent);
  return await withSignal(signal, (combined) => write(text, path, overwrite, combined));
}

async function write(text: string, path: string, overwrite: boolean, signal?: AbortSignal): Promise<string> {
  const { TargetFile } = writing.module ?? await writing.load();
  try {
    await using file = await TargetFile.create(path, { overwrite });
    await file.write(new TextEncoder().encode(`${text}\n`));
    signal?.throwIfAborted();
    await file.commit();
    return path;
  } catch (error) {
    throw error instanceof FileError ? ownError(path, error) : error;
  }
}

/** The document's own error, with the reason of the file's in words, and the system's as its cause. */
function ownError(path: string, { code, message, cause }: FileError): MaktabaError {
  const context = { path };
  if (code === "FS_EXISTS") {
    const params = { path, option: optionName("overwrite") };
    return new MaktabaError({ code: "OPENAPI_FILE_EXISTS", params, cause, context });
  }
  return new MaktabaError({ code: "OPENAPI_FILE_NOT_WRITTEN", params: { path, reason: message }, cause, context });
}

/**
 * Files: splitting and joining, gzip, statistics, text, CSV as records, and SFTP. Whatever is written appears when it is
 * complete and leaves nothing behind when it fails or is cancelled; whatever is read is read in constant memory.
 *
 * @example Compress, split, join and decompress
 * ```ts
 * import { gunzipFile, gzipFile, joinFiles, readText, splitFile } from "@maktaba/std/fs";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "files-"));
 * await writeFile(join(directory, "poem.txt"), "قفا نبك من ذكرى حبيب ومنزل\n");
 * const parts = await splitFile(await gzipFile(join(directory, "poem.txt")), { partBytes: 20 });
 * const joined = await joinFiles(parts, join(directory, "copy.txt.gz"));
 * assert.equal(await readText(await gunzipFile(joined)), "قفا نبك من ذكرى حبيب ومنزل\n");
 * await rm(directory, { recursive: true });
 * ```
 *
 * @module
 */

export * from "../errors/file_error.ts";
export * from "../errors/split_error.ts";
export * from "./csv_records.ts";
export * from "./file_progress.ts";
export * from "./file_stats.ts";
export * from "./gunzip_file.ts";
export * from "./gzip_file.ts";
export * from "./join_files.ts";
export * from "./read_csv.ts";
export * from "./read_text.ts";
export * from "./sftp_get.ts";
export * from "./sftp_options.ts";
export * from "./sftp_put.ts";
export * from "./split_file.ts";

import { ValidationError } from "../../../errors/validation_error.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { report } from "../../../internal/report.ts";
import { LinkedSignal, withSignal } from "../../../internal/signals.ts";
import { checkInteger, checkOptions, checkText, checkUrl, type OptionNames } from "../../../internal/validate.ts";
import type { CompletedUpload, UploadOptions } from "../../upload.ts";
import { timedOut } from "../failed_request.ts";
import { fileName } from "../upload/file_part.ts";
import { writeMetadata } from "./metadata.ts";
import { SourceFile } from "./source_file.ts";
import { TusServer } from "./tus_server.ts";
import { TusUpload } from "./tus_upload.ts";
import { UploadRecord } from "./upload_record.ts";

const UPLOAD_OPTIONS: OptionNames<UploadOptions> = {
  client: true,
  headers: true,
  query: true,
  metadata: true,
  chunkBytes: true,
  checksum: "boolean",
  resume: true,
  uploadUrl: true,
  terminate: "boolean",
  onCreated: "function",
  connectTimeoutMs: true,
  readTimeoutMs: true,
  totalTimeoutMs: true,
  retry: true,
  onProgress: "function",
  signal: true,
};

// Enough that a connection costs little beside it, little enough that what a proxy gathers or a checksum refuses is soon
// sent again.
const CHUNK_BYTES = 16_777_216;

// Whoever cancels waits for it.
const TERMINATION_MS = 5_000;

/**
 * Uploads a file.
 *
 * @param url Where to.
 * @param path What.
 * @param options The caller's options.
 * @returns What is known of the upload.
 */
export async function runUpload(
  url: string | URL,
  path: string,
  options: UploadOptions,
): Promise<CompletedUpload> {
  const { metadata, record, uploadUrl, terminate, ...checked } = checkUpload(path, options);
  const { client, headers, query, connectTimeoutMs, readTimeoutMs, totalTimeoutMs, retry, signal } = options;
  const limits = { connectTimeoutMs, readTimeoutMs, totalTimeoutMs, retry };
  const server = await TusServer.plan(client, url, { headers, query, ...limits });
  const { plan } = server;
  const known = uploadUrl === undefined ? undefined : uploadPlace(uploadUrl, plan.url);
  return await withSignal(signal, async (signal) => {
    using linked = new LinkedSignal([signal, ...plan.client?.signals ?? []]);
    linked.signal.throwIfAborted();
    await using file = await SourceFile.open(path);
    const kept = record === false ? undefined : new UploadRecord(record === true ? undefined : record, plan.url, file);
    const upload = new TusUpload({ ...checked, server, file, metadata, record: kept, url: known });
    try {
      return await upload.run(linked.signal);
    } catch (error) {
      if (terminate && upload.url !== undefined) await remove(server, upload.url);
      throw error;
    }
  });
}

function checkUpload(path: string, options: UploadOptions) {
  checkOptions(options, UPLOAD_OPTIONS);
  checkText("path", path);
  const { chunkBytes = CHUNK_BYTES, checksum: isVerified = true, resume: record = false, uploadUrl } = options;
  const { terminate = false, onCreated, onProgress } = options;
  if (chunkBytes !== Infinity) checkInteger("chunkBytes", chunkBytes, { min: 1 });
  if (typeof record !== "boolean") checkText("resume", record);
  if (record !== false && terminate) throw withResume("terminate");
  if (record !== false && uploadUrl !== undefined) throw withResume("uploadUrl");
  const metadata = writeMetadata(options.metadata, fileName(path));
  return { chunkBytes, isVerified, record, uploadUrl, terminate, onCreated, onProgress, metadata };
}

function withResume(name: string): ValidationError {
  return new ValidationError({ code: "ARGUMENT_WITH_RESUME", params: { name } });
}

function uploadPlace(uploadUrl: string | URL, url: URL): URL {
  const isRelative = typeof uploadUrl === "string" && URL.canParse(uploadUrl, url);
  return checkUrl("uploadUrl", isRelative ? new URL(uploadUrl, url) : uploadUrl, ["http:", "https:"]);
}

/** Has an upload deleted that failed. That this fails too is not worth another error: the server forgets it some time. */
async function remove(server: TusServer, url: URL): Promise<void> {
  using linked = new LinkedSignal([]);
  linked.abortAfter(TERMINATION_MS, () => timedOut("total", TERMINATION_MS, { ...server.plan, method: "DELETE", url }));
  try {
    // Not within the task, which may have been cancelled.
    await runAmbient(undefined, () => server.remove(url, linked.signal));
  } catch (error) {
    report("warning", "net", "An upload that failed could not be deleted", { url: url.href, error });
  }
}

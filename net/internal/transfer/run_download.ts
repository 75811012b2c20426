import { LinkedSignal, withSignal } from "../../../internal/signals.ts";
import { checkOptions, checkText, type OptionNames } from "../../../internal/validate.ts";
import type { Client } from "../../client.ts";
import type { DownloadedFile, DownloadOptions } from "../../download.ts";
import { toHeaders } from "../request_headers.ts";
import { plannerFor } from "../planner.ts";
import type { RequestPlan } from "../request_plan.ts";
import { checkDigests, WANTED_DIGESTS } from "./digests.ts";
import { FileDownload } from "./file_download.ts";
import { PartialFile } from "./partial_file.ts";

const DOWNLOAD_OPTIONS: OptionNames<DownloadOptions> = {
  client: true,
  headers: true,
  query: true,
  overwrite: "boolean",
  resume: "boolean",
  digest: true,
  maxBytes: true,
  connectTimeoutMs: true,
  readTimeoutMs: true,
  totalTimeoutMs: true,
  retry: true,
  onProgress: "function",
  signal: true,
};

/**
 * Downloads a file.
 *
 * @param url Where from.
 * @param path Where to.
 * @param options The caller's options.
 * @returns What is known of the file.
 */
export async function runDownload(
  url: string | URL,
  path: string,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  checkOptions(options, DOWNLOAD_OPTIONS);
  checkText("path", path);
  const { client, digest, overwrite = false, resume = false, onProgress, signal, ...request } = options;
  const expected = checkDigests(digest);
  const plan = await planDownload(client, url, request);
  return await withSignal(signal, async (signal) => {
    using linked = new LinkedSignal([signal, ...plan.client?.signals ?? []]);
    linked.signal.throwIfAborted();
    await using file = await PartialFile.open(path, { overwrite, resume, url: plan.url });
    return await new FileDownload({ plan, path, file, expected, onProgress }).run(linked.signal);
  });
}

type DownloadRequest = Omit<DownloadOptions, "client" | "digest" | "overwrite" | "resume" | "onProgress" | "signal">;

async function planDownload(
  client: Client | undefined,
  url: string | URL,
  request: DownloadRequest,
): Promise<RequestPlan> {
  const headers = toHeaders(request.headers);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  // What is compressed on its way has neither the size nor the digest of the file, and cannot be gone on with.
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  if (!headers.has("want-repr-digest")) headers.set("want-repr-digest", WANTED_DIGESTS);
  const options = { ...request, headers, maxBytes: request.maxBytes ?? Number.MAX_SAFE_INTEGER };
  const plan = await plannerFor(client);
  return plan("GET", url, options);
}

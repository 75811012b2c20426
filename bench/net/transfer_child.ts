// Transfers one file and tells how long it took, and the most memory:  transfer_child.ts CONTENDER URL DIRECTORY SOURCE
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Who transfers. */
export type Contender = "download" | "fetch to a file" | "upload" | "fetch of a file";

/** What came of it. */
export interface Measured {
  ms: number;
  peakMib: number;
}

type WebStream = Parameters<typeof Readable.fromWeb>[0];

/** What each loads before it is measured, and does. */
const contenders: Readonly<Record<Contender, () => Promise<(url: string, path: string) => Promise<unknown>>>> = {
  async download() {
    const { download } = await import("../../net/mod.ts");
    return async (url, path) => await download(url, path, { overwrite: true });
  },
  async "fetch to a file"() {
    await Promise.resolve();
    return async (url, path) => {
      const { body } = await fetch(url);
      await pipeline(Readable.fromWeb(body as unknown as WebStream), createWriteStream(path));
    };
  },
  async upload() {
    const { FileUpload, request } = await import("../../net/mod.ts");
    return async (url, path) => await request("PUT", url, { body: new FileUpload(path) });
  },
  async "fetch of a file"() {
    await Promise.resolve();
    return async (url, path) => {
      const body = Readable.toWeb(createReadStream(path)) as unknown as ReadableStream;
      const answer = await fetch(url, { method: "PUT", body, duplex: "half" } as RequestInit);
      return await answer.json();
    };
  },
};

const [contender, url, directory, source] = process.argv.slice(2) as [Contender, string, string, string];
const isDownload = contender === "download" || contender === "fetch to a file";
const path = isDownload ? join(directory, `target-${process.pid}`) : source;
const run = await contenders[contender]();
// A small transfer first: loading what is needed for one is measured elsewhere.
await run(`${url}warm`, isDownload ? path : import.meta.filename!);

const start = performance.now();
const result = await run(url, path);
const ms = performance.now() - start;

const { size } = await stat(source);
const moved = isDownload ? (await stat(path)).size : result;
if (moved !== size) throw new Error(`${contender} moved ${moved} of ${size} bytes`);
if (isDownload) await rm(path);
process.stdout.write(JSON.stringify({ ms, peakMib: await peak() } satisfies Measured));
process.exit();

async function peak(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kib = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return kib === undefined ? process.resourceUsage().maxRSS / 1_024 : Number(kib) / 1_024;
}

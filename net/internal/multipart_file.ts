import { FileError } from "../../errors/file_error.ts";
import { NetworkError } from "../../errors/network_error.ts";
import { builtin } from "../../internal/runtime.ts";
import type { OutgoingBody } from "./outgoing_body.ts";
import { type ChunkSource, streamOf } from "./outgoing_stream.ts";

// Larger pieces gain nothing over a socket, and each upload holds one.
const CHUNK_BYTES = 65_536;

/**
 * A form (RFC 7578) that holds a file as its field `file`, read from the disk while it is sent: `openAsBlob` would
 * read it into memory on every runtime.
 *
 * @param path The file.
 * @param fields The form's other fields.
 * @returns The body.
 */
export function multipartFile(path: string, fields: Iterable<readonly [string, string]>): OutgoingBody {
  // 122 random bits: the file cannot hold it but by design, and it is new for each request.
  const boundary = `maktaba-${crypto.randomUUID()}`;
  const parts = [...fields].map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`);
  const head = `${parts.join("")}--${boundary}\r\n${disposition("file", fileName(path))}\r\n` +
    "Content-Type: application/octet-stream\r\n\r\n";
  const encoder = new TextEncoder();
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytesInMemory: 0,
    isReplayable: true,
    async open(onSent) {
      const before = encoder.encode(head);
      const after = encoder.encode(`\r\n--${boundary}--\r\n`);
      const file = await openFile(path);
      const total = before.byteLength + file.bytes + after.byteLength;
      return streamOf(formSource(path, before, file, after), (bytes) => onSent(bytes, total), total);
    },
  };
}

/**
 * Writes the header that names a part, as the HTML standard says (multipart/form-data encoding algorithm): names in
 * UTF-8, only these three characters escaped.
 *
 * @param name The part's name.
 * @param file The file's name, if it is one.
 * @returns The header.
 */
export function disposition(name: string, file?: string): string {
  const escaped = (text: string) => text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
  const filename = file === undefined ? "" : `; filename="${escaped(file)}"`;
  return `Content-Disposition: form-data; name="${escaped(name)}"${filename}`;
}

/** Gives the last part of a path. */
export function fileName(path: string): string {
  return builtin<typeof import("node:path")>("node:path")!.basename(path);
}

/** A file to be read. */
export interface OpenFile {
  /** Reads and closes it. */
  readonly handle: import("node:fs/promises").FileHandle;
  /** How long it is. */
  readonly bytes: number;
}

/**
 * Opens a file to send.
 *
 * @param path Where it is.
 * @returns The file; it must be closed.
 */
export async function openFile(path: string): Promise<OpenFile> {
  const { open } = builtin<typeof import("node:fs/promises")>("node:fs/promises")!;
  try {
    const handle = await open(path, "r");
    const stats = await handle.stat().catch(async (error) => {
      await handle.close();
      throw error;
    });
    if (stats.isFile()) return { handle, bytes: stats.size };
    await handle.close();
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw new FileError({ code: "FS_IS_DIRECTORY", params: { path }, path });
}

function unreadable(path: string, cause: unknown): FileError {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  const details = { params: { path }, path, cause };
  if (code === "ENOENT" || code === "ENOTDIR") return new FileError({ code: "FS_NOT_FOUND", ...details });
  if (code === "EISDIR") return new FileError({ code: "FS_IS_DIRECTORY", ...details });
  const isDenied = code === "EACCES" || code === "EPERM" || code === "ERR_ACCESS_DENIED" || name === "NotCapable";
  if (isDenied) return new FileError({ code: "FS_PERMISSION", ...details });
  return new FileError({ code: "FS_FAILED", ...details, params: { path, reason: cause } });
}

/** What stands before the file, the file, and what stands after it. */
function formSource(path: string, before: Uint8Array, { handle, bytes }: OpenFile, after: Uint8Array): ChunkSource {
  let at = -1;
  return {
    async next() {
      if (at === -1) {
        at = 0;
        return before;
      }
      if (at > bytes) return undefined;
      if (at === bytes) {
        at++;
        return after;
      }
      const buffer = new Uint8Array(Math.min(CHUNK_BYTES, bytes - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, at);
      if (bytesRead === 0) throw shrank(path);
      at += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

/** Makes the error of a file that became shorter: its length has been announced, so that it cannot be sent. */
export function shrank(path: string): NetworkError {
  return new NetworkError({ code: "NET_FILE_SHRANK", params: { path }, reason: "aborted" });
}

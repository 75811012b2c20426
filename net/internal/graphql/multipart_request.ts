import { FileUpload } from "../../file_upload.ts";
import { disposition, fileName, openFile, shrank } from "../multipart_file.ts";
import type { OutgoingBody } from "../outgoing_body.ts";
import { type ChunkSource, streamOf } from "../outgoing_stream.ts";
import type { VariableFile } from "./files.ts";

// Larger pieces gain nothing over a socket, and each upload holds one.
const CHUNK_BYTES = 65_536;

/**
 * Makes a form of operations and their files (GraphQL multipart request specification, version 2), read while it is sent.
 *
 * @param operations The operations as JSON, null in the place of each file.
 * @param files Each file, and where it stands.
 * @returns The body.
 */
export function multipartRequest(
  operations: string,
  files: ReadonlyMap<VariableFile, readonly string[]>,
): OutgoingBody {
  // 122 random bits: no file can hold it but by design, and it is new for each request.
  const boundary = `maktaba-${crypto.randomUUID()}`;
  const map = JSON.stringify(Object.fromEntries([...files.values()].map((paths, at) => [at, paths])));
  const fields = [["operations", operations], ["map", map]] as const;
  const head = fields.map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`).join("");
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytesInMemory: 0,
    isReplayable: true,
    async open(onSent) {
      const parts = await openParts(head, [...files.keys()], boundary);
      const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
      return streamOf(joined(parts), (bytes) => onSent(bytes, total), total);
    },
  };
}

/** A piece of the form. */
interface Part extends ChunkSource {
  /** How long it is. */
  readonly bytes: number;
}

async function openParts(head: string, files: readonly VariableFile[], boundary: string): Promise<Part[]> {
  const parts: Part[] = [textPart(head)];
  try {
    for (const [at, file] of files.entries()) {
      parts.push(textPart(`--${boundary}\r\n${headers(String(at), file)}\r\n\r\n`));
      parts.push(file instanceof FileUpload ? await filePart(file.path) : blobPart(file), textPart("\r\n"));
    }
  } catch (error) {
    await Promise.all(parts.map((part) => part.close()));
    throw error;
  }
  return [...parts, textPart(`--${boundary}--\r\n`)];
}

function headers(name: string, file: VariableFile): string {
  const { type } = file;
  // A line break would end the header and begin another one.
  const shown = type === "" || /[\r\n]/.test(type) ? "application/octet-stream" : type;
  return `${disposition(name, nameOf(file))}\r\nContent-Type: ${shown}`;
}

function nameOf(file: VariableFile): string {
  if (file instanceof FileUpload) return file.name ?? fileName(file.path);
  return file instanceof File ? file.name : "blob";
}

function textPart(text: string): Part {
  let rest: Uint8Array | undefined = new TextEncoder().encode(text);
  return {
    bytes: rest.byteLength,
    next() {
      const bytes = rest;
      rest = undefined;
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}

function blobPart(blob: Blob): Part {
  const reader = blob.stream().getReader();
  return {
    bytes: blob.size,
    next: async () => (await reader.read()).value,
    close: (reason) => reader.cancel(reason),
  };
}

async function filePart(path: string): Promise<Part> {
  const { handle, bytes } = await openFile(path);
  let at = 0;
  return {
    bytes,
    async next() {
      if (at === bytes) return undefined;
      const buffer = new Uint8Array(Math.min(CHUNK_BYTES, bytes - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, at);
      if (bytesRead === 0) throw shrank(path);
      at += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

function joined(parts: readonly Part[]): ChunkSource {
  let at = 0;
  return {
    async next() {
      for (; at < parts.length; at++) {
        const chunk = await parts[at]!.next();
        if (chunk !== undefined) return chunk;
      }
      return undefined;
    },
    async close(reason) {
      await Promise.all(parts.map((part) => part.close(reason)));
    },
  };
}

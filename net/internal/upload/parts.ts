import type { OutgoingBody } from "../outgoing_body.ts";
import { type ChunkSource, streamOf } from "../outgoing_stream.ts";

// As much as a file is read at a time.
const PIECE_BYTES = 65_536;

/** A stretch of a body whose length is known. */
export interface Part extends ChunkSource {
  /** How long it is. */
  readonly bytes: number;
}

/** Opens a stretch of a body. */
export type OpenPart = () => Part | Promise<Part>;

/**
 * Makes a body of parts, which are opened before the first is sent, as their length is announced.
 *
 * @param parts Opens each.
 * @param contentType What they are together.
 * @returns The body.
 */
export function bodyOfParts(parts: readonly OpenPart[], contentType: string | undefined): OutgoingBody {
  return {
    contentType,
    bytesInMemory: 0,
    isReplayable: true,
    async open(onSent) {
      const opened = await openParts(parts);
      const total = opened.reduce((sum, { bytes }) => sum + bytes, 0);
      return streamOf(joined(opened), (bytes) => onSent(bytes, total), total);
    },
  };
}

async function openParts(parts: readonly OpenPart[]): Promise<Part[]> {
  const opened: Part[] = [];
  try {
    for (const open of parts) opened.push(await open());
    return opened;
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
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
    close: (reason) => closeAll(parts, reason),
  };
}

async function closeAll(parts: readonly Part[], reason?: unknown): Promise<void> {
  await Promise.all(parts.map((part) => part.close(reason)));
}

/**
 * Makes a part of a text.
 *
 * @param text The text.
 * @returns Opens it.
 */
export function textPart(text: string): OpenPart {
  return () => bytesPart(new TextEncoder().encode(text))();
}

/**
 * Makes a part of bytes.
 *
 * @param bytes The bytes.
 * @returns Opens it.
 */
export function bytesPart(bytes: Uint8Array): OpenPart {
  return () => {
    let at = 0;
    return {
      bytes: bytes.byteLength,
      next() {
        if (at >= bytes.byteLength) return Promise.resolve(undefined);
        return Promise.resolve(bytes.subarray(at, at += PIECE_BYTES));
      },
      close: () => Promise.resolve(),
    };
  };
}

/**
 * Makes a part of a blob.
 *
 * @param blob The blob.
 * @returns Opens it.
 */
export function blobPart(blob: Blob): OpenPart {
  return () => {
    const reader = blob.stream().getReader();
    // Deno and Bun give much of it at once, or all.
    let rest: Uint8Array | undefined;
    return {
      bytes: blob.size,
      async next() {
        rest = rest === undefined || rest.byteLength === 0 ? (await reader.read()).value : rest;
        const piece = rest?.subarray(0, PIECE_BYTES);
        rest = rest?.subarray(PIECE_BYTES);
        return piece;
      },
      close: (reason) => reader.cancel(reason),
    };
  };
}

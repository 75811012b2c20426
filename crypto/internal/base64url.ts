import { builtin } from "../../internal/runtime.ts";

type BufferModule = typeof import("node:buffer");

/** The standard's own conversion (TC39 "Uint8Array to/from base64"), which Node 24 does not have yet. */
interface StandardBase64 {
  fromBase64?(text: string, options: { alphabet: "base64url"; lastChunkHandling: "loose" }): Uint8Array<ArrayBuffer>;
}

const standard = Uint8Array as unknown as StandardBase64;

/**
 * Writes bytes as URL-safe base64 with padding (RFC 4648, section 5).
 *
 * @param bytes The bytes.
 * @returns The text.
 */
export function encodeBase64url(bytes: Uint8Array): string {
  const { toBase64 } = bytes as { toBase64?(options: { alphabet: "base64url" }): string };
  if (toBase64 !== undefined) return toBase64.call(bytes, { alphabet: "base64url" });
  const text = bufferModule().Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url");
  return text + "=".repeat((4 - text.length % 4) % 4);
}

/**
 * Reads URL-safe base64, with its padding or without any. Nothing is skipped or guessed.
 *
 * @param text The text.
 * @returns The bytes, or undefined where the text is anything else.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  if (digits % 4 === 1 || digits !== text.length && text.length % 4 !== 0) return undefined;
  const bytes = decode(text);
  // Decoders pass over white space, and Node's over everything that is not a digit: then bytes are missing.
  return bytes?.length === Math.floor(digits * 3 / 4) ? bytes : undefined;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (standard.fromBase64 === undefined) {
    return text.includes("+") || text.includes("/") ? undefined : bufferModule().Buffer.from(text, "base64url");
  }
  try {
    return standard.fromBase64(text, { alphabet: "base64url", lastChunkHandling: "loose" });
  } catch {
    return undefined;
  }
}

function bufferModule(): BufferModule {
  return builtin<BufferModule>("node:buffer")!;
}

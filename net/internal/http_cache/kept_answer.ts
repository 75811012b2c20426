import { isJson } from "../parse_answer.ts";

/** An answer as it is kept: plain data, so that any store can hold it, and unparsed, so that no two callers share it. */
export interface KeptAnswer extends KeptBody {
  /** The form of this record: a store may hold what another version of the library wrote. */
  readonly version: 2;
  /** What was asked by: the answer to HEAD has no body to give. */
  readonly method: string;
  /** Its status. */
  readonly status: number;
  /** The server's word for the status. */
  readonly statusText: string;
  /** Its headers, as far as they are kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** When it was asked for, by `Date.now()`. */
  readonly requestedAt: number;
  /** When it began to come. */
  readonly receivedAt: number;
  /** The names of the request's headers that it depends on (`Vary`), in lower case; `ALL_HEADERS` for all. */
  readonly vary: readonly string[];
  /** A digest of what the request said in those headers. */
  readonly variant: string;
  /** Which variants belong together: they are forgotten at once. */
  readonly generation: string;
}

/** A body as text or, where it is none, as Base64. */
export interface KeptBody {
  readonly text?: string;
  readonly base64?: string;
}

/**
 * Tells whether a value is such a record.
 *
 * @param value What a store gave, which may be shared with others.
 * @returns Whether it can be used.
 */
export function isKeptAnswer(value: unknown): value is KeptAnswer {
  if (typeof value !== "object" || value === null) return false;
  const kept = value as Partial<Record<keyof KeptAnswer, unknown>>;
  return kept.version === 2 && isText(kept.method) && isText(kept.statusText) && isText(kept.variant) &&
    isText(kept.generation) && isStatus(kept.status) && isTime(kept.requestedAt) && isTime(kept.receivedAt) &&
    Array.isArray(kept.vary) && kept.vary.every(isText) &&
    Array.isArray(kept.headers) && kept.headers.every(isHeader) &&
    (isText(kept.text) || (isText(kept.base64) && /^[A-Za-z0-9+/]*={0,2}$/.test(kept.base64)));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 599;
}

function isHeader(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}

/** Gives the headers of a record. */
export function headersOf({ headers }: KeptAnswer): Headers {
  return new Headers(headers as [string, string][]);
}

/**
 * Writes a body for a store.
 *
 * @param bytes The body.
 * @param contentType Its content type.
 * @returns It as plain data.
 */
export function writeBody(bytes: Uint8Array, contentType: string): KeptBody {
  try {
    // Only what is UTF-8 comes back as it was from a string.
    if (isJson(contentType) || contentType.startsWith("text/")) return { text: exactUtf8.decode(bytes) };
  } catch {
    // It is text in another charset.
  }
  return { base64: toBase64(bytes) };
}

const exactUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Gives a body as it was before it was kept.
 *
 * @param body What was kept.
 * @returns Its bytes.
 */
export function readBody({ text, base64 }: KeptBody): Uint8Array<ArrayBuffer> {
  if (text !== undefined) return new TextEncoder().encode(text);
  return fromBase64(base64 ?? "");
}

// Newer engines do both natively, many times as fast.
interface NativeBase64 {
  toBase64?(): string;
}

function toBase64(bytes: Uint8Array): string {
  const native = (bytes as NativeBase64).toBase64?.();
  if (native !== undefined) return native;
  let binary = "";
  // In pieces, as all bytes at once would be too many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  return native.fromBase64?.(text) ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

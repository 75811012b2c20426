import { builtin } from "../../../internal/runtime.ts";
import { readHttpDate } from "../http_date.ts";
import { parseRecord } from "./parse_record.ts";

/** By what a server is asked whether a file is still the one of which a part is there. */
export interface Validators {
  /** Its strong entity tag. */
  readonly etag?: string | undefined;
  /** When it was last changed, as the server wrote it. */
  readonly lastModified?: string | undefined;
  /** How large it is, if that is known. */
  readonly totalBytes?: number | undefined;
}

/**
 * Gives what an answer can be gone on with by (RFC 9110, section 13.1.5).
 *
 * @param headers The headers of an answer with the whole file.
 * @param totalBytes How large the file is, if that is known.
 * @returns The validators; undefined where a part would be worth nothing.
 */
export function validatorsOf(headers: Headers, totalBytes: number | undefined): Validators | undefined {
  const isEncoded = (headers.get("content-encoding") ?? "identity") !== "identity";
  if (isEncoded || /\bnone\b/i.test(headers.get("accept-ranges") ?? "")) return undefined;
  const etag = headers.get("etag");
  if (etag !== null && /^"[^"]*"$/.test(etag)) return { etag, totalBytes };
  const lastModified = headers.get("last-modified");
  return lastModified !== null && isStrongDate(lastModified, headers.get("date"))
    ? { lastModified, totalBytes }
    : undefined;
}

// A file may change twice within a second, and its date would be the same (RFC 9110, section 8.8.2.2).
function isStrongDate(lastModified: string, date: string | null): boolean {
  const [changed, now] = [readHttpDate(lastModified), readHttpDate(date)];
  return changed !== undefined && now !== undefined && now - changed >= 1_000;
}

/** The value of `If-Range`: the rest is wanted if this is still so, or else the whole. */
export function ifRange({ etag, lastModified }: Validators): string {
  return etag ?? lastModified!;
}

/** What is written beside a part, so that another process can go on with it. */
interface PartRecord {
  readonly version: 1;
  /** Digests of the URL, without and with its query: it may hold secrets. */
  readonly place: string;
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly totalBytes?: number | undefined;
}

/**
 * Writes validators down.
 *
 * @param validators The validators.
 * @param url Whose they are.
 * @returns The text.
 */
export function writeValidators(validators: Validators, url: URL): string {
  const record: PartRecord = { version: 1, ...digestsOf(url), ...validators };
  return `${JSON.stringify(record, null, 2)}\n`;
}

/**
 * Reads validators that were written down.
 *
 * @param text The text.
 * @param url What is to be downloaded.
 * @returns The validators; undefined where they are those of something else.
 */
export function readValidators(text: string, url: URL): Validators | undefined {
  const record = parseRecord<PartRecord>(text);
  const { place, url: full } = digestsOf(url);
  if (record?.version !== 1 || record.place !== place) return undefined;
  const { etag, lastModified, totalBytes } = record;
  if (totalBytes !== undefined && !Number.isSafeInteger(totalBytes)) return undefined;
  // An entity tag tells one file from all others; a date does not, so the query must be the same too. A query may be a
  // signature that is another each time.
  if (typeof etag === "string") return { etag, totalBytes };
  if (typeof lastModified !== "string" || record.url !== full) return undefined;
  return { lastModified, totalBytes };
}

function digestsOf(url: URL): { place: string; url: string } {
  const { createHash } = builtin<typeof import("node:crypto")>("node:crypto")!;
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");
  const bare = `${url.origin}${url.pathname}`;
  return { place: digest(bare), url: digest(bare + url.search) };
}

/** What an answer with a part tells of it. */
export interface ContentRange {
  /** The position of its first byte. */
  readonly start: number;
  /** How large the whole is, if that is told. */
  readonly totalBytes: number | undefined;
}

/**
 * Reads a `Content-Range` (RFC 9110, section 14.4).
 *
 * @param headers The answer's headers.
 * @returns The range; undefined where there is none of bytes, or one that begins nowhere.
 */
export function readContentRange(headers: Headers): ContentRange | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers.get("content-range")?.trim() ?? "");
  if (match === null) return undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const totalBytes = match[3] === "*" ? undefined : Number(match[3]);
  const isSound = end >= start && (totalBytes === undefined || end < totalBytes);
  return isSound ? { start, totalBytes } : undefined;
}

/** Reads how large a file is of which no part begins where one was asked for (RFC 9110, section 15.5.17). */
export function readUnsatisfied(headers: Headers): number | undefined {
  const match = /^bytes \*\/(\d+)$/i.exec(headers.get("content-range")?.trim() ?? "");
  return match === null ? undefined : Number(match[1]);
}

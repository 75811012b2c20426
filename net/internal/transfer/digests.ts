import type { Hash } from "node:crypto";
import { ValidationError } from "../../../errors/validation_error.ts";
import { builtin } from "../../../internal/runtime.ts";
import { checkOptions, type OptionNames } from "../../../internal/validate.ts";
import type { FileDigests } from "../../download.ts";

/** The algorithms that are verified; RFC 9530 (section 5) calls the others insecure. */
export type Algorithm = keyof FileDigests;

/** What digests must be, in lower case hexadecimal digits. */
export type ExpectedDigests = ReadonlyMap<Algorithm, string>;

const DIGITS: OptionNames<FileDigests> = { "sha-256": true, "sha-512": true };
const LENGTHS: Readonly<Record<Algorithm, number>> = { "sha-256": 64, "sha-512": 128 };

/**
 * Checks what a caller says that digests must be.
 *
 * @param digest What the caller gave.
 * @returns The digests.
 */
export function checkDigests(digest: FileDigests = {}): ExpectedDigests {
  checkOptions(digest, DIGITS, "digest");
  const expected = new Map<Algorithm, string>();
  for (const [name, value] of Object.entries(digest) as [Algorithm, unknown][]) {
    if (value === undefined) continue;
    const length = LENGTHS[name];
    if (typeof value !== "string" || value.length !== length || !/^[0-9a-f]+$/i.test(value)) {
      throw new ValidationError({ code: "ARGUMENT_NOT_DIGEST", params: { name, length, value } });
    }
    expected.set(name, value.toLowerCase());
  }
  return expected;
}

/** What asks a server to tell a digest of the whole file (RFC 9530, section 4): many tell none unasked. */
export const WANTED_DIGESTS = "sha-256=10, sha-512=9";

/**
 * Reads the digests of a whole file that a server tells: those of the representation by RFC 9530 or, of older servers, by
 * RFC 3230, or those of the content where that is the whole file.
 *
 * @param headers The answer's headers.
 * @param isWhole Whether the answer's content is the whole file.
 * @returns The strongest one that is known here; none for what is encoded, as what is read is decoded.
 */
export function announcedDigests(headers: Headers, isWhole: boolean): ExpectedDigests {
  const told = isWhole ? ["repr-digest", "content-digest"] : ["repr-digest"];
  return strongest(headers, [...told, "digest"]);
}

/**
 * Reads the digests of a part of a file that a server tells.
 *
 * @param headers The answer's headers.
 * @param status Its status: what is no part is verified as the whole.
 * @returns The strongest one that is known here.
 */
export function contentDigests(headers: Headers, status: number): ExpectedDigests {
  return status === 206 ? strongest(headers, ["content-digest"]) : new Map();
}

function strongest(headers: Headers, told: readonly string[]): ExpectedDigests {
  if ((headers.get("content-encoding") ?? "identity") !== "identity") return new Map();
  for (const algorithm of ["sha-512", "sha-256"] as const) {
    for (const name of told) {
      const base64 = entryOf(algorithm, name === "digest").exec(headers.get(name) ?? "")?.[1];
      const hex = base64 === undefined ? undefined : hexOf(base64);
      if (hex?.length === LENGTHS[algorithm]) return new Map([[algorithm, hex]]);
    }
  }
  return new Map();
}

/** What is said by an algorithm: in a dictionary of byte sequences (RFC 9651), or as RFC 3230 (section 4.3.2) has it. */
function entryOf(algorithm: Algorithm, isOld: boolean): RegExp {
  return isOld
    ? new RegExp(`(?:^|,)\\s*${algorithm}=([A-Za-z0-9+/]+={0,2})\\s*(?:,|$)`, "i")
    : new RegExp(`(?:^|,)\\s*${algorithm}=:([A-Za-z0-9+/]+={0,2}):`);
}

function hexOf(base64: string): string | undefined {
  try {
    return [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  } catch {
    return undefined;
  }
}

/** Digests of a file's beginning, which grow with it. */
export class GrowingDigests {
  readonly #hashes = new Map<Algorithm, Hash>();
  #bytes = 0;

  /** How many bytes they are of. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Makes sure that there are digests by some algorithms of a file's beginning.
   *
   * @param algorithms Which.
   * @param bytes How long the beginning is.
   * @param read Gives its bytes, where they have to be read again.
   */
  async catchUp(
    algorithms: Iterable<Algorithm>,
    bytes: number,
    read: () => AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const wanted = [...algorithms];
    if (this.#bytes === bytes && wanted.every((name) => this.#hashes.has(name))) return;
    this.restart(wanted);
    if (bytes > 0 && wanted.length > 0) { for await (const piece of read()) this.add(piece); }
    this.#bytes = bytes;
  }

  /**
   * Begins anew, with nothing.
   *
   * @param algorithms By which.
   */
  restart(algorithms: Iterable<Algorithm>): void {
    const { createHash } = builtin<typeof import("node:crypto")>("node:crypto")!;
    this.#hashes.clear();
    this.#bytes = 0;
    for (const name of algorithms) this.#hashes.set(name, createHash(name.replace("-", "")));
  }

  /** Takes what follows. */
  add(piece: Uint8Array): void {
    this.#bytes += piece.byteLength;
    for (const hash of this.#hashes.values()) hash.update(piece);
  }

  /**
   * Compares with what they must be, when the file is complete.
   *
   * @param expected What they must be.
   * @returns The first that differs.
   */
  mismatch(expected: Iterable<readonly [Algorithm, string]>): Mismatch | undefined {
    for (const [algorithm, wanted] of expected) {
      const actual = this.#hashes.get(algorithm)?.copy().digest("hex");
      if (actual !== wanted) return { algorithm, expected: wanted, actual };
    }
    return undefined;
  }
}

/** A digest that is not what it must be. */
export interface Mismatch {
  readonly algorithm: Algorithm;
  readonly expected: string;
  readonly actual: string | undefined;
}

import type { SourceFile } from "./source_file.ts";

// By what a chunk is verified, the best first, as node:crypto calls it. What they guard against are faults of machines, so
// that those will do that are no longer safe from attackers.
const ALGORITHMS: readonly string[] = ["sha512", "sha256", "sha1", "md5"];

/** How the server writes the name of an algorithm, and how node:crypto does. */
export interface Checksum {
  readonly name: string;
  readonly algorithm: string;
}

/**
 * Chooses by what chunks are verified.
 *
 * @param offered The algorithms that the server offers.
 * @returns The best of them; undefined if none is known here.
 */
export function chooseChecksum(offered: readonly string[]): Checksum | undefined {
  const known = offered.map((name) => ({ name, algorithm: name.toLowerCase().replace("-", "") }));
  return ALGORITHMS.map((best) => known.find(({ algorithm }) => algorithm === best)).find((it) => it !== undefined);
}

/**
 * Computes the value of `Upload-Checksum`.
 *
 * @param checksum By what it is verified.
 * @param file The file.
 * @param start Where the chunk begins.
 * @param bytes How long it is.
 * @param signal Ends it.
 * @returns The value.
 */
export async function writeChecksum(
  { name, algorithm }: Checksum,
  file: SourceFile,
  start: number,
  bytes: number,
  signal: AbortSignal,
): Promise<string> {
  return `${name} ${await file.digest(algorithm, start, bytes, signal)}`;
}

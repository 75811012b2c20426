import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import { FileError, type FileErrorPlace } from "@maktaba/std/errors";

/** Bytes that look random, repeat nowhere nearby, and are the same each time. */
export function pattern(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** The names in a directory, sorted. */
export async function namesIn(directory: string): Promise<string[]> {
  return (await readdir(directory)).sort();
}

/** The content of every file in a directory, by its name. */
export async function contentsOf(directory: string): Promise<Record<string, string>> {
  const names = await namesIn(directory);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(`${directory}/${name}`, "latin1")])),
  );
}

/** A check for `assert.rejects`: a FileError with this code, of this very class, at this place. */
export function failsWith(
  code: string,
  place: FileErrorPlace = {},
  errorClass: typeof FileError = FileError,
): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof errorClass) || error.constructor !== errorClass || error.code !== code) return false;
    return Object.entries(place).every(([name, value]) => error[name as keyof FileErrorPlace] === value);
  };
}

/** Whether a program is on this machine. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"]).error === undefined;
}

/** Runs a program to its end and gives what it printed; a failure throws. */
export function runProgram(name: string, ...args: string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(name, args, { maxBuffer: 1e9 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return stdout;
}

/** The SHA-256 of a file, read in pieces. */
export async function digestOf(path: string): Promise<string> {
  const { createReadStream } = await import("node:fs");
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Does work and gives by how much the process grew at most while it ran, in bytes. */
export async function growthDuring(work: (look: () => void) => Promise<unknown>): Promise<number> {
  const start = process.memoryUsage().rss;
  let peak = start;
  const look = () => void (peak = Math.max(peak, process.memoryUsage().rss));
  await work(look);
  look();
  return peak - start;
}

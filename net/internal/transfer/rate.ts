import { now } from "../../../internal/clock.ts";
import type { TransferProgress } from "../../download.ts";

// Long enough to smooth what a network does from one moment to the next, short enough to show that it became slower.
const WINDOW_MS = 3_000;
const SLOTS = 12;

/** Tells how fast bytes have come lately, from a few measurements of the last seconds. */
export class TransferRate {
  readonly #marks: { time: number; bytes: number }[] = [];

  /**
   * Takes a measurement, and makes a report of it.
   *
   * @param bytes How many bytes are there.
   * @param totalBytes How many it will be, if that is known.
   * @returns The report.
   */
  progress(bytes: number, totalBytes: number | undefined): TransferProgress {
    const bytesPerSecond = this.#rate(now(), bytes);
    return { bytes, totalBytes, bytesPerSecond, remainingMs: remaining(bytes, totalBytes, bytesPerSecond) };
  }

  #rate(time: number, bytes: number): number {
    const last = this.#marks.at(-1);
    // It begins anew.
    if (last !== undefined && bytes < last.bytes) this.#marks.length = 0;
    if (last === undefined || time - last.time >= WINDOW_MS / SLOTS || this.#marks.length < 2) {
      this.#marks.push({ time, bytes });
    }
    while (this.#marks.length > 2 && time - this.#marks[1]!.time >= WINDOW_MS) this.#marks.shift();
    const [first] = this.#marks;
    const elapsed = time - first!.time;
    return elapsed <= 0 ? 0 : (bytes - first!.bytes) / elapsed * 1_000;
  }
}

function remaining(bytes: number, totalBytes: number | undefined, bytesPerSecond: number): number | undefined {
  if (totalBytes === undefined) return undefined;
  if (bytes >= totalBytes) return 0;
  return bytesPerSecond === 0 ? undefined : (totalBytes - bytes) / bytesPerSecond * 1_000;
}

import type { FileProgress } from "../file_progress.ts";

/** Counts bytes and tells the caller; every operation has one. */
export class Meter {
  readonly #onProgress: ((progress: FileProgress) => void) | undefined;
  readonly #totalBytes: number;
  #bytes = 0;

  /** What has been dealt with. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins at nothing of `totalBytes`. */
  constructor(totalBytes: number, onProgress: ((progress: FileProgress) => void) | undefined) {
    this.#totalBytes = totalBytes;
    this.#onProgress = onProgress;
  }

  /** Tells that so many more bytes have been dealt with. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#onProgress?.({ bytes: this.#bytes, totalBytes: this.#totalBytes });
  }
}

import { checkBoolean, checkFunction, type OptionNames } from "../../internal/validate.ts";
import type { FileProgress } from "../file_progress.ts";

/** What everything that writes a file is told. */
export interface WriteOptions {
  readonly overwrite?: boolean | undefined;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The names of it. */
export const WRITE_OPTIONS: OptionNames<WriteOptions> = { overwrite: true, onProgress: true, signal: true };

/** Throws unless it can be used; the signal is checked where it is listened to. */
export function checkWriteOptions({ overwrite, onProgress }: WriteOptions): void {
  if (overwrite !== undefined) checkBoolean("overwrite", overwrite);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress as unknown);
}

import type { OptionNames } from "../../internal/validate.ts";
import type { FileProgress } from "../file_progress.ts";

/** What everything that writes a file is told. */
export interface WriteOptions {
  readonly overwrite?: boolean | undefined;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The names of it; the signal is checked where it is listened to. */
export const WRITE_OPTIONS: OptionNames<WriteOptions> = { overwrite: "boolean", onProgress: "function", signal: true };

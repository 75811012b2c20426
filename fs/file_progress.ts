/** How far an operation on a file has come; `onProgress` is called with it after each chunk. */
export interface FileProgress {
  /** The bytes of the input that have been dealt with. */
  bytes: number;
  /** The size of the input, in bytes, as it was at the start. */
  totalBytes: number;
}

/** A record as LogTape makes it, as far as this module reads it. */
export interface LogTapeRecord {
  /** The parts of the logger's name. */
  readonly category: readonly string[];
  /** How much it matters; `fatal` is what is `critical` here, and `trace` counts as `debug`. */
  readonly level: "trace" | "debug" | "info" | "warning" | "error" | "fatal";
  /** The message: texts and the values between them, in turn. */
  readonly message: readonly unknown[];
  /** The message with its placeholders. */
  readonly rawMessage: string | TemplateStringsArray;
  /** When it was logged, in milliseconds since 1970. */
  readonly timestamp: number;
  /** The values. */
  readonly properties: Readonly<Record<string, unknown>>;
}

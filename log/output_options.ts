import type { LogEntry } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";

/** How records are shown on the console. */
export interface LogConsoleOptions {
  /**
   * `"pretty"` for people, `"json"` for one JSON object a line, `"auto"` for pretty on a terminal and JSON otherwise.
   *
   * @default "auto"
   */
  format?: "auto" | "pretty" | "json" | undefined;
  /**
   * Whether pretty records have colours.
   *
   * @default On a terminal, unless `NO_COLOR` is set; everywhere if `FORCE_COLOR` is set.
   */
  colors?: boolean | undefined;
  /**
   * The least level shown, where that is more than the log's own.
   *
   * @default "debug"
   */
  level?: LogLevel | undefined;
  /**
   * Writes the text of one record, which has no line break at its end.
   *
   * @default The standard error output; in a browser, its console
   */
  write?: ((text: string) => void) | undefined;
}

/** A file of records, one JSON object a line. */
export interface LogFileOptions {
  /** Where it is. Directories that are missing are made, with the file, at the first record. */
  path: string;
  /**
   * How large it may get, in bytes, before it becomes `PATH.1`, what was `PATH.1` becomes `PATH.2`, and so on.
   *
   * @default 10485760
   */
  maxBytes?: number | undefined;
  /**
   * How many older files are kept beside it; with 0 it is emptied when it is full.
   *
   * @default 5
   */
  maxFiles?: number | undefined;
  /**
   * The least level written, where that is more than the log's own.
   *
   * @default "debug"
   */
  level?: LogLevel | undefined;
}

/** An account on a mail server, and whom it writes to. */
export interface LogEmailOptions {
  /** The mail server (SMTP). */
  host: string;
  /**
   * Its port.
   *
   * @default 587
   */
  port?: number | undefined;
  /** Who to log in as; without it, nobody logs in. */
  user?: string | undefined;
  /** With which password. */
  password?: string | undefined;
  /** The sender's address. */
  from: string;
  /** The address or addresses written to. */
  to: string | readonly string[];
  /**
   * Whether the connection is encrypted from its first byte. Otherwise it begins in the clear and becomes encrypted
   * where the server offers that (STARTTLS).
   *
   * @default true for port 465, else false
   */
  secure?: boolean | undefined;
  /**
   * Whether nothing is sent to a server that does not encrypt. Anybody on the way can hide the server's offer to.
   *
   * @default true, unless the server is on this machine
   */
  requireTls?: boolean | undefined;
  /** Certificates to trust beside the well-known ones, in PEM. */
  ca?: string | undefined;
  /**
   * How long each step of a connection may take, in milliseconds.
   *
   * @default 10000
   */
  timeoutMs?: number | undefined;
  /**
   * How often a mail is tried in all.
   *
   * @default 3
   */
  attempts?: number | undefined;
}

/** Who is told at once of what matters most. Mails are sent in the background and never hold the program up. */
export interface LogAlertOptions {
  /** The mail account. */
  email: LogEmailOptions;
  /**
   * The least level that is mailed.
   *
   * @default "error"
   */
  level?: LogLevel | undefined;
  /**
   * How many mails are sent in each period at most. Records that come meanwhile are mailed together later.
   *
   * @default 10
   */
  maxEmails?: number | undefined;
  /**
   * The length of the period, in milliseconds.
   *
   * @default 3600000
   */
  periodMs?: number | undefined;
  /**
   * How many records wait to be mailed at most; of those that come on top, the next mail tells the number only.
   *
   * @default 100
   */
  maxQueued?: number | undefined;
}

/** What counts as a secret beyond what is known anyway. */
export interface LogRedactOptions {
  /** Names of properties whose values are secrets, in capitals or not. */
  keys?: readonly (string | RegExp)[] | undefined;
  /** What secrets look like in texts. */
  patterns?: readonly RegExp[] | undefined;
}

/** Where records go: options for {@linkcode createLogSink}. */
export interface LogSinkOptions {
  /**
   * Whether and how records are shown on the console.
   *
   * @default true
   */
  console?: boolean | LogConsoleOptions | undefined;
  /** A file, or the path of one. */
  file?: string | LogFileOptions | undefined;
  /** Who is told of errors. */
  alert?: LogAlertOptions | undefined;
  /** Functions that take each record, secrets replaced, and send it wherever else it is wanted. */
  sinks?: readonly ((entry: LogEntry) => void)[] | undefined;
  /** What counts as a secret beyond passwords, tokens, keys and the like, which are always replaced. */
  redact?: LogRedactOptions | undefined;
}

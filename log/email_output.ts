/**
 * E-mail as a place for entries.
 *
 * @internal
 * @module
 */

import { MaktabaError } from "../errors/maktaba_error.ts";
import { runAmbient } from "../internal/ambient.ts";
import { abandonOnAbort } from "../internal/signals.ts";
import { retry } from "../async/retry.ts";
import type { LogEntry } from "./log_entry.ts";
import type { LogLevel } from "./log_level.ts";
import type { Output, Tell } from "./output.ts";
import type { LogAlertOptions } from "./output_options.ts";
import { type Mail, Mailer } from "./mailer.ts";
import { writeMail } from "./write_mail.ts";

/**
 * Mails entries in the background: the first at once, what comes while a mail is on its way together in the next, and
 * never more mails than the period allows. What does not fit into the queue is counted and told in the next mail.
 */
export class EmailOutput implements Output {
  readonly level: LogLevel;
  readonly #mailer: Mailer;
  readonly #attempts: number;
  readonly #maxEmails: number;
  readonly #periodMs: number;
  readonly #maxQueued: number;
  readonly #tell: Tell;
  readonly #stop: AbortController = new AbortController();
  /** When the mails of the current period were begun, oldest first. */
  #sent: number[] = [];
  #queue: LogEntry[] = [];
  #heldBack = 0;
  #sending: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: LogAlertOptions, tell: Tell) {
    const { email, level = "error", maxEmails = 10, periodMs = 3_600_000, maxQueued = 100 } = options;
    this.level = level;
    this.#mailer = new Mailer(email);
    this.#attempts = email.attempts ?? 3;
    this.#maxEmails = maxEmails;
    this.#periodMs = periodMs;
    this.#maxQueued = maxQueued;
    this.#tell = tell;
  }

  write(entry: LogEntry): void {
    if (this.#isClosed) return;
    if (this.#queue.length < this.#maxQueued) this.#queue.push(entry);
    else this.#heldBack++;
    this.#proceed();
  }

  async flush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  // One mail more than the period allows is sent at the end: nobody would ever hear of what was held back otherwise.
  async close(): Promise<void> {
    if (this.#isClosed) return await this.flush();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const limit = setTimeout(() => this.#stop.abort(), this.#mailer.timeoutMs);
    await this.flush();
    if (this.#isWaiting()) await this.#send();
    clearTimeout(limit);
  }

  #isWaiting(): boolean {
    return this.#queue.length > 0 || this.#heldBack > 0;
  }

  #proceed(): void {
    if (this.#sending !== undefined || this.#isClosed || !this.#isWaiting()) return;
    const waitMs = this.#waitMs();
    if (waitMs > 0) return this.#proceedAfter(waitMs);
    this.#sent.push(Date.now());
    this.#sending = this.#send().finally(() => {
      this.#sending = undefined;
      this.#proceed();
    });
  }

  /** How long it is until the period allows another mail. */
  #waitMs(): number {
    const now = Date.now();
    this.#sent = this.#sent.filter((time) => now - time < this.#periodMs);
    return this.#sent.length < this.#maxEmails ? 0 : this.#sent[0]! + this.#periodMs - now;
  }

  #proceedAfter(ms: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#proceed();
    }, Math.min(ms, 2_147_483_647));
    // A mail that is due in an hour is no reason to keep the program running for it.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #send(): Promise<void> {
    const entries = this.#queue.splice(0);
    const heldBack = this.#heldBack;
    this.#heldBack = 0;
    try {
      await this.#deliver(writeMail(entries, heldBack));
    } catch (cause) {
      const params = { count: entries.length + heldBack, server: this.#mailer.server, reason: cause };
      this.#tell(new MaktabaError({ code: "LOG_EMAIL_NOT_SENT", params, cause }));
    }
  }

  // A mail about the failure of a task must not be cancelled with the task.
  #deliver(mail: Mail): Promise<void> {
    const { signal } = this.#stop;
    const isRetryable = (error: unknown) => this.#mailer.isRetryable(error);
    const policy = { attempts: this.#attempts, delayMs: 1_000, isRetryable, signal };
    return runAmbient(undefined, () => abandonOnAbort(retry(() => this.#mailer.send(mail), policy), signal));
  }
}

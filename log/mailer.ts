/**
 * Sending mails through `nodemailer`, the only file that loads it.
 *
 * @internal
 * @module
 */

import { loadDriver } from "../internal/load_driver.ts";
import type { LogEmailOptions } from "./output_options.ts";

/** A mail as it is written. */
export interface Mail {
  /** Its subject. */
  subject: string;
  /** Its text. */
  text: string;
}

/** Sends mails from one address to others by one server. */
export class Mailer {
  /** What messages call the server. */
  readonly server: string;
  /** How long each step of a connection may take. */
  readonly timeoutMs: number;
  readonly #options: LogEmailOptions;

  constructor(options: LogEmailOptions) {
    this.#options = options;
    this.server = `${options.host}:${options.port ?? 587}`;
    this.timeoutMs = options.timeoutMs ?? 10_000;
  }

  /** Sends a mail; rejects if the server did not take it. */
  async send(mail: Mail): Promise<void> {
    const { from, to } = this.#options;
    const { createTransport } = await loadDriver("nodemailer", () => import("nodemailer"));
    const transport = createTransport(this.#transportOptions());
    try {
      await transport.sendMail({ ...mail, from, to: [...[to].flat()] });
    } finally {
      transport.close();
    }
  }

  /** Whether a failure may pass: not one that the server will repeat (RFC 5321, section 4.2.1). */
  isRetryable(error: unknown): boolean {
    const { responseCode, code } = error as { responseCode?: number; code?: string };
    return code !== "EAUTH" && code !== "DRIVER_MISSING" && (responseCode === undefined || responseCode < 500);
  }

  #transportOptions(): object {
    const { host, port = 587, user, password = "", secure = port === 465, requireTls, ca } = this.#options;
    return {
      host,
      port,
      secure,
      requireTLS: requireTls ?? !isThisMachine(host),
      ...(user === undefined ? {} : { auth: { user, pass: password } }),
      ...(ca === undefined ? {} : { tls: { ca } }),
      connectionTimeout: this.timeoutMs,
      greetingTimeout: this.timeoutMs,
      socketTimeout: this.timeoutMs,
      dnsTimeout: this.timeoutMs,
      // A log must not be a way to read files or addresses of the machine.
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

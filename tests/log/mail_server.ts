import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { tempDir } from "../support/mod.ts";

/** A mail as the server took it. */
export interface ReceivedMail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  isEncrypted: boolean;
  user: string | undefined;
}

/** A real SMTP server on a free port of 127.0.0.1, which keeps what it is sent. */
export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** How many clients have connected. */
  readonly connections: number;
  /** Resolves when it has so many mails. */
  received(count: number): Promise<void>;
}

/** Options for {@linkcode startMailServer}. */
export interface MailServerOptions {
  /** The account that clients must log in to; without it, none. */
  account?: { user: string; password: string };
  /** A key and its certificate, in PEM: clients may then encrypt (STARTTLS). */
  tls?: { key: string; cert: string };
  /** Whether a connection is encrypted from its first byte. */
  isSecure?: boolean;
  /** Answers the next mails with errors of these codes, before it begins to take them. */
  failures?: number[];
  /** Waits before a mail is taken. */
  delayMs?: number;
}

/** Starts the server. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { account, tls, isSecure = false, failures = [], delayMs = 0 } = options;
  const mails: ReceivedMail[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let connections = 0;
  const settings: SMTPServerOptions = {
    secure: isSecure,
    authOptional: account === undefined,
    allowInsecureAuth: tls === undefined,
    disabledCommands: tls === undefined ? ["STARTTLS"] : [],
    disableReverseLookup: true,
    ...(tls ?? {}),
    onConnect(_session, done) {
      connections++;
      done();
    },
    onAuth({ username, password }, _session, done) {
      const isKnown = username === account?.user && password === account?.password;
      done(isKnown ? null : new Error("Wrong user or password"), isKnown ? { user: username } : undefined);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () =>
        setTimeout(() => {
          const responseCode = failures.shift();
          if (responseCode !== undefined) return done(Object.assign(new Error("Not now"), { responseCode }));
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            ...parseMail(Buffer.concat(chunks).toString("utf8")),
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            isEncrypted: session.secure,
            user: session.user,
          });
          done();
          for (const { count, resolve } of waiting) if (mails.length >= count) resolve();
        }, delayMs));
    },
  };
  const server = new SMTPServer(settings);
  // A client that does not trust the certificate breaks its connection off, which is what some tests want to see.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    get connections() {
      return connections;
    },
    received: (count) =>
      new Promise((resolve) => mails.length >= count ? resolve() : void waiting.push({ count, resolve })),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Makes a key and a certificate for 127.0.0.1 that nobody has signed. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  await using dir = await tempDir();
  const [key, cert] = [dir.join("key.pem"), dir.join("cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await promisify(execFile)("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...subject]);
  return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
}

function parseMail(source: string): { subject: string; text: string } {
  const end = source.indexOf("\r\n\r\n");
  const headers = source.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(headers)?.[1] ?? "";
  const body = source.slice(end + 4);
  const encoding = header("Content-Transfer-Encoding");
  const text = encoding === "base64"
    ? Buffer.from(body, "base64").toString("utf8")
    : encoding === "quoted-printable"
    ? decodeQuotedPrintable(body)
    : body;
  return { subject: decodeWords(header("Subject")), text: text.replaceAll("\r\n", "\n") };
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(
    /=\?utf-8\?([BQ])\?([^?]*)\?=/gi,
    (_, kind: string, word: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString("utf8")
        : decodeQuotedPrintable(word.replaceAll("_", " ")),
  );
}

/** RFC 2045, section 6.7. */
function decodeQuotedPrintable(text: string): string {
  const bytes = text.replace(/=\r\n/g, "").replace(
    /=([0-9A-F]{2})/g,
    (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { FileError } from "../../errors/file_error.ts";
import { loadDriver } from "../../internal/load_driver.ts";
import { abandonOnAbort, LinkedSignal } from "../../internal/signals.ts";
import type { SftpOptions } from "../sftp_options.ts";
import { connectionFailure, notAllowed, requestFailure } from "./sftp_failure.ts";
import { HostVerifier } from "./sftp_host.ts";

/** What ssh2 tells of a file. */
export interface RemoteStats {
  size: number;
  mode: number;
  isDirectory(): boolean;
}

/** Answers a request. */
export type Answer<T> = (error: Error | null | undefined, value: T) => void;

/** The part of ssh2's SFTP client that is used here. */
export interface Sftp {
  stat(path: string, answer: Answer<RemoteStats>): void;
  lstat(path: string, answer: Answer<RemoteStats>): void;
  open(path: string, flags: string, attributes: { mode?: number }, answer: Answer<Buffer>): void;
  read(handle: Buffer, into: Buffer, offset: number, length: number, position: number, answer: Answer<number>): void;
  write(handle: Buffer, from: Buffer, offset: number, length: number, position: number, answer: Answer<void>): void;
  close(handle: Buffer, answer: Answer<void>): void;
  unlink(path: string, answer: Answer<void>): void;
  rename(from: string, to: string, answer: Answer<void>): void;
  ext_openssh_rename(from: string, to: string, answer: Answer<void>): void;
}

interface Prompt {
  echo?: boolean;
}

/** The part of ssh2-sftp-client that is used here. */
interface Client {
  client: {
    end(): void;
    on(event: "error", listener: (error: Error) => void): void;
    on(event: "close", listener: () => void): void;
    on(
      event: "keyboard-interactive",
      listener: (
        name: string,
        text: string,
        language: string,
        prompts: Prompt[],
        answer: (all: string[]) => void,
      ) => void,
    ): void;
  };
  connect(config: Record<string, unknown>): Promise<Sftp>;
}

interface Driver {
  default: new (name: string, callbacks: Record<"error" | "end" | "close", () => void>) => Client;
}

/** A connection to a server that has proved to be the right one, closed when its block ends. */
export class SftpSession implements AsyncDisposable {
  /** The server, for messages: `host:port`. */
  readonly address: string;
  readonly #socket: Socket;
  readonly #linked: LinkedSignal;
  #client: Client | undefined;
  #sftp: Sftp | undefined;

  private constructor(address: string, socket: Socket, signal: AbortSignal | undefined) {
    this.address = address;
    this.#socket = socket;
    // ssh2 listens only once it has read the options; without a listener an error would end the process.
    this.#socket.on("error", () => {});
    this.#linked = new LinkedSignal([signal]);
  }

  /** Connects, verifies the server and logs in. */
  static async open(options: SftpOptions, signal: AbortSignal | undefined): Promise<SftpSession> {
    const { host, port = 22 } = options;
    const { verifier, driver } = await prepare(options, port);
    const { Socket } = await import("node:net");
    const session = new SftpSession(`${host}:${port}`, new Socket(), signal);
    try {
      await session.#connect(driver, options, verifier);
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Fires with the caller's signal, and when the connection is lost. */
  get signal(): AbortSignal {
    return this.#linked.signal;
  }

  /**
   * Sends a request and waits for its answer, for the end of the connection or for the signal.
   *
   * @typeParam T The answer.
   * @param path The file on the server that it is about, for messages.
   * @param send Sends the request.
   * @returns The answer.
   */
  async request<T>(path: string, send: (sftp: Sftp, answer: Answer<T>) => void): Promise<T> {
    this.signal.throwIfAborted();
    try {
      return await abandonOnAbort(this.#send(send), this.signal);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : requestFailure(error, path, this.address);
    }
  }

  /** Sends a request that undoes something, whatever the signal says; tells whether it was done within two seconds. */
  async undo(send: (sftp: Sftp, answer: Answer<void>) => void): Promise<boolean> {
    if (this.#socket.destroyed) return false;
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, 2_000, false);
    this.#socket.once("close", () => resolve(false));
    try {
      return await Promise.race([this.#send(send).then(() => true, () => false), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#linked[Symbol.dispose]();
    if (this.#socket.closed || this.#socket.destroyed) return;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.#socket.once("close", resolve);
    this.#client?.client.end();
    // A server that does not close its side must not keep the program alive.
    const timer = setTimeout(() => this.#socket.destroy(), this.#sftp === undefined ? 0 : 1_000);
    await closed;
    clearTimeout(timer);
  }

  async #connect(driver: Driver, options: SftpOptions, verifier: HostVerifier): Promise<void> {
    const { host, port = 22, connectTimeoutMs = 10_000 } = options;
    // The library's own callbacks print to the console.
    const client = new driver.default("maktaba", { error() {}, end() {}, close() {} });
    this.#client = client;
    let cause: Error | undefined;
    // The library's errors have lost what ssh2's tell of the reason.
    client.client.on("error", (error) => cause ??= error);
    client.client.on("keyboard-interactive", (_name, _text, _language, prompts, answer) => {
      answer(prompts.map(({ echo }) => echo ? "" : options.password ?? ""));
    });
    using late = new LinkedSignal([this.signal]);
    late.abortAfter(connectTimeoutMs, () => {
      const params = { host: this.address, ms: connectTimeoutMs };
      return new FileError({ code: "FS_SFTP_TIMEOUT", params, retryable: true });
    });
    try {
      // Requests are small and wait for answers: gathering them into larger packets, as TCP does by default, costs 40 ms
      // each time, ten times that for a login, and three quarters of the speed of a download.
      this.#socket.once("connect", () => this.#socket.setNoDelay(true));
      this.#socket.connect({ host, port });
      this.#sftp = await abandonOnAbort(client.connect(this.#config(options, verifier)), late.signal);
    } catch (error) {
      if (late.signal.aborted) throw late.signal.reason;
      throw verifier.failure ?? connectionFailure(cause ?? error, options, this.address);
    }
    this.#socket.once("close", () => {
      const params = { path: this.address };
      this.#linked.abort(new FileError({ code: "FS_SFTP_DISCONNECTED", params, cause, retryable: true }));
    });
  }

  #config(options: SftpOptions, verifier: HostVerifier): Record<string, unknown> {
    const { username, password, privateKey, passphrase } = options;
    return {
      sock: this.#socket,
      username,
      password,
      privateKey: privateKey instanceof Uint8Array ? new TextDecoder().decode(privateKey) : privateKey,
      passphrase,
      tryKeyboard: password !== undefined,
      hostVerifier: (key: Uint8Array) => verifier.verify(key),
      // Bun has no chacha20-poly1305, but lets ssh2 believe that it does.
      algorithms: { serverHostKey: verifier.algorithms, cipher: { remove: ["chacha20-poly1305@openssh.com"] } },
      // The time to connect is watched here, from before the name is looked up until SFTP answers.
      readyTimeout: 0,
      // A server that has gone without a word is noticed after half a minute.
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
    };
  }

  #send<T>(send: (sftp: Sftp, answer: Answer<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      send(this.#sftp!, (error, value) => error ? reject(error) : resolve(value));
    });
  }
}

async function prepare(options: SftpOptions, port: number): Promise<{ verifier: HostVerifier; driver: Driver }> {
  try {
    const verifier = await HostVerifier.create(options, port);
    const driver = await loadDriver("ssh2-sftp-client", () => import("ssh2-sftp-client") as Promise<unknown>);
    return { verifier, driver: driver as Driver };
  } catch (error) {
    // Errors of ours name the file that could not be read.
    throw error instanceof FileError ? error : notAllowed(error, `${options.host}:${port}`) ?? error;
  }
}

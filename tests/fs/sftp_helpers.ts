import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, connect } from "node:net";
import process from "node:process";
import type { SftpOptions } from "@maktaba/std/fs";
import SftpClient from "ssh2-sftp-client";
import { requireServer, type SkippableTest, uniqueName } from "../support/mod.ts";

/** A directory of one test on the server, which looks at it by another way than the module does. */
export interface RemoteDir extends AsyncDisposable {
  /** How to connect, with the password and the right host key. */
  readonly options: SftpOptions;
  /** The path of something in it. */
  join(name: string): string;
  /** The names in it, sorted. */
  names(): Promise<string[]>;
  read(name: string): Promise<Buffer>;
  write(name: string, content: Uint8Array | string): Promise<void>;
  chmod(name: string, mode: number): Promise<void>;
  mode(name: string): Promise<number>;
  mkdir(name: string): Promise<void>;
}

/** Makes a directory on the real server, or skips the test. */
export async function remoteDir(t: SkippableTest): Promise<RemoteDir | undefined> {
  const given = requireServer(t, "sftp");
  if (given === undefined) return undefined;
  const url = new URL(given);
  const options: SftpOptions = {
    host: url.hostname,
    port: Number(url.port || 22),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    hostKey: serverFingerprint(),
  };
  const client = new SftpClient("test");
  const { host, port, username, password } = options;
  // Without this each request waits 40 ms on Node and Deno.
  const sock = connect(port!, host).setNoDelay(true);
  await client.connect({ sock, username, password: password! });
  const path = `${decodeURIComponent(url.pathname).replace(/\/$/, "")}/${uniqueName("sftp")}`;
  await client.mkdir(path);
  const join = (name: string) => `${path}/${name}`;
  return {
    options,
    join,
    names: async () => (await client.list(path)).map(({ name }) => name).sort(),
    read: async (name) => Buffer.from(await client.get(join(name)) as Uint8Array),
    write: async (name, content) => void await client.put(Buffer.from(content), join(name)),
    chmod: async (name, mode) => void await client.chmod(join(name), mode),
    mode: async (name) => (await client.stat(join(name))).mode & 0o777,
    mkdir: async (name) => void await client.mkdir(join(name)),
    [Symbol.asyncDispose]: async () => {
      await client.rmdir(path, true);
      await client.end();
    },
  };
}

/** The fingerprint of the real server's host key. */
export function serverFingerprint(): string {
  return process.env["MAKTABA_TEST_SFTP_HOST_KEY"]!;
}

/** The line for the real server in a file of known hosts. */
export function serverKnownHost(): string {
  return process.env["MAKTABA_TEST_SFTP_KNOWN_HOSTS"]!;
}

/** The text of a private key that the real server's account accepts. */
export async function clientKey(): Promise<string> {
  return await readFile(process.env["MAKTABA_TEST_SFTP_PRIVATE_KEY"]!, "utf8");
}

/** The parts of ssh2 that a server in the test needs; it is there with ssh2-sftp-client. */
interface Ssh2 {
  Server: new (config: object, onClient: (client: Emitter) => void) => {
    listen(port: number, host: string, done: () => void): void;
    address(): AddressInfo;
    close(done: () => void): void;
  };
  utils: {
    generateKeyPairSync(type: string, options?: object): { private: string; public: string };
    parseKey(text: string): Error | object;
  };
}

/** What ssh2's server emits is as it comes: it has no types of its own here. */
interface Emitter {
  on(event: string, listener: (...values: never[]) => void): Emitter;
  end?(): void;
}

const ssh2 = createRequire(import.meta.url)("ssh2") as Ssh2;

/** Makes a key pair of a type in memory. */
export function makeKeys(type: "ed25519" | "rsa"): { private: string; public: string } {
  const options = { ed25519: {}, rsa: { bits: 2_048 } };
  for (;;) {
    const keys = ssh2.utils.generateKeyPairSync(type, options[type]);
    // Now and then it makes one that it cannot read itself.
    if (!(ssh2.utils.parseKey(keys.private) instanceof Error)) return keys;
  }
}

/** How the server in the test differs from a real one. */
export interface OddServerOptions {
  /** The private host keys. */
  hostKeys: string[];
  /** Which way of logging in it accepts. */
  method?: "password" | "keyboard-interactive";
  /** The one file that it has. */
  content?: Buffer;
  /** The size that it tells of the file, where it lies. */
  statBytes?: number;
  /** At most so many bytes are in one answer. */
  answerBytes?: number;
}

/** An SSH server in the test, for what OpenSSH cannot be made to do. */
export interface OddServer extends AsyncDisposable {
  readonly port: number;
  /** The ways of logging in that were tried, in order. */
  readonly methods: string[];
  /** The passwords that it was sent. */
  readonly passwords: string[];
  /** The renames that it was asked for. */
  readonly renames: string[];
}

/** Starts such a server on a free port. It knows the account `ali` with the password `سر`. */
export async function startOddServer(options: OddServerOptions): Promise<OddServer> {
  const state = {
    methods: [] as string[],
    passwords: [] as string[],
    renames: [] as string[],
    files: new Map<string, Buffer>(),
  };
  state.files.set("/file", options.content ?? Buffer.alloc(0));
  const clients = new Set<Emitter>();
  const server = new ssh2.Server({ hostKeys: options.hostKeys }, (client) => {
    clients.add(client);
    client.on("error", () => {});
    client.on("authentication", (attempt: Attempt) => authenticate(attempt, options.method ?? "password", state));
    client.on("session", (accept: () => Emitter) => {
      accept().on("sftp", (accept: () => SftpServer) => serveFiles(accept(), options, state));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    methods: state.methods,
    passwords: state.passwords,
    renames: state.renames,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.end?.();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

interface State {
  methods: string[];
  passwords: string[];
  renames: string[];
  files: Map<string, Buffer>;
}

interface Attempt {
  method: string;
  password?: string;
  accept(): void;
  reject(methods?: string[]): void;
  prompt(prompts: { prompt: string; echo: boolean }[], answered: (answers: string[]) => void): void;
}

function authenticate(attempt: Attempt, method: string, state: State): void {
  state.methods.push(attempt.method);
  const check = (password: string | undefined) => {
    state.passwords.push(password ?? "");
    if (password === "سر") attempt.accept();
    else attempt.reject([method]);
  };
  if (attempt.method !== method) return attempt.reject([method]);
  if (method === "password") return check(attempt.password);
  const prompts = [{ prompt: "Password: ", echo: false }, { prompt: "Name: ", echo: true }];
  attempt.prompt(prompts, ([password, name]) => check(name === "" ? password : "the name was told the password"));
}

const OK = 0;
const EOF = 1;
const NO_SUCH_FILE = 2;
const FAILURE = 4;

interface SftpServer {
  on(event: string, listener: (id: number, ...values: never[]) => void): SftpServer;
  handle(id: number, handle: Buffer): void;
  status(id: number, code: number): void;
  data(id: number, data: Buffer): void;
  attrs(id: number, attributes: object): void;
}

/** Serves files in memory. A handle is the path. */
function serveFiles(sftp: SftpServer, options: OddServerOptions, { files, renames }: State): void {
  const { answerBytes = Infinity, statBytes } = options;
  const stat = (id: number, path: string) => {
    const file = files.get(path);
    if (file === undefined) return sftp.status(id, NO_SUCH_FILE);
    sftp.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size: statBytes ?? file.length, atime: 0, mtime: 0 });
  };
  sftp.on("STAT", stat).on("LSTAT", stat);
  sftp.on("OPEN", (id, path: string, flags: number) => {
    const isCreated = (flags & 8) !== 0;
    if (isCreated) files.set(path, Buffer.alloc(0));
    if (!files.has(path)) return sftp.status(id, NO_SUCH_FILE);
    sftp.handle(id, Buffer.from(path));
  });
  sftp.on("READ", (id, handle: Buffer, offset: number, length: number) => {
    const file = files.get(handle.toString())!;
    if (offset >= file.length) return sftp.status(id, EOF);
    sftp.data(id, file.subarray(offset, offset + Math.min(length, answerBytes)));
  });
  sftp.on("WRITE", (id, handle: Buffer, offset: number, data: Buffer) => {
    const old = files.get(handle.toString())!;
    const file = Buffer.alloc(Math.max(old.length, offset + data.length));
    old.copy(file);
    data.copy(file, offset);
    files.set(handle.toString(), file);
    sftp.status(id, OK);
  });
  sftp.on("CLOSE", (id) => sftp.status(id, OK));
  sftp.on("REMOVE", (id, path: string) => sftp.status(id, files.delete(path) ? OK : NO_SUCH_FILE));
  sftp.on("RENAME", (id, from: string, to: string) => {
    renames.push(to);
    if (files.has(to)) return sftp.status(id, FAILURE);
    files.set(to, files.get(from)!);
    files.delete(from);
    sftp.status(id, OK);
  });
}

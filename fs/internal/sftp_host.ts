import { Buffer } from "node:buffer";
import { homedir } from "node:os";
import { join } from "node:path";
import { FileError } from "../../errors/file_error.ts";
import { environmentVariable } from "../../internal/runtime.ts";
import { readText } from "../read_text.ts";
import type { SftpOptions } from "../sftp_options.ts";
import {
  fingerprintOf,
  hostName,
  judgeHostKey,
  keyType,
  type KnownHost,
  knownKeyTypes,
  parseKnownHosts,
} from "./host_keys.ts";

// Signatures made with SHA-1 (ssh-rsa, ssh-dss) are not accepted, as OpenSSH has not done since 8.8.
const KEY_ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** Decides whether a server is the one that is meant. */
export class HostVerifier {
  /** Why the server's key was refused, once it was. */
  failure: FileError | undefined;
  readonly #host: string;
  readonly #port: number;
  readonly #pinned: readonly string[] | undefined;
  readonly #knownHosts: string;
  readonly #entries: readonly KnownHost[];

  private constructor(options: SftpOptions, port: number, knownHosts: string, entries: readonly KnownHost[]) {
    const { host, hostKey } = options;
    this.#host = host;
    this.#port = port;
    this.#pinned = typeof hostKey === "string" ? [hostKey] : hostKey;
    this.#knownHosts = knownHosts;
    this.#entries = entries;
  }

  /** Reads the known hosts, where no fingerprint is given. */
  static async create(options: SftpOptions, port: number): Promise<HostVerifier> {
    // Bun's homedir() keeps to the variable's value at the start of the process.
    const knownHosts = options.knownHosts ?? join(environmentVariable("HOME") ?? homedir(), ".ssh", "known_hosts");
    const entries = options.hostKey === undefined ? await readKnownHosts(knownHosts, options) : [];
    return new HostVerifier(options, port, knownHosts, entries);
  }

  /** The algorithms to ask for, best first: those of the keys that are known before all others. */
  get algorithms(): string[] {
    const types = [...knownKeyTypes(this.#entries, this.#host, this.#port), ...Object.keys(KEY_ALGORITHMS)];
    return [...new Set(types.flatMap((type) => KEY_ALGORITHMS[type] ?? []))];
  }

  /** Judges the key that the server has shown and proved to have. */
  verify(key: Uint8Array): boolean {
    this.failure = this.#pinned === undefined ? this.#judge(key) : this.#compare(key, this.#pinned);
    return this.failure === undefined;
  }

  #compare(key: Uint8Array, pinned: readonly string[]): FileError | undefined {
    const fingerprint = fingerprintOf(key);
    if (pinned.some((one) => one.replace(/=$/, "") === fingerprint)) return undefined;
    const params = { host: this.#name, fingerprint, type: keyType(key) };
    return new FileError({ code: "FS_SFTP_HOST_KEY_MISMATCH", params, context: this.#context(key) });
  }

  #judge(key: Uint8Array): FileError | undefined {
    const result = judgeHostKey(this.#entries, this.#host, this.#port, key);
    if (result.verdict === "trusted") return undefined;
    const knownHosts = this.#knownHosts;
    const params = { host: this.#name, fingerprint: fingerprintOf(key), type: keyType(key), knownHosts };
    const context = this.#context(key);
    if (result.verdict === "unknown") return new FileError({ code: "FS_SFTP_HOST_KEY_UNKNOWN", params, context });
    const { line } = result;
    const code = result.verdict === "changed" ? "FS_SFTP_HOST_KEY_CHANGED" : "FS_SFTP_HOST_KEY_REVOKED";
    return new FileError({ code, params: { ...params, line }, context, path: knownHosts, line });
  }

  get #name(): string {
    return `${this.#host}:${this.#port}`;
  }

  #context(key: Uint8Array): Record<string, unknown> {
    const base64 = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("base64");
    return {
      fingerprint: fingerprintOf(key),
      type: keyType(key),
      knownHostsLine: `${hostName(this.#host, this.#port)} ${keyType(key)} ${base64}`,
    };
  }
}

async function readKnownHosts(path: string, { knownHosts, signal }: SftpOptions): Promise<KnownHost[]> {
  try {
    // Comments may be in any encoding; this one knows a character for every byte.
    return parseKnownHosts(await readText(path, { encoding: "windows-1252", signal }));
  } catch (error) {
    // Somebody who has never used ssh knows no hosts; somebody who named a file has mistyped it.
    if (error instanceof FileError && error.code === "FS_NOT_FOUND" && knownHosts === undefined) return [];
    throw error;
  }
}

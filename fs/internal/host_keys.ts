import { Buffer } from "node:buffer";
import { builtin } from "../../internal/runtime.ts";

// Loading it takes longer than all else that this library does when it is imported.
const nodeCrypto = () => builtin<typeof import("node:crypto")>("node:crypto")!;

/** A line of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  /** Its number, from 1. */
  line: number;
  /** `@revoked` for a key that is never to be trusted again. */
  isRevoked: boolean;
  /** Tells whether the line is about a host. */
  matches: (name: string) => boolean;
  /** The key's type, such as `ssh-ed25519`. */
  type: string;
  /** The key. */
  key: Buffer;
}

/** What is to be thought of a host key. */
export type HostKeyVerdict =
  | { verdict: "trusted" }
  | { verdict: "unknown" }
  | { verdict: "changed" | "revoked"; line: number };

/**
 * Reads a `known_hosts` file. Lines that are no entries are passed over, as OpenSSH does; so are those of certificate
 * authorities, whose certificates ssh2 does not ask for.
 *
 * @param text The file's text.
 * @returns Its entries.
 */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line, index) => parseLine(line.trim(), index + 1) ?? []);
}

function parseLine(text: string, line: number): KnownHost | undefined {
  if (text === "" || text.startsWith("#")) return undefined;
  const words = text.split(/[ \t]+/);
  const marker = words[0]!.startsWith("@") ? words.shift() : undefined;
  const [hosts, type, key] = words;
  if (hosts === undefined || type === undefined || key === undefined) return undefined;
  if (marker !== undefined && marker !== "@revoked") return undefined;
  const bytes = Buffer.from(key, "base64");
  // Keys in the format of SSH 1 have a number here.
  if (bytes.length === 0 || keyType(bytes) !== type) return undefined;
  return { line, isRevoked: marker !== undefined, matches: hostMatcher(hosts), type, key: bytes };
}

function hostMatcher(hosts: string): (name: string) => boolean {
  const hashed = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts);
  if (hashed !== null) {
    const [salt, hash] = [Buffer.from(hashed[1]!, "base64"), Buffer.from(hashed[2]!, "base64")];
    return (name) => nodeCrypto().createHmac("sha1", salt).update(name).digest().equals(hash);
  }
  const patterns = hosts.toLowerCase().split(",").map((pattern) => ({
    isNegated: pattern.startsWith("!"),
    expression: wildcards(pattern.replace(/^!/, "")),
  }));
  return (name) => {
    const found = patterns.filter(({ expression }) => expression.test(name));
    return found.length > 0 && !found.some(({ isNegated }) => isNegated);
  };
}

function wildcards(pattern: string): RegExp {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, (character) => {
    return character === "*" ? ".*" : character === "?" ? "." : `\\${character}`;
  });
  return new RegExp(`^${source}$`);
}

/**
 * Judges the key that a host has shown, as OpenSSH does.
 *
 * @param entries The known hosts.
 * @param host The host, as the user named it.
 * @param port The port.
 * @param key The key that it has shown.
 * @returns Whether to trust it; a host whose other keys are known, but none of this type, is unknown.
 */
export function judgeHostKey(
  entries: readonly KnownHost[],
  host: string,
  port: number,
  key: Uint8Array,
): HostKeyVerdict {
  const ours = entriesFor(entries, host, port);
  // A key that was known before the service moved to another port vouches for it there too.
  const elsewhere = port === 22 ? [] : entriesFor(entries, host, 22);
  const same = [...ours, ...elsewhere].filter((entry) => entry.key.equals(key));
  const revoked = same.find(({ isRevoked }) => isRevoked);
  if (revoked !== undefined) return { verdict: "revoked", line: revoked.line };
  if (same.length > 0) return { verdict: "trusted" };
  const changed = ours.find((entry) => !entry.isRevoked && entry.type === keyType(key));
  return changed === undefined ? { verdict: "unknown" } : { verdict: "changed", line: changed.line };
}

/**
 * Lists the types of a host's known keys, so that it can be asked for one of them: it may have others.
 *
 * @param entries The known hosts.
 * @param host The host, as the user named it.
 * @param port The port.
 * @returns The types, without repetition.
 */
export function knownKeyTypes(entries: readonly KnownHost[], host: string, port: number): string[] {
  const found = [...entriesFor(entries, host, port), ...entriesFor(entries, host, 22)];
  return [...new Set(found.filter(({ isRevoked }) => !isRevoked).map(({ type }) => type))];
}

function entriesFor(entries: readonly KnownHost[], host: string, port: number): KnownHost[] {
  const name = hostName(host, port).toLowerCase();
  return entries.filter((entry) => entry.matches(name));
}

/**
 * Names a host as `known_hosts` files do.
 *
 * @param host The host.
 * @param port The port.
 * @returns `host`, or `[host]:port` where the port is not the usual one.
 */
export function hostName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/**
 * Tells a key's type, which it begins with (RFC 4253, section 6.6).
 *
 * @param key The key.
 * @returns Its type, such as `ssh-ed25519`; empty where it is no key.
 */
export function keyType(key: Uint8Array): string {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt32BE(0)) return "";
  return bytes.toString("latin1", 4, 4 + bytes.readUInt32BE(0));
}

/**
 * Gives a key's fingerprint as OpenSSH prints it.
 *
 * @param key The key.
 * @returns `SHA256:` and Base64 without padding.
 */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${nodeCrypto().createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

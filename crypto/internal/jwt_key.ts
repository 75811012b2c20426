import { ValidationError } from "../../errors/validation_error.ts";
import { report } from "../../internal/report.ts";
import type { JwtAlgorithm, JwtKey } from "../jwt.ts";

interface HmacHash {
  name: "SHA-256" | "SHA-384" | "SHA-512";
  bytes: number;
}

const hashes: Readonly<Record<JwtAlgorithm, HmacHash>> = {
  HS256: { name: "SHA-256", bytes: 32 },
  HS384: { name: "SHA-384", bytes: 48 },
  HS512: { name: "SHA-512", bytes: 64 },
};

/** Every algorithm that is supported. */
export const jwtAlgorithms: readonly JwtAlgorithm[] = Object.keys(hashes) as JwtAlgorithm[];

/**
 * Throws unless a key can be used with an algorithm. The message does not show it.
 *
 * @param key The key.
 * @param algorithm The algorithm.
 * @param allowShort Whether it may be shorter than the algorithm demands, which is then only warned of.
 */
export function checkJwtKey(key: unknown, algorithm: JwtAlgorithm, allowShort: boolean): asserts key is JwtKey {
  const bytes = lengthOf(key, algorithm);
  if (bytes === undefined || bytes === 0) {
    throw new ValidationError({ code: "ARGUMENT_NOT_JWT_KEY", params: { name: "key", algorithm } });
  }
  const required = hashes[algorithm].bytes;
  if (bytes >= required) return;
  if (allowShort) return warnOfShortKey(algorithm, bytes, required);
  throw new ValidationError({
    code: "ARGUMENT_JWT_KEY_SHORT",
    params: { name: "key", algorithm, required, bytes },
  });
}

/** How many bytes a key has; undefined where it is none for the algorithm. */
function lengthOf(key: unknown, algorithm: JwtAlgorithm): number | undefined {
  if (typeof key === "string") {
    // UTF-8 has no fewer bytes than a text has characters, so most need not be encoded for this.
    return key.length >= hashes[algorithm].bytes ? key.length : new TextEncoder().encode(key).length;
  }
  if (key instanceof Uint8Array) return key.length;
  if (!(key instanceof CryptoKey)) return undefined;
  const { name, hash, length } = key.algorithm as HmacKeyAlgorithm;
  return name === "HMAC" && hash.name === hashes[algorithm].name ? length / 8 : undefined;
}

const warned = new Set<string>();

// Once, not at each token: it is the same key each time, and a log full of one warning is read by nobody.
function warnOfShortKey(algorithm: JwtAlgorithm, bytes: number, required: number): void {
  const kind = `${algorithm} ${bytes}`;
  if (warned.has(kind)) return;
  warned.add(kind);
  report("warning", "crypto", "A JWT key is shorter than its algorithm demands (RFC 7518, section 3.2)", {
    algorithm,
    bytes,
    required,
  });
}

// Importing a key costs as much as a signature. A program has few keys; should one have many, the oldest is forgotten.
const MOST_IMPORTED = 16;
const imported = new Map<string, Promise<CryptoKey>>();

/**
 * Gives a key in the form in which it signs and verifies.
 *
 * @param key The key, checked.
 * @param algorithm What it is for.
 * @returns The imported key.
 */
export async function importJwtKey(key: JwtKey, algorithm: JwtAlgorithm): Promise<CryptoKey> {
  if (key instanceof CryptoKey) return key;
  // Bytes can change after they were imported, so that only text is remembered.
  if (typeof key !== "string") return await importSecret(new Uint8Array(key), algorithm);
  const name = `${algorithm} ${key}`;
  const known = imported.get(name);
  if (known !== undefined) return await known;
  const promise = importSecret(new TextEncoder().encode(key), algorithm);
  imported.set(name, promise);
  if (imported.size > MOST_IMPORTED) imported.delete(imported.keys().next().value!);
  return await promise;
}

async function importSecret(secret: Uint8Array<ArrayBuffer>, algorithm: JwtAlgorithm): Promise<CryptoKey> {
  const kind = { name: "HMAC", hash: hashes[algorithm].name };
  return await globalThis.crypto.subtle.importKey("raw", secret, kind, false, ["sign", "verify"]);
}

import { CryptoError } from "../../errors/crypto_error.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes, FernetCiphers } from "./fernet_cipher.ts";

// The layout of a token: version, time in seconds, IV, ciphertext, HMAC of all that stands before it.
const VERSION = 0x80;
const TIME_AT = 1;
const IV_AT = 9;
const CIPHERTEXT_AT = 25;
const BLOCK_BYTES = 16;
const MAC_BYTES = 32;

/** How old a token may be, all in milliseconds. */
export interface TokenAge {
  /** The greatest age; undefined where age does not matter. */
  maxAgeMs: number | undefined;
  /** How far a token may come from the future, where age matters. */
  maxClockSkewMs: number;
  /** The current time. */
  nowMs: number;
}

/**
 * Makes a Fernet token ("Generating" in the specification).
 *
 * @param ciphers The key.
 * @param plaintext The message.
 * @param iv 16 bytes that no other token of this key has.
 * @param seconds The time, in seconds since 1970.
 * @returns The token.
 */
export async function sealToken(
  ciphers: FernetCiphers,
  plaintext: Bytes,
  iv: Bytes,
  seconds: number,
): Promise<string> {
  const cipher = ciphers.forLength(plaintext.length);
  const ciphertext = await cipher.encrypt(plaintext, iv);
  const token = new Uint8Array(CIPHERTEXT_AT + ciphertext.length + MAC_BYTES);
  token[0] = VERSION;
  new DataView(token.buffer).setBigUint64(TIME_AT, BigInt(seconds));
  token.set(iv, IV_AT);
  token.set(ciphertext, CIPHERTEXT_AT);
  const macAt = token.length - MAC_BYTES;
  token.set(await cipher.sign(token.subarray(0, macAt)), macAt);
  return encodeBase64url(token);
}

/**
 * Reads a Fernet token ("Verifying" in the specification). Nothing is decrypted and no age is looked at before the
 * HMAC has been found right, so that a failure tells a forger nothing.
 *
 * @param ciphers The key.
 * @param text The token.
 * @param age How old it may be.
 * @returns The message.
 * @throws {CryptoError} `CRYPTO_TOKEN_EXPIRED` if the token is genuine and too old, `CRYPTO_TOKEN_INVALID` if anything
 * else is wrong with it.
 */
export async function openToken(ciphers: FernetCiphers, text: string, age: TokenAge): Promise<Bytes> {
  const token = decodeBase64url(text);
  if (token === undefined || !hasLayout(token)) throw invalid();
  const macAt = token.length - MAC_BYTES;
  const cipher = ciphers.forLength(macAt - CIPHERTEXT_AT);
  if (!await cipher.verify(token.subarray(0, macAt), token.subarray(macAt))) throw invalid();
  checkAge(token, age);
  try {
    return await cipher.decrypt(token.subarray(CIPHERTEXT_AT, macAt), token.subarray(IV_AT, CIPHERTEXT_AT));
  } catch {
    throw invalid();
  }
}

function hasLayout(token: Bytes): boolean {
  const ciphertextBytes = token.length - CIPHERTEXT_AT - MAC_BYTES;
  return token[0] === VERSION && ciphertextBytes >= BLOCK_BYTES && ciphertextBytes % BLOCK_BYTES === 0;
}

function checkAge(token: Bytes, { maxAgeMs, maxClockSkewMs, nowMs }: TokenAge): void {
  if (maxAgeMs === undefined) return;
  const madeAtMs = Number(new DataView(token.buffer, token.byteOffset).getBigUint64(TIME_AT)) * 1_000;
  if (madeAtMs > nowMs + maxClockSkewMs) throw invalid();
  if (nowMs > madeAtMs + maxAgeMs) throw new CryptoError({ code: "CRYPTO_TOKEN_EXPIRED", params: { maxAgeMs } });
}

function invalid(): CryptoError {
  return new CryptoError({ code: "CRYPTO_TOKEN_INVALID" });
}

import { CryptoError } from "../errors/crypto_error.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { checkNumber, checkOptions, notOfType, type OptionNames } from "../internal/validate.ts";
import { decodeBase64url, encodeBase64url } from "./internal/base64url.ts";
import { type Bytes, FernetCiphers } from "./internal/fernet_cipher.ts";
import { openToken, sealToken } from "./internal/fernet_token.ts";

/** Options for {@linkcode Fernet.encrypt}. */
export interface FernetEncryptOptions {
  /**
   * The time that the token records, in milliseconds since 1970; whole seconds of it are kept.
   *
   * @default Date.now()
   */
  now?: number | undefined;
}

const encryptOptions: OptionNames<FernetEncryptOptions> = { now: true };

/** Options for {@linkcode Fernet.decrypt}. */
export interface FernetDecryptOptions {
  /**
   * How old the token may be, in milliseconds. Tokens record whole seconds.
   *
   * @default Infinity
   */
  maxAgeMs?: number | undefined;
  /**
   * How far in the future a token may have been made, by another clock, in milliseconds. It only matters where
   * `maxAgeMs` is given.
   *
   * @default 60000
   */
  maxClockSkewMs?: number | undefined;
  /**
   * The current time, in milliseconds since 1970.
   *
   * @default Date.now()
   */
  now?: number | undefined;
}

const decryptOptions: OptionNames<FernetDecryptOptions> = { maxAgeMs: true, maxClockSkewMs: true, now: true };

/**
 * Encrypts and decrypts short messages with one secret key, so that nobody without it can read or change them. The
 * tokens are those of the Fernet specification (https://github.com/fernet/spec): AES-128-CBC and HMAC-SHA256, with the
 * time at which they were made. Python's `cryptography` and others read and write the same.
 *
 * The whole message is held in memory, as a token can only be trusted when all of it has been read.
 *
 * @example Keep something secret
 * ```ts
 * import { Fernet } from "@maktaba/std/crypto";
 * import assert from "node:assert/strict";
 *
 * const fernet = new Fernet();
 * const token = await fernet.encrypt("meet at nine");
 * assert.equal(await fernet.decryptText(token), "meet at nine");
 * ```
 */
export class Fernet {
  readonly #key: string;
  readonly #ciphers: FernetCiphers;

  /**
   * Takes a key, or makes a new one.
   *
   * @param key A key as `generateKey` or Python's `Fernet.generate_key()` makes it: 32 bytes in URL-safe base64.
   * @throws {ValidationError} If it is not such a key. The message does not show it.
   */
  constructor(key: string = Fernet.generateKey()) {
    const bytes = keyBytes(key);
    this.#key = encodeBase64url(bytes);
    this.#ciphers = new FernetCiphers(bytes);
  }

  /**
   * The key, 44 characters. It is a secret: it stands in no message, and printing the object does not show it.
   */
  get key(): string {
    return this.#key;
  }

  /**
   * Makes a new random key.
   *
   * @returns 32 random bytes in URL-safe base64, 44 characters.
   *
   * @example
   * ```ts
   * import { Fernet } from "@maktaba/std/crypto";
   * import assert from "node:assert/strict";
   *
   * assert.equal(Fernet.generateKey().length, 44);
   * ```
   */
  static generateKey(): string {
    return encodeBase64url(globalThis.crypto.getRandomValues(new Uint8Array(32)));
  }

  /**
   * Encrypts a message. The same message gives another token each time.
   *
   * @param data Text, which is encrypted as UTF-8, or bytes.
   * @param options The time to record.
   * @returns The token: URL-safe base64 text.
   * @throws {ValidationError} If `data` is neither, or is text that UTF-8 cannot hold.
   *
   * @example
   * ```ts
   * import { Fernet } from "@maktaba/std/crypto";
   * import assert from "node:assert/strict";
   *
   * const token = await new Fernet().encrypt(new Uint8Array([1, 2, 3]));
   * assert.match(token, /^gAAAAA/);
   * ```
   */
  async encrypt(data: string | Uint8Array, options: FernetEncryptOptions = {}): Promise<string> {
    checkOptions(options, encryptOptions);
    const { now = Date.now() } = options;
    checkNumber("now", now);
    const plaintext = messageBytes(data);
    const iv = globalThis.crypto.getRandomValues(new Uint8Array(16));
    return await sealToken(this.#ciphers, plaintext, iv, Math.floor(now / 1_000));
  }

  /**
   * Decrypts a token to bytes.
   *
   * @param token The token, as text or as the bytes of that text.
   * @param options How old it may be.
   * @returns The message.
   * @throws {CryptoError} `CRYPTO_TOKEN_EXPIRED` if the token is genuine and older than `maxAgeMs`. Else always
   * `CRYPTO_TOKEN_INVALID`, whatever is wrong: a forger learns nothing from the kind of failure.
   * @throws {ValidationError} If an option is out of range.
   *
   * @example A token that is too old
   * ```ts
   * import { CryptoError, Fernet } from "@maktaba/std";
   * import assert from "node:assert/strict";
   *
   * const fernet = new Fernet();
   * const token = await fernet.encrypt("short-lived", { now: Date.now() - 10_000 });
   * await assert.rejects(fernet.decrypt(token, { maxAgeMs: 5_000 }), CryptoError);
   * ```
   */
  async decrypt(token: string | Uint8Array, options: FernetDecryptOptions = {}): Promise<Uint8Array> {
    checkOptions(options, decryptOptions);
    const { maxAgeMs, maxClockSkewMs = 60_000, now = Date.now() } = options;
    if (maxAgeMs !== undefined) checkNumber("maxAgeMs", maxAgeMs, { max: Infinity });
    checkNumber("maxClockSkewMs", maxClockSkewMs, { max: Infinity });
    checkNumber("now", now);
    return await openToken(this.#ciphers, tokenText(token), { maxAgeMs, maxClockSkewMs, nowMs: now });
  }

  /**
   * Decrypts a token to text.
   *
   * @param token The token, as text or as the bytes of that text.
   * @param options How old it may be.
   * @returns The message.
   * @throws {CryptoError} As `decrypt`; and `CRYPTO_NOT_TEXT` if the token is genuine but what it holds is not UTF-8.
   *
   * @example
   * ```ts
   * import { Fernet } from "@maktaba/std/crypto";
   * import assert from "node:assert/strict";
   *
   * const fernet = new Fernet();
   * assert.equal(await fernet.decryptText(await fernet.encrypt("مرحبا")), "مرحبا");
   * ```
   */
  async decryptText(token: string | Uint8Array, options: FernetDecryptOptions = {}): Promise<string> {
    const bytes = await this.decrypt(token, options);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new CryptoError({ code: "CRYPTO_NOT_TEXT" });
    }
  }
}

// Keys from elsewhere are often written with the other alphabet of base64, which Python's Fernet takes too.
function keyBytes(key: unknown): Bytes {
  const bytes = typeof key === "string"
    ? decodeBase64url(key.trim().replaceAll("+", "-").replaceAll("/", "_"))
    : undefined;
  if (bytes?.length === 32) return bytes;
  throw new ValidationError({ code: "ARGUMENT_NOT_FERNET_KEY", params: { name: "key" } });
}

function messageBytes(data: unknown): Bytes {
  if (typeof data === "string") return encodeText(data);
  if (data instanceof Uint8Array) return unshared(data);
  throw notOfType("BYTES", "data", data);
}

function encodeText(text: string): Bytes {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const index = text.search(/\p{Surrogate}/u);
  throw new ValidationError({ code: "ARGUMENT_NOT_UNICODE", params: { name: "data", index } });
}

function unshared(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? bytes as Bytes : new Uint8Array(bytes);
}

function tokenText(token: unknown): string {
  if (typeof token === "string") return token;
  if (token instanceof Uint8Array) return new TextDecoder("latin1").decode(unshared(token));
  throw notOfType("BYTES", "token", token);
}

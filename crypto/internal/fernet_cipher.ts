import { builtin } from "../../internal/runtime.ts";

/** Bytes that Web Crypto takes: not in shared memory, which could change under it. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The two primitives of Fernet, AES-128-CBC with PKCS #7 padding and HMAC-SHA256, under one key. */
export interface FernetCipher {
  /** Encrypts and pads. */
  encrypt(plaintext: Bytes, iv: Bytes): Promise<Bytes> | Bytes;
  /** Decrypts and unpads; throws where the padding is wrong. */
  decrypt(ciphertext: Bytes, iv: Bytes): Promise<Bytes> | Bytes;
  /** Gives the 32 bytes of the HMAC. */
  sign(data: Bytes): Promise<Bytes> | Bytes;
  /** Compares an HMAC in constant time. */
  verify(data: Bytes, mac: Bytes): Promise<boolean> | boolean;
}

type NodeCrypto = typeof import("node:crypto");

// Each call of Web Crypto goes through another thread, which takes 10 to 40 times longer than the work on a short
// message. On a long one that thread keeps the program's own free, and Deno's is the faster one.
const LONGEST_FOR_NODE_BYTES = 32_768;

/** Chooses between the ciphers of one key by the length of the message. */
export class FernetCiphers {
  readonly #web: FernetCipher;
  readonly #node: FernetCipher;

  /**
   * Prepares both ciphers; keys are imported at first use.
   *
   * @param key The 32 bytes of a Fernet key.
   */
  constructor(key: Bytes) {
    this.#web = webCipher(key);
    const nodeCrypto = builtin<NodeCrypto>("node:crypto");
    this.#node = nodeCrypto === undefined ? this.#web : nodeCipher(key, nodeCrypto);
  }

  /** Gives the faster one for a message of a length. */
  forLength(bytes: number): FernetCipher {
    return bytes <= LONGEST_FOR_NODE_BYTES ? this.#node : this.#web;
  }
}

/**
 * Makes a cipher on Web Crypto, which every runtime and browser has.
 *
 * @param key The 32 bytes of a Fernet key.
 * @returns The cipher.
 */
export function webCipher(key: Bytes): FernetCipher {
  const { subtle } = globalThis.crypto;
  let signing: Promise<CryptoKey> | undefined;
  let encryption: Promise<CryptoKey> | undefined;
  const signingKey = () => signing ??= importKey(key.subarray(0, 16), { name: "HMAC", hash: "SHA-256" });
  const encryptionKey = () => encryption ??= importKey(key.subarray(16), { name: "AES-CBC" });
  return {
    encrypt: async (plaintext, iv) =>
      new Uint8Array(await subtle.encrypt({ name: "AES-CBC", iv }, await encryptionKey(), plaintext)),
    decrypt: async (ciphertext, iv) =>
      new Uint8Array(await subtle.decrypt({ name: "AES-CBC", iv }, await encryptionKey(), ciphertext)),
    sign: async (data) => new Uint8Array(await subtle.sign("HMAC", await signingKey(), data)),
    verify: async (data, mac) => await subtle.verify("HMAC", await signingKey(), mac, data),
  };
}

async function importKey(bytes: Bytes, algorithm: { name: string; hash?: string }): Promise<CryptoKey> {
  const usages: KeyUsage[] = algorithm.name === "HMAC" ? ["sign", "verify"] : ["encrypt", "decrypt"];
  return await globalThis.crypto.subtle.importKey("raw", bytes, algorithm, false, usages);
}

/**
 * Makes a cipher on `node:crypto`, which Node, Deno and Bun have.
 *
 * @param key The 32 bytes of a Fernet key.
 * @param nodeCrypto The module.
 * @returns The cipher.
 */
export function nodeCipher(key: Bytes, nodeCrypto: NodeCrypto): FernetCipher {
  const signingKey = key.subarray(0, 16);
  const encryptionKey = key.subarray(16);
  const sign = (data: Bytes) => nodeCrypto.createHmac("sha256", signingKey).update(data).digest();
  return {
    encrypt(plaintext, iv) {
      const cipher = nodeCrypto.createCipheriv("aes-128-cbc", encryptionKey, iv);
      return concat(cipher.update(plaintext), cipher.final());
    },
    decrypt(ciphertext, iv) {
      const decipher = nodeCrypto.createDecipheriv("aes-128-cbc", encryptionKey, iv);
      return concat(decipher.update(ciphertext), decipher.final());
    },
    sign,
    verify: (data, mac) => mac.length === 32 && nodeCrypto.timingSafeEqual(sign(data), mac),
  };
}

// Into bytes of their own: a Buffer's memory is shared with others, and callers may hand theirs on.
function concat(first: Uint8Array, second: Uint8Array): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

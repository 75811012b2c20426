/**
 * Secrets and signatures: Fernet encryption, which other languages read and write too, and JSON Web Tokens.
 *
 * @example Encrypt, decrypt, sign, verify
 * ```ts
 * import { Fernet, signJwt, verifyJwt } from "@maktaba/std/crypto";
 * import assert from "node:assert/strict";
 *
 * const fernet = new Fernet();
 * assert.equal(await fernet.decryptText(await fernet.encrypt("a secret")), "a secret");
 *
 * const key = "a secret of at least thirty-two bytes";
 * const token = await signJwt({ sub: "ali" }, key);
 * assert.equal((await verifyJwt(token, key, { algorithms: ["HS256"] })).sub, "ali");
 * ```
 *
 * @module
 */

export * from "../errors/crypto_error.ts";
export * from "./fernet.ts";
export * from "./jwt.ts";
export * from "./sign_jwt.ts";
export * from "./verify_jwt.ts";

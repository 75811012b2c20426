import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { JwtAlgorithm, JwtKey, JwtPayload } from "./jwt.ts";

const signing = lazy(() => import("./internal/sign_token.ts"));

/** Options for {@linkcode signJwt}. */
export interface SignJwtOptions {
  /**
   * How long the token is valid, in milliseconds; a started second counts whole. `Infinity` for a token that does not
   * expire. Where it is not given, an `exp` in the payload is kept.
   *
   * @default 3600000
   */
  expiresInMs?: number | undefined;
  /**
   * The algorithm that signs.
   *
   * @default "HS256"
   */
  algorithm?: JwtAlgorithm | undefined;
  /** Whom or what the token is about, for the claim `sub`. */
  subject?: string | undefined;
  /** Who issues the token, for the claim `iss`. */
  issuer?: string | undefined;
  /** Whom the token is for, for the claim `aud`. */
  audience?: string | string[] | undefined;
  /** When the token starts being valid, for the claim `nbf`; whole seconds of it are kept. */
  notBefore?: Date | undefined;
  /**
   * Whether a key is accepted that is shorter than its algorithm demands: 32 bytes for HS256, 48 for HS384, 64 for HS512
   * (RFC 7518, section 3.2). Whoever has a token can try to guess such a key; the log warns of it.
   *
   * @default false
   */
  allowShortKey?: boolean | undefined;
  /**
   * The current time, in milliseconds since 1970.
   *
   * @default Date.now()
   */
  now?: number | undefined;
}

/**
 * Signs claims, so that whoever has the key can see that they are unchanged: a JSON Web Token (RFC 7519). It is signed,
 * not encrypted: everybody can read it.
 *
 * The payload itself is not changed. An option takes the place of the payload's claim of the same meaning.
 *
 * @param payload The claims; what JSON can hold.
 * @param key The secret.
 * @param options How long it is valid, the algorithm, and claims.
 * @returns The token.
 * @throws {ValidationError} If the payload is no object or JSON cannot hold it, the key is empty, too short or does not fit,
 * or an option is out of range.
 *
 * @example Valid for five minutes
 * ```ts
 * import { signJwt, verifyJwt } from "@maktaba/std/crypto";
 * import assert from "node:assert/strict";
 *
 * const key = "a secret of at least thirty-two bytes";
 * const token = await signJwt({ sub: "ali" }, key, { expiresInMs: 300_000 });
 * const payload = await verifyJwt(token, key, { algorithms: ["HS256"] });
 * assert.equal(payload.sub, "ali");
 * ```
 */
export async function signJwt(payload: JwtPayload, key: JwtKey, options: SignJwtOptions = {}): Promise<string> {
  try {
    const { signToken } = signing.module ?? await signing.load();
    return await signToken(payload, key, options);
  } catch (error) {
    throw fromCaller(error, signJwt);
  }
}

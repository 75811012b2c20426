import { fromCaller } from "../internal/caller.ts";
import { lazy } from "../internal/lazy.ts";
import type { JwtAlgorithm, JwtKey, JwtPayload } from "./jwt.ts";

const verifying = lazy(() => import("./internal/verify_token.ts"));

/** Options for {@linkcode verifyJwt}. */
export interface VerifyJwtOptions {
  /**
   * The algorithms that are accepted; at least one. There is no default, as a token must not choose how it is checked.
   */
  algorithms: readonly JwtAlgorithm[];
  /** Who must have issued the token, or one of whom: the claim `iss`. */
  issuer?: string | string[] | undefined;
  /**
   * Whom the token must be for, or one of whom: the claim `aud`. A token that names an audience is refused where none
   * is given (RFC 7519, section 4.1.3).
   */
  audience?: string | string[] | undefined;
  /** Whom or what the token must be about: the claim `sub`. */
  subject?: string | undefined;
  /**
   * Claims that must be there, whatever their values.
   *
   * @default []
   */
  requiredClaims?: readonly string[] | undefined;
  /**
   * How far the clock of the issuer may differ, in milliseconds.
   *
   * @default 0
   */
  clockToleranceMs?: number | undefined;
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
 * Checks a token that {@linkcode signJwt} or anybody else with the key has signed, and gives its claims. The signature
 * is checked before the claims are; `exp` and `nbf` are checked where they are there.
 *
 * @typeParam T The claims that the caller expects; their types are not checked.
 * @param token The token.
 * @param key The secret.
 * @param options The algorithms that are accepted, and the claims that are required.
 * @returns The claims.
 * @throws {CryptoError} `CRYPTO_JWT_EXPIRED`, `CRYPTO_JWT_NOT_YET_VALID`, `CRYPTO_JWT_SIGNATURE`,
 * `CRYPTO_JWT_MALFORMED`, `CRYPTO_JWT_ALGORITHM`, or `CRYPTO_JWT_CLAIM` with the claim's name in `context.claim`.
 * @throws {ValidationError} If `algorithms` is missing or empty, or the key or an option is wrong.
 *
 * @example A token that was changed
 * ```ts
 * import { CryptoError, signJwt, verifyJwt } from "@maktaba/std";
 * import assert from "node:assert/strict";
 *
 * const key = "a secret of at least thirty-two bytes";
 * const token = await signJwt({ sub: "ali" }, key);
 * const forged = token.replace(/\.[\w-]+$/, `.${"A".repeat(43)}`);
 * await assert.rejects(
 *   verifyJwt(forged, key, { algorithms: ["HS256"] }),
 *   (error) => error instanceof CryptoError && error.code === "CRYPTO_JWT_SIGNATURE",
 * );
 * ```
 */
export async function verifyJwt<T = JwtPayload>(token: string, key: JwtKey, options: VerifyJwtOptions): Promise<T> {
  try {
    const { verifyToken } = verifying.module ?? await verifying.load();
    return await verifyToken<T>(token, key, options);
  } catch (error) {
    throw fromCaller(error, verifyJwt);
  }
}

import { CryptoError } from "../errors/crypto_error.ts";
import { ValidationError } from "../errors/validation_error.ts";
import { checkArray, checkNumber, checkObject, checkOneOf, checkText } from "../internal/validate.ts";
import type { JwtAlgorithm, JwtKey, JwtPayload } from "./jwt.ts";
import { type Jose, loadJose } from "./internal/jwt_driver.ts";
import { checkJwtKey, importJwtKey, jwtAlgorithms } from "./internal/jwt_key.ts";

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
  checkOptions(options);
  const { algorithms, audience, issuer, subject, requiredClaims = [], clockToleranceMs = 0, now } = options;
  for (const algorithm of algorithms) checkJwtKey(key, algorithm);
  if (!isCompact(token)) throw new CryptoError({ code: "CRYPTO_JWT_MALFORMED" });
  const jose = await loadJose();
  const wanted = {
    algorithms: [...algorithms],
    requiredClaims: [...requiredClaims],
    clockTolerance: clockToleranceMs / 1_000,
    ...(audience === undefined ? {} : { audience }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(subject === undefined ? {} : { subject }),
    ...(now === undefined ? {} : { currentDate: new Date(now) }),
  };
  const getKey = ({ alg }: { alg?: string }) => importJwtKey(key, alg as JwtAlgorithm);
  try {
    const { payload } = await jose.jwtVerify(token, getKey, wanted);
    if (audience === undefined && payload.aud !== undefined) throw wrongClaim("aud");
    return payload as T;
  } catch (error) {
    throw toCryptoError(error, jose.errors, algorithms);
  }
}

function checkOptions(options: VerifyJwtOptions): void {
  checkObject("options", options);
  const { algorithms, subject, requiredClaims, clockToleranceMs, now } = options;
  checkArray("algorithms", algorithms);
  for (const algorithm of algorithms.length === 0 ? [undefined] : algorithms) {
    checkOneOf("algorithms", algorithm, jwtAlgorithms);
  }
  for (const name of ["issuer", "audience"] as const) {
    for (const one of [options[name] ?? []].flat()) checkText(name, one);
    // No accepted value at all would be a list that somebody forgot to fill.
    if (Array.isArray(options[name]) && options[name].length === 0) checkText(name, undefined);
  }
  if (subject !== undefined) checkText("subject", subject);
  if (requiredClaims !== undefined) checkArray("requiredClaims", requiredClaims);
  if (clockToleranceMs !== undefined) checkNumber("clockToleranceMs", clockToleranceMs);
  if (now !== undefined) checkNumber("now", now);
}

// RFC 7515 allows neither padding nor white space; a decoder that passes over them gives one token many spellings.
function isCompact(token: unknown): boolean {
  return typeof token === "string" && /^[\w-]+\.[\w-]*\.[\w-]*$/.test(token);
}

function toCryptoError(error: unknown, errors: Jose["errors"], algorithms: readonly JwtAlgorithm[]): unknown {
  if (error instanceof CryptoError || error instanceof ValidationError) return error;
  // The driver's errors about claims hold all claims, which would go wherever the error is printed: no cause for them.
  if (error instanceof errors.JWTExpired) return new CryptoError({ code: "CRYPTO_JWT_EXPIRED" });
  if (error instanceof errors.JWTClaimValidationFailed) {
    const isEarly = error.claim === "nbf" && error.reason === "check_failed";
    return isEarly ? new CryptoError({ code: "CRYPTO_JWT_NOT_YET_VALID" }) : wrongClaim(error.claim);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new CryptoError({ code: "CRYPTO_JWT_SIGNATURE", cause: error });
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new CryptoError({ code: "CRYPTO_JWT_ALGORITHM", params: { algorithms }, cause: error });
  }
  if (error instanceof errors.JOSEError) return new CryptoError({ code: "CRYPTO_JWT_MALFORMED", cause: error });
  return error;
}

function wrongClaim(claim: string): CryptoError {
  return new CryptoError({ code: "CRYPTO_JWT_CLAIM", params: { claim }, context: { claim } });
}

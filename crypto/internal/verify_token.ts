import { CryptoError } from "../../errors/crypto_error.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkArray,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkText,
  type OptionNames,
} from "../../internal/validate.ts";
import type { JwtAlgorithm, JwtKey } from "../jwt.ts";
import { type Jose, loadJose } from "./jwt_driver.ts";
import { checkJwtKey, importJwtKey, jwtAlgorithms } from "./jwt_key.ts";
import type { VerifyJwtOptions } from "../verify_jwt.ts";

const optionNames: OptionNames<VerifyJwtOptions> = {
  algorithms: true,
  allowShortKey: "boolean",
  issuer: true,
  audience: true,
  subject: true,
  requiredClaims: true,
  clockToleranceMs: true,
  now: true,
};

/**
 * Checks a token.
 *
 * @typeParam T The payload.
 * @param token The token.
 * @param key Has signed it.
 * @param options The caller's options.
 * @returns What it says.
 */
export async function verifyToken<T>(token: string, key: JwtKey, options: VerifyJwtOptions): Promise<T> {
  checkWishes(options);
  const { algorithms, audience, issuer, subject, requiredClaims = [], clockToleranceMs = 0, now } = options;
  for (const algorithm of algorithms) checkJwtKey(key, algorithm, options.allowShortKey ?? false);
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

function checkWishes(options: VerifyJwtOptions): void {
  checkOptions(options, optionNames);
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

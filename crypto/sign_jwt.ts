import { ValidationError } from "../errors/validation_error.ts";
import { checkNumber, checkObject, checkOneOf, checkText } from "../internal/validate.ts";
import type { JwtAlgorithm, JwtKey, JwtPayload } from "./jwt.ts";
import { loadJose } from "./internal/jwt_driver.ts";
import { checkJwtKey, importJwtKey, jwtAlgorithms } from "./internal/jwt_key.ts";

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
 * @throws {ValidationError} If the payload is no object or JSON cannot hold it, the key is empty or does not fit, or an
 * option is out of range.
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
  const { algorithm = "HS256" } = options;
  checkOneOf("algorithm", algorithm, jwtAlgorithms);
  checkJwtKey(key, algorithm);
  const claims = toJson(withClaims(payload, options));
  const { CompactSign } = await loadJose();
  const signer = new CompactSign(new TextEncoder().encode(claims)).setProtectedHeader({ alg: algorithm, typ: "JWT" });
  return await signer.sign(await importJwtKey(key, algorithm));
}

function withClaims(payload: JwtPayload, options: SignJwtOptions): JwtPayload {
  checkObject("payload", payload);
  const { subject, issuer, audience, notBefore } = options;
  const claims: JwtPayload = { ...payload };
  for (const time of ["exp", "nbf", "iat"]) {
    if (claims[time] !== undefined) checkNumber(`payload.${time}`, claims[time]);
  }
  if (subject !== undefined) claims.sub = checked("subject", subject);
  if (issuer !== undefined) claims.iss = checked("issuer", issuer);
  if (audience !== undefined) claims.aud = checkedAudience(audience);
  if (notBefore !== undefined) claims.nbf = seconds("notBefore", notBefore);
  return withExpiry(claims, options);
}

function withExpiry(claims: JwtPayload, options: SignJwtOptions): JwtPayload {
  const { now = Date.now(), expiresInMs } = options;
  checkNumber("now", now);
  if (expiresInMs === undefined && claims.exp !== undefined) return claims;
  const { exp: _, ...others } = claims;
  const lifeMs = expiresInMs ?? 3_600_000;
  checkNumber("expiresInMs", lifeMs, { min: 1, max: Infinity });
  if (lifeMs === Infinity) return others;
  // Rounded down, a life below a second would be over before it began.
  return { ...others, exp: Math.floor(now / 1_000) + Math.ceil(lifeMs / 1_000) };
}

function checked(name: string, text: string): string {
  checkText(name, text);
  return text;
}

function checkedAudience(audience: string | string[]): string | string[] {
  if (!Array.isArray(audience)) return checked("audience", audience);
  return audience.map((one, index) => checked(`audience[${index}]`, one));
}

function seconds(name: string, date: unknown): number {
  const ms = date instanceof Date ? date.getTime() : NaN;
  if (Number.isFinite(ms)) return Math.floor(ms / 1_000);
  throw new ValidationError({ code: "ARGUMENT_NOT_DATE", params: { name, value: date } });
}

function toJson(claims: JwtPayload): string {
  try {
    return JSON.stringify(claims);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ValidationError({ code: "ARGUMENT_NOT_CLAIMS", params: { name: "payload", reason }, cause });
  }
}

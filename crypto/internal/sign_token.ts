import { ValidationError } from "../../errors/validation_error.ts";
import {
  checkNumber,
  checkObject,
  checkOneOf,
  checkOptions,
  checkText,
  type OptionNames,
} from "../../internal/validate.ts";
import type { JwtKey, JwtPayload } from "../jwt.ts";
import { loadJose } from "./jwt_driver.ts";
import { checkJwtKey, importJwtKey, jwtAlgorithms } from "./jwt_key.ts";
import type { SignJwtOptions } from "../sign_jwt.ts";

const optionNames: OptionNames<SignJwtOptions> = {
  expiresInMs: true,
  algorithm: true,
  allowShortKey: "boolean",
  subject: true,
  issuer: true,
  audience: true,
  notBefore: true,
  now: true,
};

/**
 * Makes a token.
 *
 * @param payload What it says.
 * @param key Signs it.
 * @param options The caller's options.
 * @returns The token.
 */
export async function signToken(payload: JwtPayload, key: JwtKey, options: SignJwtOptions): Promise<string> {
  checkOptions(options, optionNames);
  const { algorithm = "HS256", allowShortKey = false } = options;
  checkOneOf("algorithm", algorithm, jwtAlgorithms);
  checkJwtKey(key, algorithm, allowShortKey);
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

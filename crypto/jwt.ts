/**
 * The claims of a JWT. Those with a meaning of their own are in RFC 7519, section 4.1; times are in seconds since 1970.
 */
export interface JwtPayload {
  /** Who issued the token. */
  iss?: string | undefined;
  /** Whom or what the token is about. */
  sub?: string | undefined;
  /** Whom the token is for. */
  aud?: string | string[] | undefined;
  /** When the token stops being valid, in seconds since 1970. */
  exp?: number | undefined;
  /** When the token starts being valid, in seconds since 1970. */
  nbf?: number | undefined;
  /** When the token was issued, in seconds since 1970. */
  iat?: number | undefined;
  /** What tells the token from all others. */
  jti?: string | undefined;
  /** Any other claim that JSON can hold. */
  [claim: string]: unknown;
}

/** An algorithm that signs tokens: HMAC with SHA-2, by one secret key for both sides (RFC 7518, section 3.2). */
export type JwtAlgorithm = "HS256" | "HS384" | "HS512";

/**
 * A secret key: text (its UTF-8 is used), bytes, or a `CryptoKey` imported already. It has at least as many bytes as the
 * hash has, as RFC 7518 demands: 32 for HS256, 48 for HS384, 64 for HS512. Shorter ones are refused unless
 * `allowShortKey` is set: whoever has a token can try to guess them.
 */
export type JwtKey = string | Uint8Array | CryptoKey;

import { lazy } from "../internal/lazy.ts";
import { checkArray, checkObject } from "../internal/validate.ts";

const opening = lazy(() => import("./internal/client/open_cookie_jar.ts"));

/** A cookie that a jar holds. */
export interface Cookie {
  /** Its name. */
  name: string;
  /** Its value. */
  value: string;
  /** The host that it is for. */
  domain: string;
  /** The path that it is for. */
  path: string;
  /** When it ends; undefined for one that ends with the program, unless it is kept by JSON. */
  expires?: Date | undefined;
  /** Whether it is only sent over TLS. */
  secure: boolean;
  /** Whether scripts of a page may not see it. */
  httpOnly: boolean;
  /** Whether other sites' requests carry it. */
  sameSite?: "strict" | "lax" | "none" | undefined;
}

/**
 * What a client needs of a jar. `CookieJar` of the npm package `tough-cookie` is one too.
 */
export interface CookieJar {
  /** Gives what the `Cookie` header of a request holds; empty for none. */
  getCookieString(url: string): Promise<string>;
  /** Takes in a `Set-Cookie` header that came with an answer. */
  setCookie(cookie: string, url: string): Promise<unknown>;
}

/** A jar, as `createCookieJar` makes it. */
export interface OwnCookieJar extends CookieJar {
  /**
   * Gives the cookies that a request would carry.
   *
   * @param url Where it goes.
   * @returns The cookies, in the order in which they would be sent.
   */
  cookies(url: string | URL): Promise<Cookie[]>;
  /**
   * Removes all cookies.
   *
   * @returns When they are gone.
   */
  clear(): Promise<void>;
  /**
   * Gives the cookies as plain data to keep, those that end with the program among them. They are secrets.
   *
   * @returns What `JSON.stringify` writes, and `createCookieJar` takes.
   */
  toJSON(): CookieJarJson;
}

/** A jar as plain data. */
export interface CookieJarJson {
  /** The cookies. */
  cookies: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Makes a jar that keeps cookies by the rules of browsers (RFC 6265bis): domain, path, expiry, `Secure`, the prefixes
 * `__Host-` and `__Secure-`; none are taken for a whole public suffix such as `co.uk`. It is made with the npm package
 * `tough-cookie`, which is loaded when it is used first.
 *
 * @param json What another jar's `toJSON` gave.
 * @returns The jar, for the option `cookies` of a client.
 * @throws {ValidationError} If `json` is no jar's.
 *
 * @example Keep cookies over a restart
 * ```ts
 * import { createCookieJar } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const jar = createCookieJar();
 * await jar.setCookie("session=7; Path=/; HttpOnly", "https://shop.example/login");
 * const kept = JSON.stringify(jar);
 *
 * const later = createCookieJar(JSON.parse(kept));
 * assert.equal(await later.getCookieString("https://shop.example/cart"), "session=7");
 * assert.equal(await later.getCookieString("https://other.example/"), "");
 * ```
 */
export function createCookieJar(json?: CookieJarJson): OwnCookieJar {
  return new JarShell(json);
}

/**
 * A jar before the library that it is made with is loaded.
 *
 * @internal
 */
export class JarShell implements OwnCookieJar {
  readonly #json: CookieJarJson;
  #jar: OwnCookieJar | undefined;

  /**
   * Remembers what the jar begins with.
   *
   * @param json The cookies.
   */
  constructor(json: CookieJarJson = { cookies: [] }) {
    checkObject("json", json as unknown);
    checkArray("cookies", json.cookies as unknown);
    this.#json = json;
  }

  async getCookieString(url: string): Promise<string> {
    return await (this.#jar ?? await this.#open()).getCookieString(url);
  }

  async setCookie(cookie: string, url: string): Promise<void> {
    await (this.#jar ?? await this.#open()).setCookie(cookie, url);
  }

  async cookies(url: string | URL): Promise<Cookie[]> {
    return await (this.#jar ?? await this.#open()).cookies(url);
  }

  async clear(): Promise<void> {
    await (this.#jar ?? await this.#open()).clear();
  }

  toJSON(): CookieJarJson {
    return this.#jar?.toJSON() ?? this.#json;
  }

  async #open(): Promise<OwnCookieJar> {
    const { openCookieJar } = opening.module ?? await opening.load();
    const jar = await openCookieJar(this.#json);
    return this.#jar ??= jar;
  }
}

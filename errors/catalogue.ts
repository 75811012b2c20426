import { core } from "./catalogue/core.ts";
import { async } from "./catalogue/async.ts";
import { cache } from "./catalogue/cache.ts";
import { cli } from "./catalogue/cli.ts";
import { crypto } from "./catalogue/crypto.ts";
import { db } from "./catalogue/db.ts";
import { fs } from "./catalogue/fs.ts";
import { log } from "./catalogue/log.ts";
import { netClient } from "./catalogue/net_client.ts";
import { netGraphql } from "./catalogue/net_graphql.ts";
import { netHttp } from "./catalogue/net_http.ts";
import { netTcp } from "./catalogue/net_tcp.ts";
import { netTransfer } from "./catalogue/net_transfer.ts";
import { netWebSocket } from "./catalogue/net_web_socket.ts";
import { openapi } from "./catalogue/openapi.ts";
import { getLocale, type Locale } from "./locale.ts";
import { describe, listWriter } from "./describe.ts";

/**
 * Every message by its code, in both languages.
 *
 * @internal
 */
type Catalogue =
  & typeof core
  & typeof async
  & typeof cache
  & typeof cli
  & typeof crypto
  & typeof db
  & typeof fs
  & typeof log
  & typeof netClient
  & typeof netGraphql
  & typeof netHttp
  & typeof netTcp
  & typeof netTransfer
  & typeof netWebSocket
  & typeof openapi;

/** A stable identifier of one kind of failure, such as `"NET_HTTP_STATUS"`; it never changes with the language. */
export type ErrorCode = keyof Catalogue;

/**
 * The names that stand in braces in a message.
 *
 * @internal
 */
type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/**
 * The values that the message of a code needs.
 *
 * @typeParam Code The code.
 */
export type MessageParams<Code extends ErrorCode> = {
  readonly [Name in Placeholders<Catalogue[Code]["en"]>]: unknown;
};

/** A code whose Arabic and English texts do not ask for the same values would be an error here. */
type Uneven = {
  [Code in ErrorCode]: Placeholders<Catalogue[Code]["en"]> extends Placeholders<Catalogue[Code]["ar"]>
    ? Placeholders<Catalogue[Code]["ar"]> extends Placeholders<Catalogue[Code]["en"]> ? never : Code
    : Code;
}[ErrorCode];
type Message = Readonly<Record<Locale, string>>;

type Messages = Readonly<Record<ErrorCode, Message>> & Record<Uneven, never>;

let merged: Messages | undefined;

/** All messages together; put together at the first error, as most programs that start see none. */
function catalogue(): Messages {
  return merged ??= {
    ...core,
    ...async,
    ...cache,
    ...cli,
    ...crypto,
    ...db,
    ...fs,
    ...log,
    ...netClient,
    ...netGraphql,
    ...netHttp,
    ...netTcp,
    ...netTransfer,
    ...netWebSocket,
    ...openapi,
  };
}

/**
 * Writes the message of a code in a language. Values are shortened, stripped of control characters, and freed of
 * passwords in URLs.
 *
 * @param code Which message.
 * @param params The values of its placeholders.
 * @param locale The language; the one set by `setLocale` by default.
 * @returns The text.
 *
 * @example The same failure in both languages
 * ```ts
 * import { formatMessage } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatMessage("TIMEOUT", { ms: 50 }, "en"), "The operation took longer than 50 ms");
 * assert.equal(formatMessage("TIMEOUT", { ms: 50 }, "ar"), "استغرقت العملية أكثر من 50 ملي ثانية");
 * ```
 */
export function formatMessage<Code extends ErrorCode>(
  code: Code,
  params: MessageParams<Code>,
  locale: Locale = getLocale(),
): string {
  const values = params as Readonly<Record<string, unknown>>;
  const text = catalogue()[code][locale];
  if (!text.includes("{")) return text;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => describe(values[name], listWriter(name, locale)));
}

/**
 * Lists every error code.
 *
 * @returns The codes, in no particular order.
 *
 * @example Whether a string is a code of this library
 * ```ts
 * import { errorCodes } from "@maktaba/std/errors";
 * import assert from "node:assert/strict";
 *
 * assert.ok(errorCodes().includes("TIMEOUT"));
 * ```
 */
export function errorCodes(): ErrorCode[] {
  return Object.keys(catalogue()) as ErrorCode[];
}

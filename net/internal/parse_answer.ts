import { NetworkError } from "../../errors/network_error.ts";
import { jsonFaultAt } from "./json_fault.ts";

/** Where some bytes came from, for the message if they cannot be read. */
export interface BytesPlace {
  /** Whose answer it is. */
  readonly url: URL;
  /** Its status. */
  readonly status: number;
  /** Its content type, as it was sent. */
  readonly contentType: string;
  /** Parses JSON, in place of the runtime's own function. */
  readonly parse?: ((text: string) => unknown) | undefined;
}

// What most answers say, and just so: a comparison takes less time than the rules do.
const JSON_TYPE = "application/json";

/**
 * Makes a value of an answer's bytes: JSON parsed, text as a string, anything else as the bytes.
 *
 * @param bytes The bytes.
 * @param place Where they came from.
 * @returns The value; undefined for JSON that is empty.
 */
export function parseAnswer(bytes: Uint8Array, place: BytesPlace): unknown {
  if (place.contentType === JSON_TYPE || isJson(place.contentType)) return parseJson(bytes, place);
  if (isText(place.contentType)) return decode(bytes, place, false);
  return place.contentType === "" && bytes.byteLength === 0 ? undefined : bytes;
}

/**
 * Parses an answer as JSON (RFC 8259), whatever its content type. A byte order mark is passed over.
 *
 * @param bytes The bytes.
 * @param place Where they came from.
 * @returns The value; undefined for nothing at all.
 */
export function parseJson(bytes: Uint8Array, place: BytesPlace): unknown {
  const text = decode(bytes, place, true);
  const { parse } = place;
  try {
    return parse === undefined ? JSON.parse(text) : parse(text);
  } catch (cause) {
    if (text.trim() === "") return undefined;
    const { url, status, contentType } = place;
    const params = { url, status, contentType, position: jsonFaultAt(text) };
    throw new NetworkError({ code: "NET_INVALID_JSON", params, reason: "decode", context: params, cause });
  }
}

/** Whether a content type is one of JSON's: `application/json`, `text/json`, or one that ends in `+json` (RFC 6839). */
export function isJson(contentType: string): boolean {
  return /^(?:application|text)\/json$|\+json$/.test(mediaType(contentType));
}

function isText(contentType: string): boolean {
  return /^text\/|^application\/(?:xml|javascript|x-www-form-urlencoded)$|\+xml$/.test(mediaType(contentType));
}

function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]!.trim().toLowerCase();
}

// Both are stateless as they are used here, and making one takes longer than decoding a small answer.
const utf8 = new TextDecoder("utf-8");
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

// JSON that is not what it says it is would be data changed in silence; for other texts, which often do not name
// their charset, a replaced character beats no text at all.
function decode(bytes: Uint8Array, place: BytesPlace, isStrict: boolean): string {
  const decoder = decoderFor(place.contentType, isStrict);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const { url, status, contentType } = place;
    throw new NetworkError({
      code: "NET_INVALID_TEXT",
      params: { url, status, contentType, encoding: decoder.encoding },
      reason: "decode",
      cause,
    });
  }
}

/**
 * Gives the decoder for the charset that a content type names; that for UTF-8 where it names none, or one unknown.
 *
 * @param contentType The content type.
 * @param isStrict Whether it throws on what is wrong, rather than replace it.
 * @returns A decoder, which others use too.
 */
export function decoderFor(contentType: string, isStrict: boolean): TextDecoder {
  if (contentType === JSON_TYPE) return isStrict ? strictUtf8 : utf8;
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  const byDefault = isStrict ? strictUtf8 : utf8;
  if (charset === undefined || charset === "utf-8" || charset === "utf8") return byDefault;
  try {
    return new TextDecoder(charset, { fatal: isStrict });
  } catch {
    // A charset that nobody knows: UTF-8 is the likeliest by far.
    return byDefault;
  }
}

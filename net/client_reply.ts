import type { StandardSchema } from "./standard_schema.ts";

/** An answer whose body is read as the caller likes. Whoever does not read it to its end must close it. */
export interface RawAnswer extends AsyncDisposable {
  /** Its status. */
  readonly status: number;
  /** The server's word for the status; empty over HTTP/2. */
  readonly statusText: string;
  /** The version of HTTP that it came by, such as `"1.1"` or `"2.0"`; undefined where the runtime does not tell. */
  readonly httpVersion: string | undefined;
  /** Whether the status is one of success (2xx). */
  readonly ok: boolean;
  /** Its headers. */
  readonly headers: Headers;
  /** What was asked, after redirects, without credentials. */
  readonly url: string;
  /**
   * Reads the body as JSON, whatever its content type, and checks it.
   *
   * @typeParam Output What the schema makes of it.
   * @param schema The schema.
   * @returns What the schema makes of it.
   */
  json<Output>(schema: StandardSchema<Output>): Promise<Output>;
  /**
   * Reads the body as JSON, whatever its content type.
   *
   * @typeParam T What it is; nothing checks it.
   * @returns The value; undefined for an empty body.
   */
  json<T = unknown>(): Promise<T>;
  /**
   * Reads the body as text, by the charset of its content type.
   *
   * @returns The text; empty where there is no body.
   */
  text(): Promise<string>;
  /**
   * Reads the body as bytes.
   *
   * @returns The bytes; none where there is no body.
   */
  bytes(): Promise<Uint8Array>;
  /**
   * Reads the body as a `Blob` of its content type.
   *
   * @returns The blob.
   */
  blob(): Promise<Blob>;
  /**
   * Gives the body as a stream of bytes, as it comes; only once. Cancelling it closes the connection.
   *
   * @returns The stream.
   */
  stream(): ReadableStream<Uint8Array>;
  /**
   * Gives up what has not been read, and the connection with it.
   *
   * @returns When that is done.
   */
  close(): Promise<void>;
}

/**
 * The answer to a request of a client, which is under way. Awaited, it is the parsed body, as `request` gives it; its
 * methods give the same body in other forms. One request is sent, however it is read.
 *
 * @typeParam T What the parsed body is; nothing checks it.
 */
export interface ClientReply<T = unknown> extends Promise<T> {
  /**
   * Reads the body as JSON, whatever its content type, and checks it.
   *
   * @typeParam Output What the schema makes of it.
   * @param schema A schema of any library that follows Standard Schema.
   * @returns What the schema makes of it.
   */
  json<Output>(schema: StandardSchema<Output>): Promise<Output>;
  /**
   * Reads the body as JSON, whatever its content type.
   *
   * @typeParam Value What it is; nothing checks it.
   * @returns The value; undefined for an empty body.
   */
  json<Value = T>(): Promise<Value>;
  /**
   * Reads the body as text, by the charset of its content type.
   *
   * @returns The text; empty where there is no body.
   */
  text(): Promise<string>;
  /**
   * Reads the body as bytes.
   *
   * @returns The bytes; none where there is no body.
   */
  bytes(): Promise<Uint8Array>;
  /**
   * Reads the body as a `Blob` of its content type.
   *
   * @returns The blob.
   */
  blob(): Promise<Blob>;
  /**
   * Gives the body as a stream of bytes, as it comes: what is not taken stays with the server. Cancelling it, or leaving
   * the loop over it, closes the connection. The time limits and the signal hold to its end.
   *
   * @returns The stream; a failure is its error.
   */
  stream(): ReadableStream<Uint8Array>;
  /**
   * Gives the answer when its headers have come: its status, its headers, and its body to be read.
   *
   * @returns The answer.
   */
  raw(): Promise<RawAnswer>;
}

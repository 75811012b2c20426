import { checkText, notOfType } from "../../internal/validate.ts";
import { ValidationError } from "../../errors/validation_error.ts";
import { FileUpload } from "../file_upload.ts";
import { formBody, type FormFile } from "./upload/form_body.ts";
import { filePart } from "./upload/file_part.ts";
import { blobPart, bodyOfParts, bytesPart, textPart } from "./upload/parts.ts";
import { runtime } from "../../internal/runtime.ts";
import { type ChunkSource, streamOf } from "./outgoing_stream.ts";

/** What a request sends, ready to be sent as often as it can be. */
export interface OutgoingBody {
  /** Its content type, unless the caller names another or fetch knows it. */
  readonly contentType?: string | undefined;
  /** How many bytes fetch is given at once, at most; 0 for a stream. */
  readonly bytesInMemory: number;
  /** Whether it can be sent a second time. */
  readonly isReplayable: boolean;
  /** Begins to send it. */
  open(onSent: (bytes: number, total: number | undefined) => void): Promise<OpenBody>;
}

/** A body that is being sent. */
export interface OpenBody extends AsyncDisposable {
  /** What fetch takes. */
  readonly init: BodyInit;
  /** Its length where fetch cannot know it. */
  readonly contentLength?: number | undefined;
  /** Whether fetch must be told that it is a stream. */
  readonly isStream: boolean;
  /** What its source threw, once it has. */
  readonly failure?: { readonly error: unknown } | undefined;
}

/**
 * Prepares what a request sends.
 *
 * @param body What the caller gave.
 * @param uploadFile The files to send in a form, if any.
 * @param isRepeatable Whether the request may reach the server twice.
 * @param isWatched Whether somebody is told of each piece that is sent.
 * @returns The body, or undefined for none.
 */
export function outgoingBody(
  body: unknown,
  uploadFile: unknown,
  isRepeatable: boolean,
  isWatched: boolean,
): OutgoingBody | undefined {
  if (uploadFile !== undefined) return formBody([...formFields(body), ...formFiles(uploadFile)]);
  if (body instanceof FileUpload) return bodyOfParts([filePart(body.path)], body.type);
  if (body instanceof ReadableStream) return streamBody(body);
  const held = heldBody(body);
  if (held !== undefined) return isWatched ? inPieces(held) : inMemory(held, isRepeatable);
  return isRepeatable ? undefined : withoutBody();
}

interface HeldBody {
  init: string | Uint8Array<ArrayBuffer> | Blob | FormData;
  contentType?: string;
  bytes: number;
}

function heldBody(body: unknown): HeldBody | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") return held(body, "text/plain;charset=UTF-8");
  if (body instanceof URLSearchParams) return held(String(body), "application/x-www-form-urlencoded;charset=UTF-8");
  if (body instanceof Blob) return { init: body, bytes: body.size };
  if (body instanceof FormData) return { init: body, bytes: formBytes(body) };
  if (body instanceof ArrayBuffer) return { init: new Uint8Array(body), bytes: body.byteLength };
  if (ArrayBuffer.isView(body)) {
    const init = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
    return { init, bytes: body.byteLength };
  }
  return held(toJson(body), "application/json");
}

function formBytes(form: FormData): number {
  return [...form.values()].reduce(
    (sum, value) => sum + (typeof value === "string" ? value.length * 3 : value.size),
    0,
  );
}

// A character takes up to three bytes in UTF-8; a time limit that comes of it may be too long, but never too short.
function held(text: string, contentType: string): HeldBody {
  return { init: text, contentType, bytes: text.length * 3 };
}

/**
 * Writes data as JSON.
 *
 * @param body The data.
 * @param name What it is called in the error if it cannot be.
 * @returns The text.
 */
export function toJson(body: unknown, name: string = "body"): string {
  // JSON holds no map or set: it would be sent as an empty object, and its contents lost without a word.
  const isData = typeof body === "object" && !(body instanceof Map || body instanceof Set || body instanceof Promise);
  try {
    const text = isData ? JSON.stringify(body) : undefined;
    if (text !== undefined) return text;
  } catch (cause) {
    throw new ValidationError({ code: "ARGUMENT_NOT_BODY", params: { name, value: kindOf(body) }, cause });
  }
  throw new ValidationError({ code: "ARGUMENT_NOT_BODY", params: { name, value: kindOf(body) } });
}

// Its kind and not its contents: what is sent may be a secret.
function kindOf(value: unknown): string {
  return typeof value === "object" ? Object.prototype.toString.call(value) : typeof value;
}

function inMemory({ init, contentType, bytes }: HeldBody, isRepeatable: boolean): OutgoingBody {
  const guarded = isRepeatable ? init : sentOnce(init);
  return {
    contentType,
    bytesInMemory: bytes,
    isReplayable: true,
    open: () => Promise.resolve({ init: guarded, isStream: false, async [Symbol.asyncDispose]() {} }),
  };
}

// Of what it is given at once, fetch does not tell how much it has sent.
function inPieces({ init, contentType }: HeldBody): OutgoingBody {
  if (init instanceof FormData) return formBody(init);
  if (typeof init === "string") return bodyOfParts([textPart(init)], contentType);
  if (init instanceof Uint8Array) return bodyOfParts([bytesPart(init)], contentType);
  return bodyOfParts([blobPart(init)], init.type === "" ? undefined : init.type);
}

// Deno's fetch sends a request again by itself when a connection that it kept from an earlier one breaks, even a POST
// that the server may have carried out already (measured on 2.9). It cannot do so with a body that it has to read.
function sentOnce(init: HeldBody["init"]): HeldBody["init"] {
  const isHeldAsIs = typeof init === "string" || init instanceof Uint8Array;
  return runtime === "deno" && isHeldAsIs ? new Blob([init]) : init;
}

function withoutBody(): OutgoingBody | undefined {
  return runtime === "deno" ? inMemory({ init: new Blob([]), bytes: 0 }, false) : undefined;
}

function streamBody(stream: ReadableStream<Uint8Array>): OutgoingBody {
  if (stream.locked) throw notOfType("BYTES", "body", "a stream that is being read already");
  return {
    bytesInMemory: 0,
    isReplayable: false,
    open: (onSent) => Promise.resolve(streamOf(readerSource(stream), (bytes) => onSent(bytes, undefined))),
  };
}

function readerSource(stream: ReadableStream<Uint8Array>): ChunkSource {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      if (done || value instanceof Uint8Array) return value;
      throw notOfType("BYTES", "body", typeof value);
    },
    // It is the caller's, whose `cancel()` may take as long as it likes, or fail: the request does not wait for it.
    close(reason) {
      reader.cancel(reason).catch(() => {});
      return Promise.resolve();
    },
  };
}

/** The form fields that go along with a file. */
function formFields(body: unknown): Iterable<readonly [string, string]> {
  if (body === undefined || body === null) return [];
  const isFields = typeof body === "object" && !ArrayBuffer.isView(body) && !(body instanceof ArrayBuffer) &&
    !isFile(body) && !(body instanceof ReadableStream) && !Array.isArray(body);
  if (!isFields) throw notFields(body);
  const entries = body instanceof FormData || body instanceof URLSearchParams ? [...body] : Object.entries(body);
  return entries.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => {
    if (typeof value === "object") {
      if (value instanceof Blob) throw notFields(value);
      return [name, toJson(value)] as const;
    }
    return [name, String(value)] as const;
  });
}

/** The files of a form, by the names of their fields. */
function formFiles(files: unknown): (readonly [string, FormFile])[] {
  const isRecord = typeof files === "object" && files !== null && !Array.isArray(files) && !isFile(files);
  if (!isRecord) return [["file", formFile(files)]];
  const named = Object.entries(files as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return named.flatMap(([name, value]) => [value].flat().map((file) => [name, formFile(file)] as const));
}

function formFile(file: unknown): FormFile {
  if (isFile(file)) return file;
  checkText("uploadFile", file);
  return new FileUpload(file);
}

function isFile(value: unknown): value is FormFile {
  return value instanceof FileUpload || value instanceof Blob;
}

function notFields(value: unknown): ValidationError {
  return new ValidationError({ code: "ARGUMENT_NOT_FIELDS", params: { name: "body", value: kindOf(value) } });
}

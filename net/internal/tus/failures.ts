import { NetworkError } from "../../../errors/network_error.ts";
import { HttpError } from "../../http_error.ts";

/**
 * Says what a status means to an upload (tus 1.0.0, core protocol and the extension checksum).
 *
 * @param error What a request to the upload failed with.
 * @param url The upload.
 * @param offset Where the request went on, if it did.
 * @returns The error to throw.
 */
export function uploadFailure(error: unknown, url: URL, offset: number | undefined): unknown {
  if (!(error instanceof HttpError)) return error;
  const { status } = error;
  const details = { reason: "status", cause: error, context: { status } } as const;
  if (status === 404 || status === 410) {
    return new NetworkError({ code: "NET_UPLOAD_GONE", params: { url }, ...details });
  }
  if (status === 423) {
    return new NetworkError({ code: "NET_UPLOAD_LOCKED", params: { url }, ...details, retryable: true });
  }
  if (status === 412) return notTus(url, `it speaks ${error.headers.get("tus-version") ?? "no version"}`, error);
  if (offset === undefined) return error;
  const params = { url, offset };
  // The server is asked then where it is.
  if (status === 409) return new NetworkError({ code: "NET_UPLOAD_CONFLICT", params, ...details, retryable: true });
  if (status !== 460) return error;
  return new NetworkError({ code: "NET_UPLOAD_CHECKSUM", params, ...details, reason: "decode", retryable: true });
}

/**
 * Whether an upload that an earlier call left is not worth going on with: the server no longer has it, has another one
 * under its URL, or refuses it (403 is what some say of what they have forgotten).
 *
 * @param error What asking for it failed with.
 * @returns Whether to begin anew.
 */
export function isForgotten(error: unknown): boolean {
  if (error instanceof HttpError) return error.status < 500 && !error.retryable;
  return error instanceof NetworkError && ["NET_UPLOAD_GONE", "NET_UPLOAD_MISMATCH"].includes(error.code);
}

/**
 * The error for a server that does not do as the protocol says.
 *
 * @param url What was asked.
 * @param detail What it does instead.
 * @param cause What it answered with, where that is an error.
 * @returns The error.
 */
export function notTus(url: URL, detail: string, cause?: HttpError): NetworkError {
  return new NetworkError({ code: "NET_UPLOAD_NOT_TUS", params: { url, detail }, reason: "protocol", cause });
}

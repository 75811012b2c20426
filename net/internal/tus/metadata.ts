import { ValidationError } from "../../../errors/validation_error.ts";
import { checkObject } from "../../../internal/validate.ts";
import type { UploadOptions } from "../../upload.ts";

/**
 * Writes what a server is told of a file (tus 1.0.0, Upload-Metadata): names in ASCII, values in Base64.
 *
 * @param metadata What the caller says.
 * @param filename What the file is called, unless the caller says otherwise.
 * @returns The header's value; empty where there is nothing to tell.
 */
export function writeMetadata(metadata: UploadOptions["metadata"], filename: string): string {
  if (metadata !== undefined) checkObject("metadata", metadata as unknown);
  const entries: [string, unknown][] = Object.entries({ filename, ...metadata });
  return entries.filter(([, value]) => value !== undefined).map(([name, value]) => {
    if (!/^[!-+\--~]+$/.test(name) || typeof value !== "string") {
      throw new ValidationError({ code: "ARGUMENT_NOT_METADATA", params: { name: "metadata", value: name } });
    }
    return value === "" ? name : `${name} ${toBase64(value)}`;
  }).join(",");
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

import { FileUpload } from "../../file_upload.ts";
import type { OutgoingBody } from "../outgoing_body.ts";
import { fileName, filePart } from "./file_part.ts";
import { blobPart, bodyOfParts, type OpenPart, textPart } from "./parts.ts";

/** What a form may hold as a file. */
export type FormFile = FileUpload | Blob;

/**
 * Makes a form (RFC 7578) of fields and files, which are read from the disk while they are sent.
 *
 * @param entries The fields and files, by their names.
 * @returns The body.
 */
export function formBody(entries: Iterable<readonly [name: string, value: string | FormFile]>): OutgoingBody {
  // 122 random bits: no file can hold it but by design, and it is new for each request.
  const boundary = `maktaba-${crypto.randomUUID()}`;
  const parts: OpenPart[] = [];
  // What is between two files is sent in one piece.
  let text = "";
  for (const [name, value] of entries) {
    if (typeof value === "string") {
      text += `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`;
    } else {
      parts.push(textPart(`${text}--${boundary}\r\n${headers(name, value)}\r\n\r\n`));
      parts.push(value instanceof FileUpload ? filePart(value.path) : blobPart(value));
      text = "\r\n";
    }
  }
  parts.push(textPart(`${text}--${boundary}--\r\n`));
  return bodyOfParts(parts, `multipart/form-data; boundary=${boundary}`);
}

function headers(name: string, file: FormFile): string {
  const { type } = file;
  // A line break would end the header and begin another one.
  const shown = type === "" || /[\r\n]/.test(type) ? "application/octet-stream" : type;
  return `${disposition(name, nameOf(file))}\r\nContent-Type: ${shown}`;
}

function nameOf(file: FormFile): string {
  if (file instanceof FileUpload) return file.name ?? fileName(file.path);
  return file instanceof File ? file.name : "blob";
}

// As the HTML standard says (multipart/form-data encoding algorithm): names in UTF-8, only these three escaped.
function disposition(name: string, file?: string): string {
  const escaped = (text: string) => text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
  const filename = file === undefined ? "" : `; filename="${escaped(file)}"`;
  return `Content-Disposition: form-data; name="${escaped(name)}"${filename}`;
}

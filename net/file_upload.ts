import { checkOptions, checkText, type OptionNames } from "../internal/validate.ts";

/** Options for {@linkcode FileUpload}. */
export interface FileUploadOptions {
  /**
   * What the server is told that the file is called.
   *
   * @default The last part of the path.
   */
  name?: string | undefined;
  /**
   * The file's media type.
   *
   * @default "application/octet-stream"
   */
  type?: string | undefined;
}

const OPTIONS: OptionNames<FileUploadOptions> = { name: true, type: true };

/**
 * A file on the disk, to be sent: as a variable of {@linkcode graphql}, or by {@linkcode request} as the body itself or in
 * a form. It is read while it is sent.
 *
 * @example
 * ```ts
 * import { FileUpload } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * const cover = new FileUpload("images/cover.png", { type: "image/png" });
 * assert.equal(cover.path, "images/cover.png");
 * // await graphql(url, "mutation ($cover: Upload!) { setCover(file: $cover) }", { variables: { cover } });
 * ```
 */
export class FileUpload {
  /** Where it is. */
  readonly path: string;
  /** What the server is told that it is called; undefined for the last part of the path. */
  readonly name: string | undefined;
  /** Its media type. */
  readonly type: string;

  /**
   * Names the file, which is not opened before it is sent.
   *
   * @param path Where it is.
   * @param options What the server is told of it.
   * @throws {ValidationError} If an argument is wrong.
   */
  constructor(path: string, options: FileUploadOptions = {}) {
    checkText("path", path);
    checkOptions(options, OPTIONS);
    const { name, type = "application/octet-stream" } = options;
    if (name !== undefined) checkText("name", name);
    checkText("type", type);
    this.path = path;
    this.name = name;
    this.type = type;
  }
}

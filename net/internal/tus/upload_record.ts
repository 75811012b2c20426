import type { FileHandle } from "node:fs/promises";
import { fileFailure, onFile } from "../../../internal/file_failure.ts";
import { fileSystem } from "../../../internal/file_system.ts";
import { builtin } from "../../../internal/runtime.ts";
import { parseRecord } from "../transfer/parse_record.ts";
import type { SourceFile } from "./source_file.ts";

/** What is kept of an upload, so that another process can go on with it. */
interface Kept {
  readonly version: 1;
  /** A digest of the URL by which it was created, without its query: that may hold secrets. */
  readonly place: string;
  /** The upload. */
  readonly url: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Where the URL of an upload is kept until it is complete. */
export class UploadRecord {
  readonly #path: string;
  readonly #isBeside: boolean;
  readonly #place: string;
  readonly #file: SourceFile;

  /**
   * Names the place.
   *
   * @param path Where to keep it; undefined for beside the file.
   * @param place The URL by which the upload is created.
   * @param file What is uploaded.
   */
  constructor(path: string | undefined, place: URL, file: SourceFile) {
    this.#path = path ?? `${file.path}.upload.json`;
    this.#isBeside = path === undefined;
    this.#file = file;
    const { createHash } = builtin<typeof import("node:crypto")>("node:crypto")!;
    this.#place = createHash("sha256").update(place.origin + place.pathname).digest("hex");
  }

  /** Gives the URL of the upload of this file, as it is now, to this place; undefined if none was left. */
  async read(): Promise<URL | undefined> {
    const kept = parseRecord<Kept>(await this.#text());
    const { bytes, modifiedMs } = this.#file;
    if (kept?.version !== 1 || kept.place !== this.#place || kept.bytes !== bytes) return undefined;
    // Runtimes differ in whether they tell fractions of a millisecond.
    const isSame = typeof kept.modifiedMs === "number" && Math.abs(kept.modifiedMs - modifiedMs) < 1;
    if (!isSame || typeof kept.url !== "string" || !URL.canParse(kept.url)) return undefined;
    const url = new URL(kept.url);
    return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
  }

  /**
   * Keeps the URL of an upload.
   *
   * @param url The URL.
   */
  async write(url: URL): Promise<void> {
    const { bytes, modifiedMs } = this.#file;
    const kept: Kept = { version: 1, place: this.#place, url: url.href, bytes, modifiedMs };
    const temporary = `${this.#path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    const { writeFile, rename, rm } = fileSystem();
    try {
      // Whoever knows the URL may write to the upload.
      const options = { flag: "wx", mode: 0o600 };
      await onFile(this.#path, writeFile(temporary, `${JSON.stringify(kept, null, 2)}\n`, options));
      await onFile(this.#path, rename(temporary, this.#path));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** Forgets the upload. */
  async remove(): Promise<void> {
    await onFile(this.#path, fileSystem().rm(this.#path, { force: true }));
  }

  async #text(): Promise<string> {
    const { O_RDONLY, O_NOFOLLOW = 0 } = builtin<typeof import("node:fs")>("node:fs")!.constants;
    let handle: FileHandle | undefined;
    try {
      handle = await fileSystem().open(this.#path, O_RDONLY | O_NOFOLLOW);
      // In a directory that others write to, somebody else's record would have the file sent to them.
      const isOwn = !this.#isBeside || (await handle.stat()).uid === await this.#file.owner();
      return isOwn ? await handle.readFile("utf8") : "";
    } catch (error) {
      // There is none, or a link in its place.
      if (["ENOENT", "ELOOP"].includes((error as { code?: string }).code ?? "")) return "";
      throw fileFailure(error, this.#path);
    } finally {
      await handle?.close();
    }
  }
}

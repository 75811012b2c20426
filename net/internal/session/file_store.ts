import type { FileHandle } from "node:fs/promises";
import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { AtomicFile } from "../../../internal/atomic_file.ts";
import { fileSystem } from "../../../internal/file_system.ts";
import { checkOptions, checkText, type OptionNames } from "../../../internal/validate.ts";
import type { FileSessionStoreOptions, SessionEntry, SessionRecord, SessionStore } from "../../session_store.ts";

const NAMES: OptionNames<FileSessionStoreOptions> = { sync: "boolean" };

// The file is written anew when this many lines are out of date, and they are more than those that are not.
const MOST_OUTDATED = 1_024;
// What is said is the owner's alone.
const MODE = 0o600;

/** One line: what is to be sent, or how far things are. */
type Line =
  | { readonly number: number; readonly type: SessionEntry["type"]; readonly text?: string; readonly base64?: string }
  | { readonly acknowledged: number }
  | { readonly received: number };

/**
 * Opens a store in a file.
 *
 * @param path The file.
 * @param options Whether to wait for the disk.
 * @returns The store.
 */
export function openFileStore(path: string, options: FileSessionStoreOptions): SessionStore {
  checkText("path", path);
  checkOptions(options, NAMES);
  return new FileStore(path, options.sync ?? false);
}

class FileStore implements SessionStore {
  readonly #path: string;
  readonly #sync: boolean;
  #pending: SessionEntry[] = [];
  #acknowledged = 0;
  #received = 0;
  #lines = 0;
  #handle: FileHandle | undefined;

  constructor(path: string, sync: boolean) {
    this.#path = path;
    this.#sync = sync;
  }

  async load(): Promise<SessionRecord | undefined> {
    const text = await readIfThere(this.#path);
    this.#pending = [];
    this.#acknowledged = this.#received = 0;
    const lines = (text ?? "").split("\n");
    // What stands behind the last line feed was not written to its end.
    lines.pop();
    this.#lines = lines.length;
    for (const [index, line] of lines.entries()) this.#apply(this.#parse(line, index + 1));
    if (this.#lines === 0) return undefined;
    // A line that was cut off must not run into the next one.
    await this.#rewrite();
    return { acknowledged: this.#acknowledged, received: this.#received, pending: [...this.#pending] };
  }

  #parse(line: string, number: number): Line {
    try {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === "object" && parsed !== null) return parsed as Line;
      throw new SyntaxError("not an object");
    } catch (cause) {
      throw new WebSocketError({
        code: "NET_WEBSOCKET_SESSION_STORE",
        params: { path: this.#path, detail: `${number}` },
        reason: "decode",
        cause,
      });
    }
  }

  #apply(line: Line): void {
    if ("received" in line) this.#received = line.received;
    else if ("acknowledged" in line) this.#drop(line.acknowledged);
    else this.#pending.push({ number: line.number, type: line.type, message: messageOf(line) });
  }

  #drop(acknowledged: number): void {
    this.#acknowledged = acknowledged;
    const rest = this.#pending.findIndex(({ number }) => number > acknowledged);
    this.#pending.splice(0, rest === -1 ? this.#pending.length : rest);
  }

  async append(entry: SessionEntry): Promise<void> {
    this.#pending.push(entry);
    await this.#write(lineOf(entry));
  }

  async acknowledge(number: number): Promise<void> {
    this.#drop(number);
    await this.#write({ acknowledged: number });
  }

  async receive(number: number): Promise<void> {
    this.#received = number;
    await this.#write({ received: number });
  }

  async clear(): Promise<void> {
    await this.close();
    await fileSystem().rm(this.#path, { force: true });
    this.#pending = [];
    this.#acknowledged = this.#received = this.#lines = 0;
  }

  async #write(line: Line): Promise<void> {
    const outdated = this.#lines - this.#pending.length;
    if (outdated > MOST_OUTDATED && outdated > this.#pending.length) return await this.#rewrite();
    const handle = this.#handle ??= await fileSystem().open(this.#path, "a", MODE);
    await handle.appendFile(`${JSON.stringify(line)}\n`);
    if (this.#sync) await handle.datasync();
    this.#lines++;
  }

  /** Writes what is of use, which takes the place of the file in one step. */
  async #rewrite(): Promise<void> {
    await this.close();
    const lines: Line[] = [
      { acknowledged: this.#acknowledged },
      { received: this.#received },
      ...this.#pending.map(lineOf),
    ];
    await using file = await AtomicFile.create(this.#path, { overwrite: true, mode: MODE });
    await file.handle.writeFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await file.commit();
    this.#lines = lines.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

function lineOf({ number, type, message }: SessionEntry): Line {
  if (typeof message === "string") return { number, type, text: message };
  return { number, type, base64: Buffer.from(message).toString("base64") };
}

function messageOf({ text, base64 }: { readonly text?: string; readonly base64?: string }): string | Uint8Array {
  return text ?? new Uint8Array(Buffer.from(base64 ?? "", "base64"));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await fileSystem().readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

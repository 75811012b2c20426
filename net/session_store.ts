import { lazy } from "../internal/lazy.ts";
import type { WebSocketMessage } from "./web_socket_connection.ts";

const files = lazy(() => import("./internal/session/file_store.ts"));

/** What a session keeps until the other side has it. */
export interface SessionEntry {
  /** Its number: 1 for the first that a side sends, one more for each after it. */
  readonly number: number;
  /** Whether an answer is asked for. */
  readonly type: "message" | "request";
  /** The text or bytes. */
  readonly message: WebSocketMessage;
}

/** What a session kept. */
export interface SessionRecord {
  /** The number up to which all that was sent has been acknowledged. */
  readonly acknowledged: number;
  /** The number up to which all that came has been handled. */
  readonly received: number;
  /** What has not been acknowledged, by ascending numbers without a gap, from `acknowledged + 1` on. */
  readonly pending: readonly SessionEntry[];
}

/**
 * Keeps one side of a session where it outlives the program: an outbox of what was not acknowledged, and how far what came
 * has been handled. Anything may stand behind it: a file ({@linkcode fileSessionStore}), a table, Redis.
 *
 * Its methods are called one at a time. What one throws ends the session.
 */
export interface SessionStore {
  /** Gives what was kept, once before all else; undefined where there is nothing. */
  load(): SessionRecord | undefined | Promise<SessionRecord | undefined>;
  /** Keeps what is to be sent; it is sent, and `send` resolves, afterwards. */
  append(entry: SessionEntry): unknown;
  /** Takes note that the other side has all up to a number; they can be dropped. */
  acknowledge(number: number): unknown;
  /** Takes note that all that came up to a number has been handled; the other side is told afterwards. */
  receive(number: number): unknown;
  /** Drops everything, as the session has ended. */
  clear(): unknown;
  /** Lets go of what it holds open, after all else; what is kept stays. */
  close?(): unknown;
}

/** Options for {@linkcode fileSessionStore}. */
export interface FileSessionStoreOptions {
  /**
   * Whether each write waits until the disk has it: then nothing is lost with the power either, at a cost of milliseconds.
   * Without it, nothing is lost with the program.
   *
   * @default false
   */
  sync?: boolean | undefined;
}

/**
 * Keeps one side of a session in a file, which grows by a line for each change and is written anew when most of it is out
 * of date. One program at a time may use it. It is written for its owner alone, as it holds what was said.
 *
 * @param path The file; it need not be there yet, its directory must.
 * @param options Whether to wait for the disk.
 * @returns The store, for `store` of {@linkcode connectSession} or {@linkcode serveSessions}.
 * @throws {ValidationError} If an argument is wrong.
 *
 * @example
 * ```ts
 * import { fileSessionStore } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const directory = await mkdtemp(join(tmpdir(), "session-"));
 * const path = join(directory, "outbox.jsonl");
 *
 * const store = await fileSessionStore(path);
 * assert.equal(await store.load(), undefined);
 * await store.append({ number: 1, type: "message", message: "one" });
 * await store.append({ number: 2, type: "message", message: "two" });
 * await store.acknowledge(1);
 * await store.close?.();
 *
 * const { pending } = (await (await fileSessionStore(path)).load())!;
 * assert.deepEqual(pending, [{ number: 2, type: "message", message: "two" }]);
 * await rm(directory, { recursive: true });
 * ```
 */
export async function fileSessionStore(path: string, options: FileSessionStoreOptions = {}): Promise<SessionStore> {
  const { openFileStore } = files.module ?? await files.load();
  return openFileStore(path, options);
}

import type { AgentOptions } from "node:https";
import { runAmbient } from "../../../internal/ambient.ts";
import { LruMap } from "../../../internal/lru_map.ts";
import { abandonOnAbort } from "../../../internal/signals.ts";
import { type AddressRule, guardAddress } from "../client/address_guard.ts";
import { openSocket } from "./open_socket.ts";
import { SharedSession } from "./shared_session.ts";

/** How to connect to origins. */
export interface SessionOptions {
  /** Whom to trust, and who one is. */
  readonly context: AgentOptions;
  /** Says which addresses may be connected to; all if it is not given. */
  readonly isAllowed?: AddressRule | undefined;
  /** How long a connection is kept that nobody uses. */
  readonly idleMs?: number | undefined;
}

// Idle connections keep no process alive and a server tells before it closes one, so that they may wait for longer than
// those of HTTP/1.1.
const IDLE_MS = 30_000;
const MOST_KNOWN = 1_000;

/** A connection that is being opened, for all who wait for it. */
interface Opening {
  readonly session: Promise<SharedSession | undefined>;
  readonly controller: AbortController;
  waiting: number;
}

/** The connections of a client by HTTP/2, one for each origin. */
export class OriginSessions {
  readonly #options: SessionOptions;
  readonly #open = new Map<string, SharedSession>();
  readonly #opening = new Map<string, Opening>();
  /** Origins that have chosen HTTP/1.1. */
  readonly #without = new LruMap<true>({ maxEntries: MOST_KNOWN });

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /**
   * Gives the connection to a URL's origin, opened if there is none.
   *
   * @param url The URL.
   * @param how The method, for messages, and the proxy to go through.
   * @param signal Ends the wait; a connection that nobody waits for any more is closed.
   * @returns The connection; undefined where the server does not speak HTTP/2.
   */
  async enter(
    url: URL,
    how: { readonly method: string; readonly proxy: URL | undefined },
    signal: AbortSignal | undefined,
  ): Promise<SharedSession | undefined> {
    const key = `${how.proxy?.href ?? ""} ${url.host}`;
    const known = this.#open.get(key);
    if (known !== undefined || this.#without.get(key)) return known;
    const opening = this.#opening.get(key) ?? this.#begin(key, url, how);
    opening.waiting++;
    try {
      return await abandonOnAbort(opening.session, signal);
    } finally {
      if (--opening.waiting === 0) opening.controller.abort();
    }
  }

  #begin(key: string, url: URL, how: { method: string; proxy: URL | undefined }): Opening {
    const controller = new AbortController();
    // It outlives the task that needs it first.
    const session = runAmbient(undefined, () => this.#connect(key, url, how, controller.signal))
      .finally(() => {
        if (this.#opening.get(key) === opening) this.#opening.delete(key);
      });
    session.catch(() => {});
    const opening: Opening = { session, controller, waiting: 0 };
    controller.signal.addEventListener("abort", () => {
      if (this.#opening.get(key) === opening) this.#opening.delete(key);
    }, { once: true });
    this.#opening.set(key, opening);
    return opening;
  }

  async #connect(
    key: string,
    url: URL,
    { method, proxy }: { method: string; proxy: URL | undefined },
    signal: AbortSignal,
  ): Promise<SharedSession | undefined> {
    const { context, isAllowed, idleMs = IDLE_MS } = this.#options;
    const { lookup } = guardAddress(url, method, isAllowed);
    const socket = await openSocket({ url, proxy, context, lookup }, signal);
    if (socket.alpnProtocol !== "h2") {
      socket.on("error", () => {}).destroy();
      this.#without.set(key, true);
      return undefined;
    }
    const session = new SharedSession({
      url,
      socket,
      idleMs,
      onOver: () => {
        if (this.#open.get(key) === session) this.#open.delete(key);
      },
      onRefused: () => this.#without.set(key, true),
    });
    this.#open.set(key, session);
    return session;
  }
}

import type { ServeSessionsOptions, SessionHandler } from "../../serve_sessions.ts";
import type { UpgradeRequest } from "../../serve_web_socket.ts";
import type { SessionRecord, SessionStore } from "../../session_store.ts";
import { WebSocketClose } from "../../web_socket_close.ts";
import type { WebSocketSession } from "../../web_socket_session.ts";
import { EndedSessions } from "./ended_sessions.ts";
import { sessionExpired } from "./failures.ts";
import { checkStore } from "./options.ts";
import { CODES, type Hello } from "./protocol.ts";
import { ServedSession, type ServePlan } from "./served_session.ts";
import { unbound } from "./unbound.ts";

const UNKNOWN = new WebSocketClose(CODES.unknown, "unknown session");

/** What a registry is held to. */
export interface RegistryPlan extends ServePlan {
  readonly resumeMs: number;
  readonly maxDetached: number;
  readonly maxDetachedBytes: number;
  readonly store: ServeSessionsOptions["store"];
}

/** The sessions of a server, by their tokens, and those that wait for their clients to come back. */
export class Registry {
  readonly sessions: Set<WebSocketSession> = new Set();
  readonly #handler: SessionHandler;
  readonly #plan: RegistryPlan;
  readonly #byToken = new Map<string, ServedSession>();
  // In the order in which they lost their connections.
  readonly #detached = new Map<ServedSession, ReturnType<typeof setTimeout>>();
  readonly #finding = new Map<string, Promise<unknown>>();
  readonly #ended: EndedSessions;
  #detachedBytes = 0;
  #closing: Promise<void> | undefined;

  /**
   * Makes one without sessions.
   *
   * @param handler Serves one.
   * @param plan What it is held to.
   */
  constructor(handler: SessionHandler, plan: RegistryPlan) {
    this.#handler = handler;
    this.#plan = plan;
    this.#ended = new EndedSessions(plan.resumeMs, plan.maxDetached);
  }

  /**
   * Finds the session that a client wants, or begins it.
   *
   * @param hello What the client said.
   * @param request What it opened its connection with.
   * @returns The session; or how its connection is to be closed, where it wants one that is not known or has ended.
   */
  async find(hello: Hello, request: UpgradeRequest): Promise<ServedSession | WebSocketClose> {
    const { token } = hello;
    // Two connections that ask for the same session, one after the other.
    const before = this.#finding.get(token) ?? Promise.resolve();
    const found = before.then(() => this.#find(hello, request));
    const settled = found.catch(() => {});
    this.#finding.set(token, settled);
    try {
      return await found ?? this.#ended.get(hello.token) ?? UNKNOWN;
    } finally {
      if (this.#finding.get(token) === settled) this.#finding.delete(token);
    }
  }

  async #find(hello: Hello, request: UpgradeRequest): Promise<ServedSession | undefined> {
    if (this.#closing !== undefined) return undefined;
    const known = this.#byToken.get(hello.token);
    if (known !== undefined && hello.resume) {
      if (!known.side.fits(hello)) return undefined;
      this.#hold(known);
      return known;
    }
    // A client that begins anew has forgotten what was before.
    if (known !== undefined) this.#expire(known);
    await known?.side.settled();
    const store = await this.#plan.store?.(hello.token);
    if (store !== undefined) checkStore("store", store as unknown);
    const record = await this.#load(hello, store);
    if (record === undefined) return void await store?.close?.();
    const session = new ServedSession(hello.token, request, store, this.#plan, (it, difference) => {
      this.#onChange(it, difference);
    });
    session.side.restore(record);
    if (this.#closing !== undefined || (hello.resume && !session.side.fits(hello))) return void await store?.close?.();
    this.#add(session);
    return session;
  }

  /** Where a session begins; undefined where it is to go on, and is not known. */
  async #load(hello: Hello, store: SessionStore | undefined): Promise<SessionRecord | undefined> {
    const record = await store?.load();
    if (hello.resume) return record;
    if (record !== undefined) await store!.clear();
    // The numbers go on from where the client is, so that it need not number anew what it keeps.
    return { acknowledged: hello.received, received: hello.first - 1, pending: [] };
  }

  #add(session: ServedSession): void {
    this.#byToken.set(session.side.token, session);
    this.sessions.add(session.session);
    this.#ended.delete(session.side.token);
    const remove = () => {
      this.#hold(session);
      this.#ended.add(session.side);
      if (this.#byToken.get(session.side.token) === session) this.#byToken.delete(session.side.token);
      this.sessions.delete(session.session);
    };
    session.side.closed.then(remove, remove);
    session.serve(this.#handler);
  }

  /** A session has a client again, or has ended: it waits for none. */
  #hold(session: ServedSession): void {
    if (!this.#detached.has(session)) return;
    clearTimeout(this.#detached.get(session));
    this.#detached.delete(session);
    this.#detachedBytes -= session.bytes;
  }

  /** A session has no client any more. */
  #release(session: ServedSession): void {
    if (session.side.isOver || this.#detached.has(session)) return;
    this.#detached.set(session, unbound(() => setTimeout(() => this.#expire(session), this.#plan.resumeMs)));
    this.#detachedBytes += session.bytes;
    this.#trim();
  }

  #onChange(session: ServedSession, difference: number): void {
    if (session.isAttached) return this.#hold(session);
    if (this.#detached.has(session)) this.#detachedBytes += difference;
    else if (this.sessions.has(session.session)) this.#release(session);
    this.#trim();
  }

  #trim(): void {
    const { maxDetached, maxDetachedBytes } = this.#plan;
    for (const session of this.#detached.keys()) {
      if (this.#detached.size <= maxDetached && this.#detachedBytes <= maxDetachedBytes) break;
      this.#expire(session);
    }
  }

  // What is stored stays: the client may come back later.
  #expire(session: ServedSession): void {
    this.#hold(session);
    session.side.fail(sessionExpired(session.side.shownUrl, session.side.unacknowledged));
  }

  /** Ends all sessions, each when its handler has ended. */
  async close(): Promise<void> {
    await (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#ended.clear();
    await unbound(() => Promise.allSettled([...this.#byToken.values()].map((session) => session.leave())));
  }
}

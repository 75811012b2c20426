import { WebSocketError } from "../../../errors/web_socket_error.ts";
import { NetworkError } from "../../../errors/network_error.ts";
import { runAmbient } from "../../../internal/ambient.ts";
import { Reconnection } from "../reconnection.ts";
import { SocketConnection } from "./socket_connection.ts";
import type { SocketPlan } from "./subscription_plan.ts";

/**
 * A WebSocket that subscriptions go over: opened for the first of them, opened again where it is lost, for all of them by
 * one attempt at a time, and closed when the last one has left.
 */
export class SharedSocket {
  readonly #plan: SocketPlan;
  readonly #isAlone: boolean;
  readonly #lingerMs: number;
  #reconnection: Reconnection;
  #users = 0;
  #lingering: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();
  #opening: Promise<SocketConnection> | undefined;
  #connection: SocketConnection | undefined;
  #hasOpened = false;
  #isRefused = false;

  /**
   * Remembers how to open it.
   *
   * @param plan With what.
   * @param isAlone Whether only one subscription goes over it.
   * @param lingerMs How long it stays open when the last one has left.
   */
  constructor(plan: SocketPlan, isAlone: boolean, lingerMs: number = 0) {
    this.#plan = plan;
    this.#isAlone = isAlone;
    this.#lingerMs = lingerMs;
    this.#reconnection = new Reconnection(plan, plan.reconnectDelayMs);
  }

  /** Whether the server has none, though there is a server: known of a socket that is optional alone. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** A subscription wants to go over it. */
  join(): void {
    this.#users++;
    clearTimeout(this.#lingering);
  }

  /** A subscription has ended. */
  async leave(): Promise<void> {
    if (--this.#users > 0) return;
    if (this.#lingerMs === 0 || this.#connection === undefined) return await this.close();
    this.#lingering = setTimeout(() => void this.close(), this.#lingerMs);
  }

  /** Closes it; it is opened again for whoever asks for it. */
  async close(): Promise<void> {
    clearTimeout(this.#lingering);
    const connection = this.#connection;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#opening = this.#connection = undefined;
    this.#reconnection = new Reconnection(this.#plan, this.#plan.reconnectDelayMs);
    await connection?.close();
  }

  /** Something came over it: the next failure is the first again. */
  succeeded(): void {
    this.#reconnection.succeeded();
  }

  /**
   * Gives the open connection; opens one where there is none.
   *
   * @returns The connection.
   */
  connection(): Promise<SocketConnection> {
    return this.#opening ??= this.#begin((stop) => this.#open(stop));
  }

  // Of no task: the one that happens to ask first is not the only one that waits.
  #begin(open: (stop: AbortSignal) => Promise<SocketConnection>): Promise<SocketConnection> {
    const { signal } = this.#stop;
    const opening = runAmbient(undefined, () => open(signal));
    opening.catch(() => {
      // Whoever waits is told; whoever comes later begins anew.
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  async #open(stop: AbortSignal): Promise<SocketConnection> {
    for (;;) {
      const connection: SocketConnection = new SocketConnection(
        this.#plan,
        this.#isAlone,
        this.#reconnection.failures,
        (error) => this.#lost(connection.start, error),
      );
      try {
        stop.throwIfAborted();
        await connection.open(stop);
        // Everybody may have left meanwhile.
        if (stop.aborted) await connection.close();
        stop.throwIfAborted();
        this.#hasOpened = true;
        return this.#connection = connection;
      } catch (error) {
        this.#isRefused = this.#plan.isOptional && !this.#hasOpened && isNoWebSocket(error);
        if (this.#isRefused) throw error;
        await this.#reconnection.failed(error, connection.start, stop);
      }
    }
  }

  #lost(start: number, error: Error): Promise<SocketConnection> {
    this.#connection = undefined;
    return this.#opening = this.#begin(async (stop) => {
      await this.#reconnection.failed(error, start, stop);
      return await this.#open(stop);
    });
  }
}

// Where there is no server, or none that can be trusted, there is none for another way either.
const NO_SERVER: ReadonlySet<string> = new Set(["dns", "refused", "tls", "aborted"]);

function isNoWebSocket(error: unknown): boolean {
  if (!(error instanceof NetworkError) || NO_SERVER.has(error.reason)) return false;
  return error instanceof WebSocketError || error.code === "NET_GRAPHQL_PROTOCOL";
}

import assert from "node:assert/strict";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import { connectWebSocket, serveWebSocket, type WebSocketConnection } from "../../net/mod.ts";
import { soon } from "./support.ts";

setLocale("en");

/** What goes over the wire: a numbered message, or how many have been taken in order. */
type Frame = { number: number; value: number } | { taken: number };

/**
 * One side of an exchange in which each message arrives, once and in order, over connections that come and go: messages
 * are numbered and kept until the other side says that it has them; each new connection begins with what it lacks, and
 * what comes a second time is passed over.
 */
class Side {
  readonly #kept: { number: number; value: number }[] = [];
  readonly received: number[] = [];
  #next = 0;
  #link: WebSocketConnection | undefined;

  get unacknowledged(): number {
    return this.#kept.length;
  }

  /** Sends, or keeps for the next connection. */
  send(value: number): void {
    const message = { number: this.#next++, value };
    this.#kept.push(message);
    this.#write(message);
  }

  /** Begins anew over a connection: with what has been taken, and what the other side has not told to have. */
  begin(link: WebSocketConnection): void {
    this.#link = link;
    this.#write({ taken: this.received.length });
    for (const message of this.#kept) this.#write(message);
  }

  take(text: string): void {
    const frame = JSON.parse(text) as Frame;
    if ("taken" in frame) {
      while (this.#kept.length > 0 && this.#kept[0]!.number < frame.taken) this.#kept.shift();
    } else if (frame.number === this.received.length) {
      this.received.push(frame.value);
      this.#write({ taken: this.received.length });
    } else {
      // A gap cannot be, as each connection begins with the first that is not acknowledged.
      assert.ok(frame.number < this.received.length, `${frame.number} came after ${this.received.length}`);
      this.#write({ taken: this.received.length });
    }
  }

  #write(frame: Frame): void {
    // What a connection refuses, or loses, is in `#kept`.
    this.#link?.send(JSON.stringify(frame)).catch(() => {});
  }
}

/** Kills each connection this long after it was opened. */
const KILL_AFTER_MS = 200;
const TOTAL = 10_000;

test("10,000 numbered messages each way over a server that kills the connection every 200 ms: none lost, twice or out of order", async () => {
  const server = new Side();
  const client = new Side();
  let connections = 0;
  const http = await import("node:http").then(({ createServer }) => createServer());
  // Under the service, so that it is killed without a close frame, in the middle of whatever it does.
  const kills: ReturnType<typeof setTimeout>[] = [];
  http.on("connection", (socket) => {
    connections++;
    kills.push(setTimeout(() => socket.destroy(), KILL_AFTER_MS));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  await using service = await serveWebSocket(async (connection) => {
    server.begin(connection);
    for await (const text of connection) server.take(text as string);
  }, { server: http });
  const connection = await connectWebSocket(service.url, {
    retries: Infinity,
    firstReconnectDelayMs: 5,
    reconnectDelayMs: 20,
    onOpen: (own) => client.begin(own),
    onMessage: (text) => client.take(text as string),
  });
  const isDone = () =>
    server.received.length === TOTAL && client.received.length === TOTAL && client.unacknowledged === 0 &&
    server.unacknowledged === 0;
  const exchange = async () => {
    for (let value = 0; value < TOTAL; value++) {
      client.send(value);
      server.send(value);
      // Spread over many connections: on a fast machine all would go over one.
      if (value % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  try {
    await soon(exchange(), "the exchange", 100_000);
  } finally {
    for (const kill of kills) clearTimeout(kill);
    await connection.close();
    await service.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
  const expected = Array.from({ length: TOTAL }, (_, value) => value);
  assert.deepEqual(client.received, expected);
  assert.deepEqual(server.received, expected);
  assert.ok(connections >= 4, `${connections} connections`);
});

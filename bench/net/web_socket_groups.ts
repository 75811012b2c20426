// WebSocket clients that send text of 100 bytes and read its echo, one connection each.
import assert from "node:assert/strict";
import process from "node:process";
import { WebSocket as Ws } from "ws";
import type { Group } from "../harness/in_process.ts";
import { connectWebSocket } from "../../net/mod.ts";

const url = process.env["WEB_SOCKET_ECHO"]!;
const text = "x".repeat(100);
const OUTSTANDING = 100;

/** Sends so many messages, so many of them at a time unanswered, over what is open; counts the answers. */
function exchange(count: number, outstanding: number, send: (text: string) => unknown) {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  let received = 0;
  const sendNext = () => {
    if (sent++ < count) send(text);
  };
  return {
    done,
    begin() {
      for (let n = 0; n < outstanding; n++) sendNext();
    },
    receive(message: unknown) {
      assert.equal(message, text);
      if (++received === count) resolve();
      else sendNext();
    },
  };
}

/** A runtime's own client, or one with the same interface. */
async function byEvents(Socket: typeof WebSocket, count: number, outstanding: number): Promise<void> {
  const socket = new Socket(url);
  const { done, begin, receive } = exchange(count, outstanding, (text) => socket.send(text));
  socket.onmessage = ({ data }) => receive(data);
  await new Promise((resolve) => socket.onopen = resolve);
  begin();
  await done;
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
}

async function byWs(count: number, outstanding: number): Promise<void> {
  const socket = new Ws(url, { perMessageDeflate: false });
  const { done, begin, receive } = exchange(count, outstanding, (text) => socket.send(text));
  socket.on("message", (data: Buffer) => receive(data.toString("utf8")));
  await new Promise((resolve) => socket.once("open", resolve));
  begin();
  await done;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.close();
  await closed;
}

async function byOnMessage(count: number, outstanding: number): Promise<void> {
  const connection = await connectWebSocket(url, { onMessage: (message) => receive(message) });
  const { done, begin, receive } = exchange(count, outstanding, (text) => connection.send(text));
  begin();
  await done;
  await connection.close();
}

/** The messages of a runtime's own client, by hand, without bounds, errors or cancellation. */
function messagesOf(socket: WebSocket): AsyncIterable<unknown> {
  const waiting: unknown[] = [];
  let wake: ((result: IteratorResult<unknown>) => void) | undefined;
  socket.onmessage = ({ data }) => {
    if (wake === undefined) return void waiting.push(data);
    wake({ done: false, value: data });
    wake = undefined;
  };
  const next = () =>
    waiting.length > 0
      ? Promise.resolve({ done: false, value: waiting.shift() })
      : new Promise<IteratorResult<unknown>>((resolve) => wake = resolve);
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

async function byLoop(
  messages: AsyncIterable<unknown>,
  count: number,
  outstanding: number,
  send: (text: string) => unknown,
): Promise<void> {
  for (let n = 0; n < outstanding; n++) await send(text);
  let received = 0;
  for await (const message of messages) {
    assert.equal(message, text);
    if (++received === count) return;
    if (received <= count - outstanding) await send(text);
  }
}

async function byNativeLoop(count: number, outstanding: number): Promise<void> {
  const socket = new WebSocket(url);
  const messages = messagesOf(socket);
  await new Promise((resolve) => socket.onopen = resolve);
  await byLoop(messages, count, outstanding, (text) => socket.send(text));
  socket.close();
}

async function byOwnLoop(count: number, outstanding: number): Promise<void> {
  await using connection = await connectWebSocket(url);
  await byLoop(connection, count, outstanding, (text) => connection.send(text));
}

function contenders(outstanding: number): Group["contenders"] {
  return {
    native: (count) => byEvents(WebSocket, count, outstanding),
    ws: (count) => byWs(count, outstanding),
    connectWebSocket: (count) => byOnMessage(count, outstanding),
  };
}

function loops(outstanding: number): Group["contenders"] {
  return {
    "native, by hand": (count) => byNativeLoop(count, outstanding),
    connectWebSocket: (count) => byOwnLoop(count, outstanding),
  };
}

export const groups: readonly Group[] = [
  { name: "100 outstanding, by onMessage", operations: 50_000, contenders: contenders(OUTSTANDING) },
  { name: "100 outstanding, in a loop", operations: 50_000, contenders: loops(OUTSTANDING) },
  { name: "one outstanding, by onMessage", operations: 3_000, contenders: contenders(1) },
];

import assert from "node:assert/strict";
import test from "node:test";
import { WebSocketError } from "../../../errors/mod.ts";
import { AttemptHistory } from "../../../net/internal/web_socket/attempt_history.ts";
import { reconnectDelay } from "../../../net/internal/web_socket/backoff.ts";
import { Dispatcher } from "../../../net/internal/web_socket/dispatcher.ts";
import { Heartbeat } from "../../../net/internal/web_socket/heartbeat.ts";
import { type Message, MessageQueue } from "../../../net/internal/web_socket/message_queue.ts";
import type { Transport } from "../../../net/internal/web_socket/transport.ts";
import { failureOf, soon } from "../support.ts";
import { until } from "../web_socket_support.ts";

/** A connection that only counts. */
class TestTransport implements Transport {
  readonly protocol = "";
  readonly canPause = false;
  readonly bufferedAmount = 0;
  readonly ended = new Promise<never>(() => {});
  readonly sent: Message[] = [];
  isOpen = true;
  pings = 0;

  send(message: Message): void {
    this.sent.push(message);
  }

  close(): void {}

  terminate(): void {}

  setPaused(): void {}

  ping(): void {
    this.pings++;
  }
}

const plan = { intervalMs: 10, timeoutMs: 300, message: undefined, isReply: undefined };

test("Heartbeat asks again and again while it is answered, and tells how long answers take", async () => {
  const transport = new TestTransport();
  let isSilent = false;
  using heartbeat = new Heartbeat(plan, transport, () => false, () => isSilent = true);
  assert.equal(heartbeat.latencyMs, undefined);
  for (let count = 1; count <= 3; count++) {
    await until(() => transport.pings === count);
    heartbeat.answered();
    assert.ok(heartbeat.latencyMs! >= 0);
  }
  assert.equal(isSilent, false);
});

test("Heartbeat tells when nothing comes, once, and after its end nothing", async () => {
  const transport = new TestTransport();
  let silences = 0;
  const heartbeat = new Heartbeat({ ...plan, timeoutMs: 20 }, transport, () => false, () => silences++);
  await until(() => silences === 1);
  heartbeat[Symbol.dispose]();
  const stopped = new Heartbeat({ ...plan, timeoutMs: 1 }, transport, () => false, () => silences++);
  stopped[Symbol.dispose]();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(silences, 1);
});

test("Heartbeat takes anything that comes for a sign of life, and silence for none where nothing is read", async () => {
  const transport = new TestTransport();
  let silences = 0;
  let isDeaf = true;
  using heartbeat = new Heartbeat({ ...plan, timeoutMs: 150 }, transport, () => isDeaf, () => silences++);
  await until(() => transport.pings >= 3);
  assert.equal(silences, 0);
  isDeaf = false;
  const timer = setInterval(() => heartbeat.heard(), 1);
  const { pings } = transport;
  await until(() => transport.pings >= pings + 3);
  clearInterval(timer);
  assert.equal(silences, 0);
  await until(() => silences === 1);
});

test("Heartbeat does not take the program's own pause for the peer's silence", async () => {
  const transport = new TestTransport();
  let silences = 0;
  using _ = new Heartbeat({ ...plan, timeoutMs: 300 }, transport, () => false, () => silences++);
  await until(() => transport.pings === 1);
  // As a computation or a sleeping machine does.
  const end = performance.now() + 800;
  while (performance.now() < end);
  await until(() => transport.pings === 2);
  assert.equal(silences, 0);
  await until(() => silences === 1);
});

test("Heartbeat sends the message it was given, and knows its answer", async () => {
  const transport = new TestTransport();
  let count = 0;
  const isReply = (message: Message) => message === "pong";
  using heartbeat = new Heartbeat(
    { ...plan, message: () => `ping ${++count}`, isReply },
    transport,
    () => false,
    () => {},
  );
  await until(() => transport.sent.length === 1);
  assert.deepEqual([heartbeat.takes("other"), heartbeat.latencyMs], [false, undefined]);
  assert.equal(heartbeat.takes("pong"), true);
  assert.ok(heartbeat.latencyMs! >= 0);
  assert.deepEqual([transport.sent, transport.pings], [["ping 1"], 0]);
});

test("reconnectDelay() is random below a bound that doubles and ends", () => {
  const backoff = { firstReconnectDelayMs: 100, reconnectDelayMs: 1_000 };
  for (const [attempt, bound] of [[1, 100], [2, 200], [4, 800], [5, 1_000], [1_000_000, 1_000]] as const) {
    const delays = Array.from({ length: 500 }, () => reconnectDelay(attempt, backoff));
    assert.ok(delays.every((it) => it >= 0 && it <= bound), String(attempt));
    assert.ok(Math.max(...delays) > bound * 0.8 && Math.min(...delays) < bound * 0.2, String(attempt));
  }
  assert.equal(reconnectDelay(3, { firstReconnectDelayMs: 0, reconnectDelayMs: 1_000 }), 0);
  assert.ok(reconnectDelay(1, { firstReconnectDelayMs: 1_000, reconnectDelayMs: 10 }) <= 10);
});

test("AttemptHistory tells each error of the last attempts, and no more", () => {
  const history = new AttemptHistory();
  const failure = () => {
    const params = { url: "ws://a" };
    return new WebSocketError({ code: "NET_WEBSOCKET_REFUSED", params, reason: "refused" });
  };
  for (let number = 1; number <= 30; number++) {
    const error = failure();
    history.add(error, number, performance.now());
    assert.deepEqual([error.attempts.length, error.attempts.at(-1)!.number], [Math.min(number, 20), number]);
  }
  history.clear();
  const error = failure();
  history.add(error, 1, performance.now());
  assert.equal(error.attempts.length, 1);
});

/** A dispatcher and what stands around it. */
function dispatch(onMessage: (message: Message) => unknown, concurrency: number = 1) {
  const queue = new MessageQueue({ maxQueue: 100, maxQueueBytes: 1_000 }, () => {});
  const state = { isCancelled: false, failures: [] as unknown[] };
  const fail = (error: unknown) => void state.failures.push(error);
  const dispatcher = new Dispatcher(queue, onMessage, concurrency, () => state.isCancelled, fail);
  const receive = (message: Message) => dispatcher.handle(message) || queue.push(message);
  return { queue, dispatcher, receive, state };
}

test("Dispatcher handles at once what nothing stands before, and the rest in order", async () => {
  const seen: string[] = [];
  let go = () => {};
  const { dispatcher, receive } = dispatch((message) => {
    seen.push(`${message}`);
    if (message === "b") return new Promise<void>((resolve) => go = resolve);
    return;
  });
  for (const message of ["a", "b", "c", "d"]) receive(message);
  assert.deepEqual(seen, ["a", "b"]);
  go();
  await until(() => seen.length === 4);
  await dispatcher.finish();
  assert.deepEqual(seen, ["a", "b", "c", "d"]);
});

test("Dispatcher finishes when all has been handled, and waits for what runs", async () => {
  const { dispatcher, receive } = dispatch(() => new Promise((resolve) => setTimeout(resolve, 5)), 2);
  for (let n = 0; n < 7; n++) receive(String(n));
  const start = performance.now();
  await soon(dispatcher.finish(), "finishing");
  assert.ok(performance.now() - start >= 15);
  await dispatch(() => {}).dispatcher.finish();
});

test("Dispatcher stops at the first failure, thrown or rejected, and tells it once", async () => {
  const broken = new RangeError("broken");
  const throwing = () => {
    throw broken;
  };
  for (const act of [throwing, () => Promise.reject(broken)]) {
    let calls = 0;
    const { dispatcher, receive, state } = dispatch(() => (calls++, act()));
    for (let n = 0; n < 3; n++) receive(String(n));
    assert.equal(await failureOf(soon(dispatcher.finish(), "finishing")), broken);
    assert.deepEqual([calls, state.failures], [1, [broken]]);
  }
});

test("Dispatcher begins nothing more when it is cancelled", async () => {
  const seen: Message[] = [];
  const { dispatcher, receive, state } = dispatch(async (message) => {
    seen.push(message);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  for (const message of ["a", "b"]) receive(message);
  state.isCancelled = true;
  await soon(dispatcher.finish(), "finishing");
  assert.deepEqual(seen, ["a"]);
});

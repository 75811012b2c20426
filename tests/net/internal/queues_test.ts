import assert from "node:assert/strict";
import test from "node:test";
import { byteLength } from "../../../net/internal/byte_length.ts";
import { ChunkRing } from "../../../net/internal/chunk_ring.ts";
import { closeMeaning } from "../../../net/internal/web_socket/close_codes.ts";
import { Fifo } from "../../../net/internal/fifo.ts";
import { type Message, MessageQueue } from "../../../net/internal/web_socket/message_queue.ts";
import { SendQueue } from "../../../net/internal/web_socket/send_queue.ts";
import type { Transport } from "../../../net/internal/web_socket/transport.ts";
import { failureOf, soon } from "../support.ts";

test("Fifo gives back in order, from any point, what was put in", () => {
  const queue = new Fifo<number>();
  const expected: number[] = [];
  let state = 7;
  for (let n = 0; n < 20_000; n++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    if (state % 5 < 3) {
      queue.push(n);
      expected.push(n);
    } else {
      assert.equal(queue.shift(), expected.shift());
    }
    assert.equal(queue.size, expected.length);
  }
  assert.deepEqual(queue.clear(), expected);
  assert.deepEqual([queue.size, queue.shift()], [0, undefined]);
});

test("Fifo holds undefined like any other value", () => {
  const queue = new Fifo<undefined>();
  queue.push(undefined);
  assert.equal(queue.size, 1);
  queue.shift();
  assert.equal(queue.size, 0);
});

test("Fifo removes one from the middle, and only what still waits", () => {
  const queue = new Fifo<string>();
  for (const item of ["a", "b", "c"]) queue.push(item);
  assert.equal(queue.shift(), "a");
  assert.deepEqual([queue.remove("b"), queue.remove("a"), queue.remove("x")], [true, false, false]);
  assert.deepEqual(queue.clear(), ["c"]);
});

test("Fifo takes about the same time for each of many", () => {
  const time = (count: number) => {
    const queue = new Fifo<number>();
    const start = performance.now();
    for (let n = 0; n < count; n++) queue.push(n);
    for (let n = 0; n < count; n++) assert.equal(queue.shift(), n);
    return performance.now() - start;
  };
  time(10_000);
  const small = Math.max(time(20_000), 1);
  assert.ok(time(200_000) < small * 60, "ten times as many took more than sixty times as long");
});

const bounds = { maxQueue: 4, maxQueueBytes: 100 };

test("MessageQueue gives messages in order, to those who came first", async () => {
  const queue = new MessageQueue(bounds, () => {});
  const waiting = [queue.next(undefined), queue.next(undefined)];
  queue.push("a");
  queue.push("b");
  queue.push("c");
  assert.deepEqual(await Promise.all(waiting), [{ done: false, value: "a" }, { done: false, value: "b" }]);
  assert.deepEqual(await queue.next(undefined), { done: false, value: "c" });
});

test("MessageQueue tells how full it is, by messages or bytes, and when something is taken out", async () => {
  let taken = 0;
  const queue = new MessageQueue(bounds, () => taken++);
  queue.push("x");
  assert.equal(queue.fill, 0.25);
  queue.push(new Uint8Array(79));
  assert.equal(queue.fill, 0.8);
  queue.push("x".repeat(70));
  assert.equal(queue.fill, 1.5);
  await queue.next(undefined);
  await queue.next(undefined);
  assert.deepEqual([queue.fill, taken], [0.7, 2]);
  queue.drop();
  assert.equal(queue.fill, 0);
});

test("MessageQueue gives what waits before it tells of the end or the error", async () => {
  const broken = new Error("broken");
  for (const failure of [undefined, { error: broken }]) {
    const queue = new MessageQueue(bounds, () => {});
    queue.push("a");
    queue.end(failure);
    queue.push("too late");
    queue.end({ error: new Error("another") });
    assert.deepEqual(await queue.next(undefined), { done: false, value: "a" });
    for (let time = 0; time < 2; time++) {
      if (failure === undefined) assert.deepEqual(await queue.next(undefined), { done: true, value: undefined });
      else assert.equal(await failureOf(queue.next(undefined)), broken);
    }
  }
});

test("MessageQueue tells those who wait of the end or the error", async () => {
  const broken = new Error("broken");
  const good = new MessageQueue(bounds, () => {});
  const ended = good.next(undefined);
  good.end();
  assert.deepEqual(await ended, { done: true, value: undefined });
  const bad = new MessageQueue(bounds, () => {});
  const failed = failureOf(bad.next(undefined));
  bad.end({ error: broken });
  assert.equal(await failed, broken);
});

test("MessageQueue ends a wait by its signal, and gives the message to the next", async () => {
  const queue = new MessageQueue(bounds, () => {});
  const controller = new AbortController();
  const first = failureOf(queue.next(controller.signal));
  const second = queue.next(undefined);
  controller.abort("stop");
  assert.equal(await first, "stop");
  queue.push("a");
  assert.deepEqual(await second, { done: false, value: "a" });
});

/** A connection whose buffer the test fills and empties. */
class TestTransport implements Transport {
  readonly protocol = "";
  readonly canPause = false;
  readonly ping = undefined;
  readonly ended = new Promise<never>(() => {});
  readonly sent: Message[] = [];
  isOpen = true;
  bufferedAmount = 0;

  send(message: Message): void {
    this.sent.push(message);
  }

  close(): void {}

  terminate(): void {}

  setPaused(): void {}
}

test("SendQueue hands over at once where there is room, and waits where there is none", async () => {
  const queue = new SendQueue({ ...bounds, maxQueue: 2 }, () => new Error("full"));
  const transport = new TestTransport();
  queue.attach(transport);
  await queue.send("a", undefined);
  transport.bufferedAmount = 10_000_000;
  const waiting = [queue.send("b", undefined), queue.send("c", undefined)];
  assert.equal((await failureOf(queue.send("d", undefined))).message, "full");
  assert.deepEqual(transport.sent, ["a"]);
  transport.bufferedAmount = 0;
  await soon(Promise.all(waiting), "sending");
  assert.deepEqual(transport.sent, ["a", "b", "c"]);
});

test("SendQueue lets no more bytes wait than may, but one message however large it is", async () => {
  const queue = new SendQueue(bounds, () => new Error("full"));
  const controller = new AbortController();
  const large = failureOf(queue.send("x".repeat(500), controller.signal));
  assert.equal((await failureOf(queue.send("x", undefined))).message, "full");
  controller.abort("stop");
  assert.equal(await large, "stop");
  const waiting = [queue.send(new Uint8Array(60), undefined), queue.send("x".repeat(40), undefined)];
  assert.equal((await failureOf(queue.send("x", undefined))).message, "full");
  const transport = new TestTransport();
  queue.attach(transport);
  await Promise.all(waiting);
  queue.attach(undefined);
  const last = queue.send("x".repeat(100), undefined);
  queue.attach(transport);
  await last;
  assert.deepEqual(transport.sent.map((it) => it.length), [60, 40, 100]);
});

test("SendQueue does not let a message overtake those that wait", async () => {
  const queue = new SendQueue({ ...bounds, maxQueue: 10 }, () => new Error("full"));
  const first = queue.send("a", undefined);
  const transport = new TestTransport();
  transport.bufferedAmount = 10_000_000;
  queue.attach(transport);
  const second = queue.send("b", undefined);
  transport.bufferedAmount = 0;
  const third = queue.send("c", undefined);
  await soon(Promise.all([first, second, third]), "sending");
  assert.deepEqual(transport.sent, ["a", "b", "c"]);
});

test("SendQueue sends nothing over a connection that closes, and all of it over the next", async () => {
  const queue = new SendQueue({ ...bounds, maxQueue: 10 }, () => new Error("full"));
  const closing = new TestTransport();
  closing.isOpen = false;
  queue.attach(closing);
  const waiting = queue.send("a", undefined);
  queue.attach(undefined);
  const next = new TestTransport();
  queue.attach(next);
  await soon(waiting, "sending");
  assert.deepEqual([closing.sent, next.sent], [[], ["a"]]);
});

test("SendQueue refuses what waits and what comes when it has failed", async () => {
  const broken = new Error("broken");
  const queue = new SendQueue({ ...bounds, maxQueue: 10 }, () => new Error("full"));
  const waiting = failureOf(queue.send("a", undefined));
  const empty = queue.empty();
  queue.fail(broken);
  queue.fail(new Error("another"));
  assert.equal(await waiting, broken);
  assert.equal(await failureOf(queue.send("b", undefined)), broken);
  await soon(empty, "telling that nothing waits");
});

test("closeMeaning() sorts the codes", () => {
  const codes = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000, 4999];
  assert.deepEqual(codes.map((code) => [code, closeMeaning(code)]), [
    [1000, "normal"],
    [1001, "lost"],
    [1002, "rejected"],
    [1003, "rejected"],
    [1005, "normal"],
    [1006, "lost"],
    [1007, "rejected"],
    [1008, "rejected"],
    [1009, "rejected"],
    [1010, "rejected"],
    [1011, "lost"],
    [1012, "lost"],
    [1013, "lost"],
    [1014, "lost"],
    [1015, "lost"],
    [3000, "rejected"],
    [4999, "rejected"],
  ]);
});

test("byteLength() lies on the right side of the limit", () => {
  for (const text of ["", "abc", "مرحبا", "😀😀", "a😀م", "x".repeat(100)]) {
    const exact = Buffer.byteLength(text);
    for (let limit = 0; limit < 120; limit++) {
      assert.equal(byteLength(text, limit) > limit, exact > limit, `${text} ${limit}`);
    }
  }
  assert.equal(byteLength(new Uint8Array(7), 3), 7);
});

test("ChunkRing copies in pieces, and leaves those alone that were handed out last", () => {
  const ring = new ChunkRing();
  const chunk = new Uint8Array(150_000).map((_, index) => index % 251);
  const pieces: Uint8Array[] = [];
  for (let rest = chunk; rest.byteLength > 0;) {
    const piece = ring.copy(rest);
    pieces.push(piece);
    rest = rest.subarray(piece.byteLength);
  }
  assert.deepEqual(pieces.map((it) => it.byteLength), [65_536, 65_536, 18_928]);
  assert.ok(Buffer.concat(pieces).equals(Buffer.from(chunk)));
  for (let n = 0; n < 20; n++) ring.copy(new Uint8Array([n]));
  assert.ok(Buffer.concat(pieces).equals(Buffer.from(chunk)));
  assert.equal(ring.copy(new Uint8Array()).byteLength, 0);
});

test("ChunkRing uses the same memory over and over", () => {
  const ring = new ChunkRing();
  const buffers = new Set<ArrayBufferLike>();
  for (let n = 0; n < 1_000; n++) buffers.add(ring.copy(new Uint8Array(65_536)).buffer);
  assert.ok(buffers.size < 50, String(buffers.size));
});

import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { setLocale, type WebSocketError } from "../../errors/mod.ts";
import {
  connectSession,
  type ConnectSessionOptions,
  fileSessionStore,
  serveSessions,
  type SessionEntry,
  type SessionStore,
} from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { breakableServer, fast } from "./session_support.ts";
import { collectReports, failureOf, soon } from "./support.ts";
import { until } from "./web_socket_support.ts";

setLocale("en");

const token = "a-token-of-the-tests";

test("fileSessionStore() gives back what it kept, text and bytes alike", async () => {
  await using directory = await tempDir();
  const path = join(directory.path, "store.jsonl");
  const store = await fileSessionStore(path, { sync: true });
  assert.equal(await store.load(), undefined);
  const entries: SessionEntry[] = [
    { number: 1, type: "message", message: "one\ntwo" },
    { number: 2, type: "request", message: "" },
    { number: 3, type: "message", message: new Uint8Array([0, 10, 255]) },
  ];
  for (const entry of entries) await store.append(entry);
  await store.acknowledge(1);
  await store.receive(7);
  await store.close?.();
  const again = await fileSessionStore(path);
  assert.deepEqual(await again.load(), { acknowledged: 1, received: 7, pending: entries.slice(1) });
  await again.append({ number: 4, type: "message", message: "four" });
  await again.acknowledge(4);
  await again.close?.();
  const last = await fileSessionStore(path);
  assert.deepEqual(await last.load(), { acknowledged: 4, received: 7, pending: [] });
  await last.clear();
  assert.equal(await (await fileSessionStore(path)).load(), undefined);
});

test("fileSessionStore() passes over a line that was not written to its end, and refuses one that is none", async () => {
  await using directory = await tempDir();
  const path = join(directory.path, "store.jsonl");
  const store = await fileSessionStore(path);
  await store.append({ number: 1, type: "message", message: "one" });
  await store.close?.();
  await writeFile(path, '{"number":2,"type":"mess', { flag: "a" });
  const again = await fileSessionStore(path);
  const kept = { acknowledged: 0, received: 0, pending: [{ number: 1, type: "message", message: "one" }] };
  assert.deepEqual(await again.load(), kept);
  await again.append({ number: 2, type: "message", message: "two" });
  await again.close?.();
  assert.equal((await (await fileSessionStore(path)).load())!.pending.length, 2);
  for (const line of ["{", "5", "null"]) {
    await writeFile(path, `${line}\n`);
    const error = await failureOf<WebSocketError>(Promise.resolve((await fileSessionStore(path)).load()));
    assert.deepEqual([error.code, error.reason], ["NET_WEBSOCKET_SESSION_STORE", "decode"]);
  }
});

test("fileSessionStore() keeps its file small, and for its owner alone", async (t) => {
  await using directory = await tempDir();
  const path = join(directory.path, "store.jsonl");
  const store = await fileSessionStore(path);
  for (let number = 1; number <= 3_000; number++) {
    await store.append({ number, type: "message", message: "x" });
    await store.acknowledge(number);
  }
  await store.close?.();
  assert.ok((await readFile(path, "utf8")).split("\n").length < 2_000);
  assert.equal((await (await fileSessionStore(path)).load())!.acknowledged, 3_000);
  if (process.platform === "win32") return t.skip("Windows has no such permissions");
  assert.equal((await stat(path)).mode & 0o077, 0);
});

test("fileSessionStore() refuses wrong arguments", async () => {
  await assert.rejects(fileSessionStore(""), { code: "ARGUMENT_NOT_TEXT" });
  await assert.rejects(fileSessionStore("x", { sync: 1 as never }), { code: "ARGUMENT_NOT_ONE_OF" });
  await assert.rejects(fileSessionStore("x", { snyc: true } as never), { code: "ARGUMENT_UNKNOWN" });
});

test("connectSession() goes on in the next run of a program with what its store kept", async () => {
  await using directory = await tempDir();
  await using under = await breakableServer();
  const received: unknown[] = [];
  await using server = await serveSessions(async (session) => {
    for (const message of ["a", "b", "c"]) await session.send(message);
    for await (const message of session) received.push(message);
  }, { server: under.http });
  const open = async (options: ConnectSessionOptions = {}) => {
    const store = await fileSessionStore(join(directory.path, "client.jsonl"));
    return await connectSession(server.url, { ...fast, token, store, ...options });
  };
  const first = await open({ retries: 0 });
  assert.equal(await first.receive(), "a");
  await first.send("1");
  await first.flush();
  under.breakAll();
  await first.closed.catch(() => {});
  // What was sent when the line was down already is in the store.
  await assert.rejects(first.send("lost"));
  const second = await open();
  await second.send("2");
  assert.equal(await second.receive(), "b");
  await second.suspend();
  assert.equal((await second.closed).code, 4410);
  const third = await open();
  await third.send("3");
  assert.equal(await third.receive(), "c");
  await third.close();
  await until(() => server.sessions.size === 0);
  assert.deepEqual(received, ["1", "2", "3"]);
  // It has ended: the next one is another.
  await using fourth = await open();
  assert.equal(await fourth.receive(), "a");
});

test("connectSession() sends what its store kept before the connection broke", async () => {
  await using under = await breakableServer();
  const received: unknown[] = [];
  await using server = await serveSessions(async (session) => {
    for await (const message of session) received.push(message);
  }, { server: under.http });
  const pending: SessionEntry[] = [];
  const kept = { acknowledged: 0, received: 0 };
  const store: SessionStore = {
    load: () => ({ ...kept, pending: [...pending] }),
    append: (entry) => pending.push(entry),
    acknowledge(number) {
      kept.acknowledged = number;
      while (pending.length > 0 && pending[0]!.number <= number) pending.shift();
    },
    receive: (number) => kept.received = number,
    clear: () => pending.splice(0),
  };
  const away = Promise.withResolvers<boolean>();
  const session = await connectSession(server.url, { ...fast, token, store, shouldReconnect: () => away.promise });
  under.breakAll();
  await until(() => session.state === "reconnecting");
  await session.send("1");
  await session.request("2", { timeoutMs: 1 }).catch(() => {});
  away.resolve(false);
  await assert.rejects(session.closed, { code: "NET_WEBSOCKET_LOST" });
  assert.equal(pending.length, 2);
  await using again = await connectSession(server.url, { ...fast, token, store });
  assert.equal(again.unacknowledged, 2);
  await again.flush();
  assert.deepEqual([received, pending, kept.acknowledged], [["1"], [], 2]);
});

test("serveSessions() finds a session that is not in memory in its store, and asks for none where a client begins", async () => {
  await using directory = await tempDir();
  await using under = await breakableServer();
  const tokens: string[] = [];
  const received: unknown[] = [];
  const handler = async (session: AsyncIterable<unknown>) => {
    for await (const message of session) received.push(message);
  };
  await using server = await serveSessions(handler, {
    server: under.http,
    resumeMs: 0,
    store(token) {
      tokens.push(token);
      return fileSessionStore(join(directory.path, token));
    },
  });
  await using session = await connectSession(server.url, fast);
  await session.send("1");
  await session.flush();
  under.breakAll();
  await until(() => under.connections === 2 && session.state === "open");
  await session.send("2");
  await session.flush();
  assert.deepEqual([received, tokens], [["1", "2"], [session.token, session.token]]);
});

test("connectSession() and serveSessions() end a session whose store fails, with its error", async () => {
  using _ = collectReports();
  const failure = new RangeError("the disk is full");
  const fails = (when: string): SessionStore => {
    const method = (name: string) => () => {
      if (when === name) throw failure;
    };
    return {
      ...{ load: () => undefined, append: method("append"), acknowledge: method("acknowledge") },
      ...{ receive: method("receive"), clear: method("clear") },
    };
  };
  await using server = await serveSessions(async (session) => {
    for await (const message of session) await session.send(message);
  });
  for (const when of ["append", "acknowledge", "receive"]) {
    const session = await connectSession(server.url, { ...fast, token, store: fails(when) });
    await session.send("1").catch(() => {});
    await session.receive().catch(() => {});
    assert.equal(await soon(failureOf(session.closed), when), failure, when);
  }
  const ended = Promise.withResolvers<unknown>();
  await using other = await serveSessions(async (session) => {
    await session.receive();
    session.closed.catch(ended.resolve);
    await session.closed;
  }, { store: () => fails("receive") });
  const session = await connectSession(other.url, fast);
  await session.send("1");
  assert.equal(await soon(ended.promise, "the end"), failure);
  await assert.rejects(soon(session.closed, "the end"), { code: "NET_WEBSOCKET_REJECTED", closeCode: 4410 });
});

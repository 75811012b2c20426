import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { setLocale } from "../../errors/mod.ts";
import {
  connectSession,
  fileSessionStore,
  serveSessions,
  type SessionServer,
  type WebSocketSession,
} from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { breakableServer, fast } from "./session_support.ts";
import { soon } from "./support.ts";

setLocale("en");

const TOTAL = 10_000;
const EXPECTED = Array.from({ length: TOTAL }, (_, value) => String(value));

/** Sends all numbers, spread over many connections: on a fast machine all would go over one. */
async function sendAll(session: WebSocketSession): Promise<void> {
  for (let value = 0; value < TOTAL; value++) {
    await session.send(String(value));
    if (value % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await session.flush();
}

async function receiveAll(session: WebSocketSession): Promise<unknown[]> {
  const received: unknown[] = [];
  for await (const message of session) {
    if (received.push(message) === TOTAL) break;
  }
  return received;
}

test("connectSession() and serveSessions() lose nothing of 10,000 messages each way over connections that are killed after 200 ms, have none twice and all in order", async () => {
  await using under = await breakableServer(200);
  const served = Promise.withResolvers<unknown[]>();
  await using server = await serveSessions(async (session) => {
    const [received] = await Promise.all([receiveAll(session), sendAll(session)]);
    served.resolve(received);
    await session.closed;
  }, { server: under.http });
  await using session = await connectSession(server.url, fast);
  const exchange = Promise.all([receiveAll(session), sendAll(session), served.promise]);
  const [onClient, , onServer] = await soon(exchange, "the exchange", 100_000);
  assert.deepEqual(onClient, EXPECTED);
  assert.deepEqual(onServer, EXPECTED);
  assert.ok(under.connections >= 4, `${under.connections} connections`);
});

test("serveSessions() and connectSession() with stores lose nothing when the server is started anew again and again, and have nothing twice", async () => {
  await using directory = await tempDir();
  await using under = await breakableServer();
  const onServer: unknown[] = [];
  const start = () =>
    serveSessions(async (session) => {
      for await (const message of session) {
        onServer.push(message);
        await session.send(`${message}`);
      }
    }, {
      server: under.http,
      maxUnacknowledged: 10_000,
      store: (token) => fileSessionStore(join(directory.path, `${token}.jsonl`)),
    });
  let server: SessionServer = await start();
  let restarts = 0;
  const total = 2_000;
  const onClient: unknown[] = [];
  const client = async () => {
    await using session = await connectSession(server.url, {
      ...fast,
      token: "a-token-of-the-tests",
      maxUnacknowledged: 10_000,
      store: await fileSessionStore(join(directory.path, "client.jsonl")),
      onMessage: (message) => void onClient.push(message),
    });
    const restarting = restart();
    for (let value = 0; value < total; value++) {
      await session.send(String(value));
      if (value % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await restarting;
    await session.flush();
    while (onClient.length < total) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const restart = async () => {
    for (const count of [100, 500, 900]) {
      while (onServer.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
      await server.close();
      restarts++;
      server = await start();
    }
  };
  try {
    await soon(client(), "the exchange", 100_000);
  } finally {
    await server.close();
  }
  const expected = EXPECTED.slice(0, total);
  assert.equal(restarts, 3);
  assert.deepEqual(onServer, expected);
  assert.deepEqual(onClient, expected);
});

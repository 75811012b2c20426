import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { connect, createTask, type Database, DatabaseError, setLocale, ValidationError } from "../../mod.ts";
import { requireServer } from "../support/mod.ts";
import { hasCode, mysql, postgres } from "./drivers.ts";

setLocale("en");

/** A port of 127.0.0.1 on which nothing listens. */
async function closedPort(): Promise<number> {
  await using server = await silentServer();
  return server.port;
}

/** A server that takes connections and never says anything. */
async function silentServer(): Promise<AsyncDisposable & { port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // Unread data would hide that the other side has closed.
    socket.resume();
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** How each kind of server is reached. */
const schemes = ["postgres", "mysql", "mongodb"] as const;

function urlOf(scheme: (typeof schemes)[number], port: number): string {
  return `${scheme}://ali:kalima-sirr@127.0.0.1:${port}/app`;
}

for (const scheme of schemes) {
  test(`connect() says soon that no ${scheme} server answers, and shows no password`, async () => {
    const start = performance.now();
    await assert.rejects(connect(urlOf(scheme, await closedPort())), (error) => {
      assert.ok(error instanceof DatabaseError, String(error));
      assert.equal(error.code, "DB_UNREACHABLE");
      assert.equal(error.retryable, true);
      assert.match(error.message, /127\.0\.0\.1/);
      assert.doesNotMatch(String(error.stack) + JSON.stringify(error), /kalima-sirr/);
      return true;
    });
    assert.ok(performance.now() - start < 5_000, "it took too long");
  });

  test(`connect() gives up on a ${scheme} server that says nothing, and closes the connection`, async () => {
    await using server = await silentServer();
    const start = performance.now();
    await assert.rejects(connect(urlOf(scheme, server.port), { connectTimeoutMs: 300 }), (error) => {
      assert.ok(error instanceof DatabaseError, String(error));
      assert.ok(["DB_CONNECT_TIMEOUT", "DB_UNREACHABLE"].includes(error.code), error.code);
      return true;
    });
    assert.ok(performance.now() - start < 5_000, "it took too long");
    await emptied(server.sockets);
  });

  test(`connect() to a ${scheme} server that says nothing stops when its signal fires`, async () => {
    await using server = await silentServer();
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);
    // The package for MongoDB leaves a connection that is half made to its time limit.
    const connecting = connect(urlOf(scheme, server.port), { signal: controller.signal, connectTimeoutMs: 1_000 });
    await assert.rejects(connecting as Promise<unknown>, (error) => error === reason);
    await emptied(server.sockets);
  });

  test(`connect() to a ${scheme} server that says nothing stops when its task is cancelled`, async () => {
    await using server = await silentServer();
    const task = createTask(() => connect(urlOf(scheme, server.port), { connectTimeoutMs: 1_000 }));
    setTimeout(() => task.cancel(), 100);
    await assert.rejects(task, hasCode("CANCELLED"));
    await emptied(server.sockets);
  });

  test(`connect() to a ${scheme} server that hangs up says so`, async () => {
    await using server = await silentServer();
    const hangUp = setInterval(() => server.sockets.forEach((socket) => socket.destroy()), 5);
    try {
      await assert.rejects(connect(urlOf(scheme, server.port), { connectTimeoutMs: 2_000 }), (error) => {
        assert.ok(error instanceof DatabaseError, String(error));
        assert.ok(/^DB_(UNREACHABLE|CONNECT)/.test(error.code), error.code);
        return true;
      });
    } finally {
      clearInterval(hangUp);
    }
  });
}

/** Waits until the other side has closed all connections. */
async function emptied(sockets: ReadonlySet<Socket>): Promise<void> {
  const end = performance.now() + 5_000;
  while (sockets.size > 0) {
    assert.ok(performance.now() < end, `${sockets.size} connections were left open`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

for (const [driver, sqlState] of [[postgres, "28P01"], [mysql, "28000"]] as const) {
  test(`connect() says that the password was refused, or that there is no such database, on ${driver.name}`, async (t) => {
    const url = driver.url(t);
    if (url === undefined) return;
    const wrong = new URL(url);
    wrong.password = "wrong-password";
    await assert.rejects(connect(wrong.href), (error) => {
      assert.ok(error instanceof DatabaseError);
      assert.equal(error.code, "DB_AUTHENTICATION");
      assert.equal(error.sqlState, sqlState);
      assert.doesNotMatch(String(error.stack) + JSON.stringify(error), /wrong-password/);
      return true;
    });
    const absent = new URL(url);
    absent.pathname = "/no_such_database";
    await assert.rejects(connect(absent.href), hasCode("DB_DATABASE_UNKNOWN"));
  });
}

test("connect() takes the schemes with Python's drivers and the other names of the servers", async (t) => {
  const postgres = requireServer(t, "postgres");
  const mysql = requireServer(t, "mysql");
  if (postgres === undefined || mysql === undefined) return;
  for (const scheme of ["postgresql", "postgresql+asyncpg", "postgres+psycopg"]) {
    await using db: Database = await connect(postgres.replace(/^postgres/, scheme));
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  }
  for (const scheme of ["mariadb", "mysql+aiomysql"]) {
    await using db: Database = await connect(mysql.replace(/^mysql/, scheme));
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  }
});

test("connect() refuses URLs and options that are wrong, before it opens anything", async () => {
  for (const url of ["oracle://h/d", "", "data.db", "postgres:u:p@h", "mongodb://"]) {
    await assert.rejects(connect(url) as Promise<unknown>, ValidationError, url);
  }
  const wrong = [
    { connectTimeoutMs: -1 },
    { connectTimeoutMs: "10" },
    { maxConnections: 0 },
    { maxConnections: 1.5 },
    { acquireTimeoutMs: Infinity },
    { busyTimeoutMs: NaN },
  ];
  for (const options of wrong) {
    await assert.rejects(connect("sqlite::memory:", options as never), (error) => {
      return error instanceof ValidationError && error.option === Object.keys(options)[0];
    });
  }
});

test("connect() does nothing when its signal has fired already", async () => {
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  for (
    const url of ["sqlite::memory:", "postgres://127.0.0.1:1/d", "mysql://127.0.0.1:1/d", "mongodb://127.0.0.1:1/d"]
  ) {
    await assert.rejects(connect(url, { signal }) as Promise<unknown>, (error) => error === reason, url);
  }
});

test("connect() shows nothing of a URL of MongoDB that its package cannot read", async () => {
  for (const url of ["mongodb://ali:kalima-sirr@", "mongodb://ali:kalima:sirr@h", "mongodb://ali:kalima-sirr@h:x/d"]) {
    await assert.rejects(connect(url) as Promise<unknown>, (error) => {
      assert.ok(error instanceof ValidationError, String(error));
      assert.equal(error.code, "ARGUMENT_NOT_URL");
      assert.doesNotMatch(String(error.stack) + JSON.stringify(error), /kalima|sirr/);
      return true;
    });
  }
});

test("connect() bounds the connections of a database, however many calls there are", async (t) => {
  const url = requireServer(t, "postgres");
  if (url === undefined) return;
  const name = `bounded_${Math.random().toString(36).slice(2)}`;
  await using watch = await connect(url);
  await using db = await connect(`${url}?application_name=${name}`, { maxConnections: 3 });
  const counting = "select count(*) as n from pg_stat_activity where application_name = :name";
  let isDone = false;
  const calls = Promise.all(Array.from({ length: 12 }, () => db.one("select pg_sleep(0.1)"))).then(() => isDone = true);
  let most = 0;
  while (!isDone) most = Math.max(most, (await watch.one<{ n: number }>(counting, { name }))!.n);
  await calls;
  assert.ok(most > 1 && most <= 3, `there were ${most} connections`);
  await db.close();
  const end = performance.now() + 5_000;
  while ((await watch.one<{ n: number }>(counting, { name }))!.n > 0) {
    assert.ok(performance.now() < end, "connections were left open");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from "node:net";
import process from "node:process";
import test from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { connect, type ConnectOptions, type Database, DatabaseError, setLocale } from "../../mod.ts";
import { tlsSettings } from "../../db/drivers/tls.ts";
import { missingPrograms } from "../servers/programs.ts";
import { runProgram } from "../servers/run_program.ts";
import { requireServer, skip, type SkippableTest, tempDir } from "../support/mod.ts";

setLocale("en");

interface SecuredPostgres extends AsyncDisposable {
  /** A URL with a name that the certificate holds. */
  url: string;
  /** The same by an address that the certificate does not hold. */
  addressUrl: string;
  /** The certificate, which is its own authority. */
  ca: string;
  /** How many connections were encrypted. */
  encrypted: () => number;
}

/** The message by which a client asks for encryption (PostgreSQL's manual, "SSL Session Encryption"). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Puts encryption before the test server, as a pooler does. */
async function startSecuredPostgres(t: SkippableTest): Promise<SecuredPostgres | undefined> {
  const plain = requireServer(t, "postgres");
  if (plain === undefined) return undefined;
  const missing = missingPrograms(["openssl"]);
  if (missing !== undefined) {
    if (process.env["CI"] === "true") throw new Error(`${missing} (required because CI=true)`);
    skip(t, missing);
    return undefined;
  }
  const { key, certificate } = await makeCertificate();
  const target = Number(new URL(plain).port);
  let encrypted = 0;
  const inner = createTlsServer({ key, cert: certificate }, (socket) => {
    encrypted++;
    join(socket, connectSocket(target, "127.0.0.1"));
  });
  inner.on("tlsClientError", () => {});
  const innerPort = await listening(inner);
  const sockets = new Set<Socket>();
  const outer = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (first: Buffer) => {
      if (!SSL_REQUEST.equals(first)) return void socket.destroy();
      socket.write("S");
      join(socket, connectSocket(innerPort, "127.0.0.1"));
    });
  });
  const url = new URL(plain);
  url.port = String(await listening(outer));
  const addressUrl = url.href;
  url.hostname = "localhost";
  return {
    url: url.href,
    addressUrl,
    ca: certificate,
    encrypted: () => encrypted,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([outer, inner].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function makeCertificate(): Promise<{ key: string; certificate: string }> {
  await using dir = await tempDir();
  const [key, certificate] = [dir.join("key.pem"), dir.join("certificate.pem")];
  await runProgram(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"].concat(
      ["-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ) as [string, ...string[]],
  );
  return { key: await readFile(key, "utf8"), certificate: await readFile(certificate, "utf8") };
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }
}

async function isEncryptedAnswer(url: string, options: ConnectOptions): Promise<void> {
  await using db: Database = await connect(url, options);
  assert.deepEqual(await db.one("select :text::text as text", { text: "سرّ" }), { text: "سرّ" });
}

function isRefused(error: unknown): boolean {
  assert.ok(error instanceof DatabaseError, String(error));
  assert.match(error.code, /^DB_(CONNECT_FAILED|UNREACHABLE)$/);
  return true;
}

test("connect() speaks TLS with a server whose authority it is told", async (t) => {
  await using server = await startSecuredPostgres(t);
  if (server === undefined) return;
  const { url, ca } = server;
  await isEncryptedAnswer(url, { tls: { ca } });
  await isEncryptedAnswer(`${url}?sslmode=disable`, { tls: { ca } });
  assert.equal(server.encrypted(), 2);
});

test("connect() refuses a certificate whose authority it does not know, unless it is told not to verify", async (t) => {
  await using server = await startSecuredPostgres(t);
  if (server === undefined) return;
  const { url } = server;
  await assert.rejects(connect(url, { tls: true, connectTimeoutMs: 3_000 }), isRefused);
  await assert.rejects(connect(`${url}?sslmode=verify-full`, { connectTimeoutMs: 3_000 }), isRefused);
  await isEncryptedAnswer(url, { tls: { verify: false } });
  // As PostgreSQL's own clients read it: encrypted, but not verified.
  await isEncryptedAnswer(`${url}?sslmode=require`, {});
});

test("connect() refuses a certificate for another name", async (t) => {
  await using server = await startSecuredPostgres(t);
  if (server === undefined) return;
  const { addressUrl, ca } = server;
  await assert.rejects(connect(addressUrl, { tls: { ca }, connectTimeoutMs: 3_000 }), isRefused);
  await isEncryptedAnswer(addressUrl, { tls: { ca, verify: false } });
});

test("Database stops a statement over TLS, and sees a connection that is lost", async (t) => {
  await using server = await startSecuredPostgres(t);
  if (server === undefined) return;
  const { url, ca } = server;
  await using db = await connect(url, { tls: { ca }, maxConnections: 1 });
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    const stopped = db.all("select pg_sleep(30)", {}, { signal: AbortSignal.timeout(150) });
    await assert.rejects(stopped, { name: "TimeoutError" });
    assert.ok(performance.now() - start < 2_500, "it was stopped by force");
    assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
  }
  const { pid } = (await db.one<{ pid: number }>("select pg_backend_pid() as pid"))!;
  await using killer = await connect(url, { tls: { ca } });
  const sleeping = assert.rejects(db.all("select pg_sleep(30)"), (error) => {
    return error instanceof DatabaseError && error.code === "DB_CONNECTION_LOST";
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await killer.execute("select pg_terminate_backend(:pid::int)", { pid });
  await sleeping;
  assert.deepEqual(await db.one("select 1 as one"), { one: 1 });
});

test("connect() does not fall back to a connection without encryption", async (t) => {
  const postgres = requireServer(t, "postgres");
  const mysql = requireServer(t, "mysql");
  if (postgres === undefined || mysql === undefined) return;
  for (const url of [postgres, `${postgres}?sslmode=require`, mysql, `${mysql}?ssl=true`]) {
    const tls = url.includes("?") ? undefined : { verify: false };
    await assert.rejects(connect(url, { tls, connectTimeoutMs: 3_000 }), isRefused, url.replace(/\/\/.*@/, "//"));
  }
  await using plain: Database = await connect(`${mysql}?ssl=false`);
  assert.deepEqual(await plain.one("select 1 as one"), { one: 1 });
});

test("tlsSettings() verifies unless it is told not to, and sends names but not addresses", () => {
  assert.equal(tlsSettings(false, "db.example.com"), false);
  assert.deepEqual(tlsSettings(true, "db.example.com"), {
    rejectUnauthorized: true,
    host: "db.example.com",
    servername: "db.example.com",
  });
  assert.deepEqual(tlsSettings({ verify: false, ca: "CA" }, "10.0.0.1"), {
    rejectUnauthorized: false,
    host: "10.0.0.1",
    ca: "CA",
  });
  assert.deepEqual(tlsSettings({ cert: "CERT", key: "KEY" }, "::1"), {
    rejectUnauthorized: true,
    host: "::1",
    cert: "CERT",
    key: "KEY",
  });
});

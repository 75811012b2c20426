import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { RedisCache, RedisError, setLocale } from "../../mod.ts";
import { startDaemon } from "../servers/daemon.ts";
import { inServerDirectory } from "../servers/directory.ts";
import { freePort } from "../servers/ports.ts";
import { findProgram, missingPrograms } from "../servers/programs.ts";
import { runProgram } from "../servers/run_program.ts";
import { skip, type SkippableTest } from "../support/mod.ts";

setLocale("en");

interface SecuredRedis extends AsyncDisposable {
  port: number;
  /** The certificate that it shows, which is its own authority. */
  ca: string;
}

const password = "kalima-sirr";

/** Starts a Redis of this test's own, which speaks TLS alone and demands a password. */
async function startSecuredRedis(t: SkippableTest): Promise<SecuredRedis | undefined> {
  const missing = missingPrograms(["redis-server", "openssl"]);
  if (missing === undefined) return await inServerDirectory("redis-tls", undefined, start);
  if (process.env["CI"] === "true") throw new Error(`${missing} (required because CI=true)`);
  skip(t, missing);
  return undefined;
}

async function start(directory: string): Promise<SecuredRedis> {
  const certificate = join(directory, "certificate.pem");
  const key = join(directory, "key.pem");
  await runProgram(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"].concat(
      ["-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ) as [string, ...string[]],
  );
  const port = await freePort();
  const tls = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate];
  const { stop } = await startDaemon({
    command: [
      findProgram("redis-server")!,
      ...["--port", "0", "--tls-port", String(port), "--bind", "127.0.0.1", "--tls-auth-clients", "no"],
      ...["--save", "", "--appendonly", "no", "--requirepass", password],
      ...tls,
    ],
    directory,
    ready: async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    },
  });
  return { port, ca: await readFile(certificate, "utf8"), [Symbol.asyncDispose]: stop };
}

test("RedisCache speaks TLS with a server whose authority it is told, and logs in by password alone", async (t) => {
  await using server = await startSecuredRedis(t);
  if (server === undefined) return;
  const { port, ca } = server;
  const url = (secret: string) => `rediss://${secret}localhost:${port}`;

  {
    await using cache = new RedisCache(url(`:${password}@`), { ca });
    await cache.set("key", { الاسم: "علي" });
    assert.deepEqual(await cache.get("key"), { الاسم: "علي" });
    await Promise.all(Array.from({ length: 500 }, (_, index) => cache.set(`key ${index}`, "x".repeat(index))));
    assert.equal(await cache.get("key 499"), "x".repeat(499));
  }
  {
    await using cache = new RedisCache(url(""), { ca });
    await assert.rejects(cache.get("key"), (error) => (error as RedisError).code === "CACHE_LOGIN");
  }
  {
    await using cache = new RedisCache(url(":wrong@"), { ca });
    await assert.rejects(cache.get("key"), (error) => (error as RedisError).code === "CACHE_LOGIN");
  }
});

test("RedisCache does not trust a server whose authority nobody vouches for", async (t) => {
  await using server = await startSecuredRedis(t);
  if (server === undefined) return;
  await using cache = new RedisCache(`rediss://:${password}@localhost:${server.port}`);
  await assert.rejects(cache.get("key"), (error) => {
    assert.ok(error instanceof RedisError, String(error));
    assert.equal(error.code, "CACHE_CONNECT");
    return !String(error).includes(password);
  });
});

test("RedisCache fails within its time where TLS is spoken to a server that does not", async (t) => {
  await using server = await startSecuredRedis(t);
  if (server === undefined) return;
  const plain = new RedisCache(`redis://localhost:${server.port}`, { connectTimeoutMs: 2_000, commandTimeoutMs: 500 });
  await assert.rejects(plain.get("key"), RedisError);
  await plain.close();
});

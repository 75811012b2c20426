import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { HttpError, requestBatch, requestStream } from "@maktaba/std/net";
import { listen, random } from "../support/mod.ts";

const COUNT = 10_000;

/** A server that breaks off one connection in a hundred and answers 503 to one request in twenty, by chance. */
async function unreliable(seed: number) {
  const next = random(seed);
  const seen = new Map<string, number>();
  const server = await listen(createServer((request, response) => {
    const url = request.url!;
    seen.set(url, (seen.get(url) ?? 0) + 1);
    const chance = next();
    if (chance < 0.01) return void request.socket.resetAndDestroy();
    if (chance < 0.06) return void response.writeHead(503).end();
    response.setHeader("content-type", "application/json").end(JSON.stringify({ url }));
  }));
  return { server, seen, url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const numbers = Array.from({ length: COUNT }, (_, n) => n);

test("ten thousand requests to an unreliable server: each result is accounted for", { timeout: 180_000 }, async () => {
  await using it = await unreliable(7);
  const results = await requestBatch<{ url: string }>(numbers.map((n) => `${it.url}/${n}`), {
    concurrency: 100,
    retry: { attempts: 8, delayMs: 1, maxDelayMs: 5 },
  });
  assert.equal(results.length, COUNT);
  // That eight attempts in a row fail has a chance of one in five billion for each request.
  assert.deepEqual(
    results.map((result) => result instanceof Error ? String(result) : result.url),
    numbers.map((n) => `/${n}`),
  );
  assert.equal(it.seen.size, COUNT);
  assert.ok([...it.seen.values()].some((count) => count > 1));
});

test("ten thousand outcomes from an unreliable server, none lost and none twice", { timeout: 180_000 }, async () => {
  await using it = await unreliable(8);
  const outcomes = new Map<number, unknown>();
  let failed = 0;
  const requests = numbers.values().map((n) => `${it.url}/${n}`);
  const options = { concurrency: 100, retry: { attempts: 1 } };
  for await (const { index, value, error } of requestStream<{ url: string }>(requests, options)) {
    assert.ok(!outcomes.has(index), `${index} came twice`);
    outcomes.set(index, value);
    if (error === undefined) {
      assert.equal(value.url, `/${index}`);
      continue;
    }
    failed++;
    assert.ok(
      error instanceof HttpError ? error.status === 503 : /NET_RESET/.test(JSON.stringify(error)),
      String(error),
    );
  }
  assert.equal(outcomes.size, COUNT);
  assert.ok(failed > COUNT * 0.03 && failed < COUNT * 0.09, `${failed} failed`);
});

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { PendingCommands } from "../../cache/internal/pending_commands.ts";
import { createTask, RedisError } from "../../mod.ts";

const client = { failure: () => new RedisError({ code: "CACHE_CLOSED" }) };

/** Commands that record what expired. */
function open(limitMs: number): { pending: PendingCommands; expiries: string[] } {
  const expiries: string[] = [];
  const pending = new PendingCommands(limitMs, {
    expired: (command) => new Error(`${command} expired`),
    onExpire: () => expiries.push("expired"),
  });
  return { pending, expiries };
}

const never = new Promise<never>(() => {});

test("PendingCommands.settle() gives the answer, or the failure as one of ours", async () => {
  const { pending, expiries } = open(1_000);
  assert.equal(await pending.settle(Promise.resolve(5), undefined, client, "GET"), 5);
  await assert.rejects(pending.settle(Promise.reject(new Error("theirs")), undefined, client, "GET"), RedisError);
  await pending.settled();
  assert.deepEqual(expiries, []);
});

test("PendingCommands.settle() gives a command its time, and little more", async () => {
  const { pending, expiries } = open(100);
  const start = performance.now();
  await assert.rejects(pending.settle(never, undefined, client, "GET"), /GET expired/);
  const ms = performance.now() - start;
  assert.ok(ms >= 99 && ms < 2_000, `${ms} ms`);
  assert.deepEqual(expiries, ["expired"]);
});

test("PendingCommands.settle() lets those expire that began earlier, and not those that began later", async () => {
  const { pending } = open(200);
  const first = assert.rejects(pending.settle(never, undefined, client, "FIRST"), /FIRST expired/);
  await delay(120);
  const answer = Promise.withResolvers<number>();
  const second = pending.settle(answer.promise, undefined, client, "SECOND");
  await first;
  answer.resolve(2);
  assert.equal(await second, 2);
});

test("PendingCommands.settled() waits for all, whatever their end", async () => {
  const { pending } = open(50);
  const controller = new AbortController();
  const commands = [
    pending.settle(delay(20, 1), undefined, client, "GET"),
    pending.settle(never, undefined, client, "GET"),
    pending.settle(never, controller.signal, client, "GET"),
  ];
  const results = Promise.allSettled(commands);
  controller.abort(new Error("enough"));
  await pending.settled();
  assert.deepEqual((await results).map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
  await pending.settled();
});

test("PendingCommands.settle() is cancelled with its task, and drops an answer that comes later", async () => {
  const { pending } = open(1_000);
  const answer = Promise.withResolvers<number>();
  const task = createTask(() => pending.settle(answer.promise, undefined, client, "GET"));
  task.cancel();
  await assert.rejects(task, { code: "CANCELLED" });
  await pending.settled();
  answer.reject(new Error("too late, and nobody's"));
  await delay(1);
});

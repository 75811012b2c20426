import { test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Barrier, BoundedSemaphore, createTask, Event, Future, Lock, PriorityQueue, Queue } from "../../async/mod.ts";
import { createClient, createGraphQLClient } from "../../net/mod.ts";

/** What a console shows, with the spaces and quotation marks of no runtime in particular. */
function shown(value: unknown): string {
  return inspect(value).replaceAll('"', "'").replace(/\s+/g, " ").replace(/, }/g, " }");
}

test("consoles show the state of a task, and how it ended", async () => {
  const gate = new Event();
  const task = createTask(async () => {
    await gate.wait();
    return 42;
  }, { name: "loader" });
  assert.equal(shown(task), "Task { name: 'loader', state: 'running' }");
  gate.set();
  await task;
  assert.equal(shown([task]), "[ Task { name: 'loader', state: 'done', result: 42 } ]");
  const failed = createTask(() => Promise.reject(new RangeError("broken")), { name: "saver" });
  await failed.catch(() => {});
  assert.match(shown(failed), /^Task { name: 'saver', state: 'failed', error: .*broken/);
});

test("consoles show what can be seen of what coordinates tasks", async () => {
  const future = new Future<number>();
  assert.equal(shown(future), "Future { done: false }");
  future.resolve(7);
  assert.equal(shown(future), "Future { value: 7 }");
  const queue = new Queue<string>(3);
  await queue.put("one");
  assert.equal(shown(queue), "Queue { size: 1, maxSize: 3, isShutDown: false }");
  assert.match(shown(new PriorityQueue<number>((a, b) => a - b)), /^PriorityQueue { size: 0, /);
  const lock = new Lock();
  using _ = await lock.acquire();
  assert.equal(shown(lock), "Lock { free: 0, waiting: 0 }");
  assert.equal(shown(new BoundedSemaphore(2)), "BoundedSemaphore { free: 2, waiting: 0 }");
  assert.equal(shown(new Event()), "Event { isSet: false }");
  assert.equal(shown(new Barrier(2)), "Barrier { parties: 2, waiting: 0, broken: false }");
});

test("consoles show an answer without its connection", async () => {
  const client = createClient({ transport: () => new Response("book", { statusText: "Fine" }) });
  await using answer = await client.get("https://api.example/books/1").raw();
  assert.match(
    shown(answer),
    /^RawAnswer { status: 200, statusText: 'Fine', url: 'https:\/\/api\.example\/books\/1', /,
  );
  assert.doesNotMatch(shown(answer), /BodySource|Promise/);
});

test("consoles show where a client asks, and no password", () => {
  const client = createClient({ baseUrl: "https://ali:s3cret@api.example/v1" });
  assert.match(
    shown(client.extend({ retry: {} })),
    /^Client { baseUrl: 'https:\/\/ali:.redacted.@api\.example\/v1' }$/,
  );
  assert.match(shown(createClient()), /^Client \{ ?\}$/);
  assert.equal(
    shown(createGraphQLClient("https://api.example/graphql")),
    "GraphQLClient { url: 'https://api.example/graphql' }",
  );
});

test("what is shown no deeper is shown by its name", () => {
  assert.match(shown({ a: { b: { c: { d: new Event() } } } }), /c: (\[Object\]|\[Object \.\.\.\]|{ d: \[Event\] })/);
});

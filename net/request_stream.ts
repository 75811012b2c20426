import { lazy } from "../internal/lazy.ts";
import type { BatchItem, BatchOutcome, RequestStreamOptions } from "./request_batch.ts";

const running = lazy(() => import("./internal/batch/run_stream.ts"));

/**
 * Makes many requests, some at a time, and gives how each ended as soon as it has. Requests are only taken as outcomes are:
 * of an endless iterable of requests no more are held than run. Leaving the loop cancels those that run.
 *
 * @typeParam T What the answers are; nothing checks it.
 * @param requests The requests, their URLs, or functions that give them.
 * @param options How many at a time, and options for all of them.
 * @returns The outcomes.
 * @throws {ValidationError} If an option is wrong, when the first outcome is asked for.
 * @throws {CancelledError} If the task that it runs in is cancelled; the signal's reason if `signal` fires.
 *
 * @example The first that answers
 * ```ts
 * import { requestStream } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer(({ url }, response) => {
 *   setTimeout(() => response.writeHead(200, { "content-type": "text/plain" }).end(url), url === "/slow" ? 200 : 1);
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 *
 * for await (const { index, value, error } of requestStream(["slow", "fast"].map((name) => `http://127.0.0.1:${port}/${name}`))) {
 *   assert.deepEqual([index, value, error], [1, "/fast", undefined]);
 *   break;
 * }
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 */
export async function* requestStream<T = unknown>(
  requests: Iterable<BatchItem> | AsyncIterable<BatchItem>,
  options: RequestStreamOptions = {},
): AsyncGenerator<BatchOutcome<T>, void, undefined> {
  const { runStream } = running.module ?? await running.load();
  yield* runStream<T>(requests, options);
}

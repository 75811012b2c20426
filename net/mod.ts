/**
 * The network: HTTP requests with time limits and retries, batches of them, GraphQL, and WebSocket connections that come
 * back when they are lost. Whatever fails says why in the same words on every runtime, and whatever waits ends with the
 * task that it is in.
 *
 * @example Ask a server, one thing and many
 * ```ts
 * import { request, requestBatch } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const server = createServer(({ url }, response) => {
 *   response.setHeader("content-type", "application/json").end(JSON.stringify({ path: url }));
 * });
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const { port } = server.address() as { port: number };
 * const base = `http://127.0.0.1:${port}`;
 *
 * const answer = await request<{ path: string }>("GET", `${base}/books`, { query: { page: 2 }, totalTimeoutMs: 5_000 });
 * assert.equal(answer.path, "/books?page=2");
 *
 * const answers = await requestBatch([`${base}/books/1`, `${base}/books/2`], { concurrency: 2 });
 * assert.deepEqual(answers, [{ path: "/books/1" }, { path: "/books/2" }]);
 *
 * server.closeAllConnections();
 * server.close();
 * ```
 *
 * @module
 */

export * from "../errors/cancelled_error.ts";
export * from "../errors/network_error.ts";
export * from "../errors/web_socket_error.ts";
export type * from "./client.ts";
export type * from "./client_hooks.ts";
export type * from "./client_options.ts";
export type * from "./client_reply.ts";
export type * from "./standard_schema.ts";

export * from "./answer_cache.ts";
export * from "./connect_session.ts";
export * from "./connect_web_socket.ts";
export * from "./cookie_jar.ts";
export * from "./create_client.ts";
export * from "./download.ts";
export * from "./event_stream.ts";
export * from "./file_upload.ts";
export * from "./graphql.ts";
export * from "./graphql_batch.ts";
export * from "./graphql_client.ts";
export * from "./graphql_document.ts";
export * from "./graphql_document_error.ts";
export * from "./graphql_error.ts";
export * from "./graphql_server_schema.ts";
export * from "./graphql_stream.ts";
export * from "./http_error.ts";
export * from "./open_connection.ts";
export * from "./request.ts";
export * from "./request_batch.ts";
export * from "./request_stream.ts";
export * from "./serve_sessions.ts";
export * from "./serve_web_socket.ts";
export * from "./server_sent_events.ts";
export * from "./session_store.ts";
export * from "./start_fault_server.ts";
export * from "./start_server.ts";
export * from "./subscribe.ts";
export * from "./tcp_connection.ts";
export * from "./upload.ts";
export * from "./web_socket_close.ts";
export * from "./web_socket_connection.ts";
export * from "./web_socket_events.ts";
export * from "./web_socket_session.ts";

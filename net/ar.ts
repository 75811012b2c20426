/**
 * الشبكة: طلبات HTTP بمهل وإعادة محاولة، ودفعات منها، واستعلامات GraphQL، واتصالات WebSocket تعود إذا انقطعت.
 * المدد هنا بالثواني.
 *
 * @example طلب إلى خادم
 * ```ts
 * import { طلب_شبكة } from "@maktaba/std/net/ar";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const خادم = createServer((_طلب, جواب) => {
 *   جواب.setHeader("content-type", "application/json").end('{"اسم":"علي"}');
 * });
 * await new Promise<void>((تم) => خادم.listen(0, "127.0.0.1", تم));
 * const { port } = خادم.address() as { port: number };
 *
 * const مستخدم = await طلب_شبكة<{ اسم: string }>("GET", `http://127.0.0.1:${port}/`, { وقت_اتصال: 5 });
 * assert.equal(مستخدم.اسم, "علي");
 *
 * خادم.closeAllConnections();
 * خادم.close();
 * ```
 *
 * @module
 */

export type * from "./arabic/answer_cache.ts";
export * from "./arabic/client.ts";
export type * from "./arabic/client_hooks.ts";
export type * from "./arabic/client_options.ts";
export * from "./arabic/client_reply.ts";
export * from "./arabic/connect_session.ts";
export * from "./arabic/connect_web_socket.ts";
export * from "./arabic/cookie_jar.ts";
export * from "./arabic/download.ts";
export * from "./arabic/errors.ts";
export * from "./arabic/events.ts";
export * from "./arabic/file_upload.ts";
export * from "./arabic/graphql.ts";
export * from "./arabic/graphql_batch.ts";
export * from "./arabic/graphql_client.ts";
export * from "./arabic/graphql_server_schema.ts";
export * from "./arabic/graphql_stream.ts";
export * from "./arabic/http.ts";
export type * from "./arabic/paginate.ts";
export * from "./arabic/request_batch.ts";
export * from "./arabic/serve_sessions.ts";
export * from "./arabic/serve_web_socket.ts";
export * from "./arabic/session_store.ts";
export * from "./arabic/start_fault_server.ts";
export * from "./arabic/subscribe.ts";
export * from "./arabic/tcp.ts";
export * from "./arabic/upload.ts";
export * from "./arabic/web_socket_connection.ts";
export * from "./arabic/web_socket_session.ts";

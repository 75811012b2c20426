/**
 * The network.
 *
 * @module
 */

export * from "./connect_web_socket.ts";
export * from "./graphql.ts";
export * from "./graphql_error.ts";
export * from "./http_error.ts";
export * from "./request.ts";
export * from "./request_batch.ts";
export * from "./web_socket_connection.ts";

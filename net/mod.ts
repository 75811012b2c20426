/**
 * The network.
 *
 * @module
 */

export * from "./http_error.ts";
export * from "./request.ts";
export * from "./request_batch.ts";

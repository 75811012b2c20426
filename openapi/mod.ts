/**
 * OpenAPI 3.1 documents from plain descriptions of endpoints: checked, completed, and saved as JSON.
 *
 * @example A document of two endpoints
 * ```ts
 * import { createOpenApi } from "@maktaba/std/openapi";
 * import assert from "node:assert/strict";
 *
 * const document = createOpenApi(
 *   [
 *     { path: "/users", method: "get", summary: "All users" },
 *     { path: "/users/{id}", method: "get", summary: "One user", responses: { 200: "The user", 404: {} } },
 *   ],
 *   { title: "Users", version: "1.0.0" },
 * );
 * assert.deepEqual(Object.keys(document.paths), ["/users", "/users/{id}"]);
 * ```
 *
 * @module
 */

export * from "./create_open_api.ts";
export * from "./document.ts";
export * from "./endpoint.ts";
export * from "./info.ts";
export * from "./open_api_error.ts";
export * from "./save_open_api.ts";

/**
 * وحدة `openapi`.
 *
 * @module
 */

export {};

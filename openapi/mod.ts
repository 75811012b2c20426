/**
 * The `openapi` module.
 *
 * @module
 */

export {};

/**
 * The `cli` module.
 *
 * @module
 */

export {};

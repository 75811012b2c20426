/**
 * The `net` module.
 *
 * @module
 */

export {};

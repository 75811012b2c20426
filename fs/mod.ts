/**
 * The `fs` module.
 *
 * @module
 */

export {};

/**
 * The `log` module.
 *
 * @module
 */

export {};

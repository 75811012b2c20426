/**
 * The `crypto` module.
 *
 * @module
 */

export {};

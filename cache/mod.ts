/**
 * The `cache` module.
 *
 * @module
 */

export {};

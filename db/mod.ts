/**
 * The `db` module.
 *
 * @module
 */

export {};

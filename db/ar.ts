/**
 * وحدة `db`.
 *
 * @module
 */

export {};

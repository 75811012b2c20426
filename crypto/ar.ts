/**
 * وحدة `crypto`.
 *
 * @module
 */

export {};

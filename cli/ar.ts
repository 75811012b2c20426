/**
 * وحدة `cli`.
 *
 * @module
 */

export {};

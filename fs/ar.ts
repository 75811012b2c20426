/**
 * وحدة `fs`.
 *
 * @module
 */

export {};

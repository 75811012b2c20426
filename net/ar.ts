/**
 * وحدة `net`.
 *
 * @module
 */

export {};

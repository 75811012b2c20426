/**
 * وحدة `log`.
 *
 * @module
 */

export {};

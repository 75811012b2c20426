/**
 * وحدة `cache`.
 *
 * @module
 */

export {};

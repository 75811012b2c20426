/**
 * How classes of errors get their names.
 *
 * @internal
 * @module
 */

/**
 * Gives a class of errors its name where every runtime looks for it, without a property on each instance, and where
 * no minifier can change it.
 *
 * @param errorClass The class.
 * @param name Its name.
 */
export function nameErrorClass(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true, writable: true });
}

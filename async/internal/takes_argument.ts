/**
 * Whether to make a signal.
 *
 * @internal
 * @module
 */

// An arrow function whose parameters are names alone. (Where types have been taken out, there may be spaces.)
const plainArrow = /^(?:async\s*)?\(\s*(?:[\w$]+\s*(?:,\s*[\w$]+\s*)*,?\s*)?\)\s*=>|^(?:async\s+)?[\w$]+\s*=>/;

/**
 * Tells whether a function may look at an argument. Only arrow functions can be sure not to, by their text: others have
 * `arguments`, and `length` counts no rest parameters and none that have defaults. A signal costs more than all else of
 * a task on some runtimes, above all when it fires.
 *
 * @param fn The function.
 * @param position Which argument, from 1.
 * @returns Whether it may.
 */
export function takesArgument(fn: (...arguments_: never[]) => unknown, position: number): boolean {
  return fn.length >= position || !plainArrow.test(Function.prototype.toString.call(fn));
}

/**
 * Whether a function wants what it is handed.
 *
 * @internal
 * @module
 */

const { toString } = Function.prototype;

// Functions with a name of their own mostly are there once and called often: what is known of them is kept, as looking
// through the text of one takes as long as all else of a task. (Arrow functions mostly are made for one call.)
const plainFunctions = new WeakSet<object>();

// Parameters that are names alone: others may have defaults, or be the rest. (Where types have been taken out, there are
// spaces.)
const plainArrow =
  /^(?:async\s*)?(?:\(\s*(?:[\p{ID_Continue}$]+\s*(?:,\s*[\p{ID_Continue}$]+\s*)*,?\s*)?\)|\s[\p{ID_Continue}$]+)\s*=>/u;

/**
 * Tells whether a function may look at an argument. That it does not is sure by its text alone: `length` counts no rest
 * parameters and none that have defaults, and all but arrow functions have `arguments`. To be asked before something is
 * made for it that costs much, such as a signal: where it fires, more than all else of a task.
 *
 * @param fn The function.
 * @param position Which argument, from 1.
 * @returns Whether it may; true where that cannot be told.
 */
export function takesArgument(fn: (...arguments_: never[]) => unknown, position: number): boolean {
  if (fn.length >= position) return true;
  if (plainFunctions.has(fn)) return false;
  const text = toString.call(fn);
  // Most by far are such.
  if (plainArrow.test(text)) return false;
  if (!isPlainFunction(text)) return true;
  plainFunctions.add(fn);
  return false;
}

/** Whether it is a `function` without parameters, and without another way to look at what it is called with. */
function isPlainFunction(text: string): boolean {
  if (!text.startsWith("function") && !text.startsWith("async function")) return false;
  const open = text.indexOf("(");
  const hasComment = text.lastIndexOf("/", open) !== -1;
  return text[open + 1] === ")" && !hasComment && !wayToLook.test(text);
}

// A name can be written with escapes; and of what is not written in JavaScript, nothing can be told.
const wayToLook = /arguments|eval|\\u|\[native code\]/;

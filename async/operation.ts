/**
 * Work that a function of this module starts: it is called with a signal that fires when the work is to stop.
 *
 * Most operations need not look at the signal: whatever they wait for in this library is cancelled without it. It is
 * there for other libraries, such as `fetch(url, { signal })`.
 *
 * @typeParam T What the work results in.
 */
export type Operation<T> = (signal: AbortSignal) => PromiseLike<T> | T;

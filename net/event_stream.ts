/**
 * What comes one after the other, read by `for await`. Nothing is asked for before the first `next()`, and no more is
 * taken from the network than is read. It ends with the task that waits for it; leaving the loop closes it.
 *
 * @typeParam T What comes.
 */
export interface EventStream<T> extends AsyncIterable<T, undefined>, AsyncDisposable {
  /** Gives what comes next; throws, once, what ended it for good. */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Closes it, as leaving a loop does. */
  return(): Promise<IteratorResult<T, undefined>>;
  /** Closes it: its connection is closed, and a `next()` that waits gives the end. Closing it again changes nothing. */
  close(): Promise<void>;
  /** Itself: what has been read is not given again. */
  [Symbol.asyncIterator](): EventStream<T>;
}

/**
 * What waits for the answers of a connection. Packages forget some of it when a connection ends: this does not, so that
 * nobody waits for ever.
 */
export class Waiting {
  readonly #rejections: Set<(error: unknown) => void> = new Set();

  /**
   * Waits for a promise, or for the end of the connection.
   *
   * @typeParam T What the promise resolves to.
   * @param work The promise.
   */
  for<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rejections.add(reject);
      work.then((value) => {
        this.#rejections.delete(reject);
        resolve(value);
      }, (error) => {
        this.#rejections.delete(reject);
        reject(error);
      });
    });
  }

  /** Ends all that waits. */
  fail(error: unknown): void {
    for (const reject of this.#rejections) reject(error);
    this.#rejections.clear();
  }
}

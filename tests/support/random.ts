/**
 * A source of random numbers that gives the same ones for the same seed, so that a schedule that failed can be run again
 * (mulberry32, a public-domain generator by T. Ettinger).
 *
 * @example
 * ```ts ignore
 * const next = random(7);
 * const choice = Math.floor(next() * 10);
 * ```
 */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

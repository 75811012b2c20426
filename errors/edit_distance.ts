/**
 * How far a mistyped name is from another one.
 *
 * @internal
 * @module
 */

/**
 * Counts the letters that are to be put in, left out, replaced or swapped with the next: Levenshtein's distance, with a
 * swap counting once (optimal string alignment).
 *
 * @param from The one.
 * @param to The other.
 * @returns How many.
 */
export function editDistance(from: string, to: string): number {
  const source = Array.from(from);
  const target = Array.from(to);
  let beforeLast: number[] = [];
  let last = Array.from({ length: target.length + 1 }, (_, column) => column);
  for (let row = 1; row <= source.length; row++) {
    const current = [row];
    for (let column = 1; column <= target.length; column++) {
      const isSame = source[row - 1] === target[column - 1];
      const isSwap = row > 1 && column > 1 && source[row - 1] === target[column - 2] &&
        source[row - 2] === target[column - 1];
      current.push(Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
        isSwap ? beforeLast[column - 2]! + 1 : Infinity,
      ));
    }
    beforeLast = last;
    last = current;
  }
  return last[target.length]!;
}

/**
 * Finds the name that a mistyped one was probably meant to be.
 *
 * @param name What was typed.
 * @param known The names that there are.
 * @returns The closest, if it is close enough to be a mistyping.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const typed = fold(name);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(typed, fold(candidate));
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  // A third of the letters may be wrong; what has nothing else in common is no suggestion.
  return best !== undefined && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.candidate : undefined;
}

// What writers of Arabic use for one another, and the two joints of words, must not count as mistakes.
function fold(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/[أإآ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي").replace(
    /_/g,
    "-",
  );
}

/** Levenshtein's distance, with a swap of two neighbours counting once (optimal string alignment). */
function editDistance(from: string, to: string): number {
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
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
        isSwap ? beforeLast[column - 2]! + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[target.length]!;
}

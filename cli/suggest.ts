import { editDistance } from "../errors/edit_distance.ts";

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

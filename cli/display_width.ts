// Marks that stand on the letter before them (Arabic vowel signs among them) and invisible controls take no column;
// ideographs, their punctuation, and pictures take two (Unicode Standard Annex 11).
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const TWO_WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;
const PLAIN = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0620-\u064a\u0660-\u0669]*$/;

/**
 * Counts the columns that a text takes in a terminal.
 *
 * @param text A line without control characters.
 * @returns The number of columns.
 */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : TWO_WIDE.test(character) ? 2 : 1;
  return width;
}

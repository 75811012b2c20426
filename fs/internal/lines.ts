/**
 * Counts the line breaks in a text as editors do: LF, CRLF and a CR by itself.
 *
 * @param text The text.
 * @returns How many there are.
 */
export function countLineBreaks(text: string): number {
  // Most texts that are asked about have none, and this search is many times faster than the loop.
  if (!text.includes("\n") && !text.includes("\r")) return 0;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) count++;
  }
  return count;
}

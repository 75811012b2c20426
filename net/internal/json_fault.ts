/**
 * Finds where a text stops being JSON (RFC 8259), as runtimes either do not tell or tell it in different sentences.
 *
 * @param text A text that `JSON.parse` refused.
 * @returns The position of the first character that is wrong, from 0; the text's length where it ends too early.
 */
export function jsonFaultAt(text: string): number {
  const scan: Scan = { text, at: 0, open: [] };
  while (readValue(scan)) {
    if (readAfterValue(scan) === "end") break;
  }
  return scan.at;
}

/** What has been read so far: the containers that are open are kept in a list, as they may be nested very deep. */
interface Scan {
  readonly text: string;
  at: number;
  readonly open: ("[" | "{")[];
}

/** Reads up to the end of a value that is no container, or through the beginning of one; false at a fault. */
function readValue(scan: Scan): boolean {
  while (true) {
    skipSpace(scan);
    const character = scan.text[scan.at];
    if (character === "[") {
      scan.open.push("[");
      scan.at++;
      skipSpace(scan);
      if (scan.text[scan.at] === "]") return true;
    } else if (character === "{") {
      scan.open.push("{");
      scan.at++;
      skipSpace(scan);
      if (scan.text[scan.at] === "}") return true;
      if (!readKey(scan)) return false;
    } else {
      return character === '"' ? readString(scan) : readWord(scan);
    }
  }
}

/** Closes what ends here and steps over the comma to the next value. */
function readAfterValue(scan: Scan): "value" | "end" {
  while (true) {
    skipSpace(scan);
    const inside = scan.open.at(-1);
    const character = scan.text[scan.at];
    if (inside === undefined) return "end";
    if (character === (inside === "[" ? "]" : "}")) {
      scan.open.pop();
      scan.at++;
    } else if (character === ",") {
      scan.at++;
      skipSpace(scan);
      return inside === "[" || readKey(scan) ? "value" : "end";
    } else {
      return "end";
    }
  }
}

function readKey(scan: Scan): boolean {
  skipSpace(scan);
  if (scan.text[scan.at] !== '"' || !readString(scan)) return false;
  skipSpace(scan);
  if (scan.text[scan.at] !== ":") return false;
  scan.at++;
  return true;
}

function readString(scan: Scan): boolean {
  const { text } = scan;
  for (scan.at++; scan.at < text.length; scan.at++) {
    const character = text[scan.at]!;
    if (character === '"') {
      scan.at++;
      return true;
    }
    if (character < " ") return false;
    if (character === "\\" && !readEscape(scan)) return false;
  }
  return false;
}

/** Reads an escape up to its last character. */
function readEscape(scan: Scan): boolean {
  const escaped = scan.text[++scan.at] ?? "";
  if (escaped !== "u") return escaped !== "" && '"\\/bfnrt'.includes(escaped);
  for (let digit = 0; digit < 4; digit++) {
    if (!/^[\da-f]$/i.test(scan.text[++scan.at] ?? "")) return false;
  }
  return true;
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readWord(scan: Scan): boolean {
  WORD.lastIndex = scan.at;
  const found = WORD.exec(scan.text);
  if (found === null) return false;
  scan.at += found[0].length;
  return true;
}

function skipSpace(scan: Scan): void {
  while (scan.at < scan.text.length && " \t\n\r".includes(scan.text[scan.at]!)) scan.at++;
}

import type { Output } from "./output.ts";

/**
 * Writes short texts to standard output by the console. It costs nothing to begin with, where opening the stream takes
 * milliseconds, and it is indifferent to a reader who has left; but it waits for nobody.
 */
export const consoleOutput: Output = { write: (text) => console.log(text.replace(/\n$/, "")) };

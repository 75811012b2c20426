import { setImmediate } from "node:timers";
import type { Output } from "./output.ts";

/** Gathers lines into large writes, as one write for each would take most of the time. */
export class LineBuffer {
  readonly #output: Output;
  #text = "";

  /**
   * Makes an empty buffer.
   *
   * @param output Where lines go.
   */
  constructor(output: Output) {
    this.#output = output;
  }

  /** Adds a line. */
  async add(line: string): Promise<void> {
    this.#text += `${line}\n`;
    if (this.#text.length >= 16_384) await this.flush();
  }

  /** Writes what is there. */
  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    if (text === "") return;
    await this.#output.write(text);
    // A source that never waits, written to a file, would keep the event loop from ever hearing of an interrupt.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

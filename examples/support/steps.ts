/** What the steps of a program are shown with. */
export interface StepsOptions {
  /** Writes a text as it is. */
  print: (text: string) => void;
  /** How a time is written. */
  time: (ms: number) => string;
  /** The heads of the columns of the table at the end. */
  heads: { step: string; result: string; time: string };
}

/** Runs the steps of a program one after the other, and shows what each did and how long it took. */
export class Steps {
  readonly #options: StepsOptions;
  readonly #done: { title: string; result: string; ms: number }[] = [];

  constructor(options: StepsOptions) {
    this.#options = options;
  }

  /** Runs a step: prints its title at once, and what it resulted in when it has ended. */
  async run<T>(title: string, work: () => Promise<T> | T, describe: (value: T) => string): Promise<T> {
    const { print, time } = this.#options;
    print(`${this.#done.length + 1}. ${title}… `);
    const start = performance.now();
    try {
      const value = await work();
      const step = { title, result: describe(value), ms: performance.now() - start };
      this.#done.push(step);
      print(`${step.result} (${time(step.ms)})\n`);
      return value;
    } catch (error) {
      print("\n");
      throw error;
    }
  }

  /** Prints a table of all that was done. */
  printTable(): void {
    const { print, time, heads } = this.#options;
    const rows = this.#done.map(({ title, result, ms }) => [title, result, time(ms)]);
    print(`\n${columns([[heads.step, heads.result, heads.time], ...rows])}`);
  }
}

/** Lines up rows in columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => width(row[index]!))));
  return rows.map((row) => {
    const cells = row.map((cell, index) => cell + " ".repeat(widths[index]! - width(cell)));
    return `${cells.join("  ").trimEnd()}\n`;
  }).join("");
}

// Marks that stand on a letter, such as Arabic vowel signs, take no column of the terminal.
function width(text: string): number {
  return Array.from(text.replace(/\p{Mn}/gu, "")).length;
}

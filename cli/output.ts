/** Where a run of the command writes to: its standard output, or its standard error. */
export interface Output {
  /**
   * Writes a text.
   *
   * @param text The text; lines end in `\n`.
   * @returns Resolves when more may be written.
   */
  write(text: string): void | Promise<void>;
  /**
   * Whether a person is looking at it.
   *
   * @default false
   */
  readonly isTerminal?: boolean | undefined;
  /**
   * How many characters fit on a line of the terminal, where that is known. Tables keep to it.
   *
   * @default Any number.
   */
  readonly columns?: number | undefined;
}

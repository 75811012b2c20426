/** Messages of the `cli` module. */
export const cli = {} as const;

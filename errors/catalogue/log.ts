/** Messages of the `log` module. */
export const log = {} as const;

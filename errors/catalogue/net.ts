/** Messages of the `net` module. */
export const net = {} as const;

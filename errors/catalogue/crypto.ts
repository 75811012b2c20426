/** Messages of the `crypto` module. */
export const crypto = {} as const;

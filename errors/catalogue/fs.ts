/** Messages of the `fs` module. */
export const fs = {} as const;

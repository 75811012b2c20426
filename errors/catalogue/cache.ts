/** Messages of the `cache` module. */
export const cache = {} as const;

/** Messages of the `db` module. */
export const db = {} as const;

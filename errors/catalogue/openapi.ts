/** Messages of the `openapi` module. */
export const openapi = {} as const;

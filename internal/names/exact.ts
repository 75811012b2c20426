/** An error that lists what has no Arabic name. */
export type Named<Wanted, Given> = [Exclude<Wanted, Given>] extends [never] ? unknown
  : { "no Arabic name for": Exclude<Wanted, Given> };

/** An error for each name that is superfluous. */
export type Nothing<Name extends PropertyKey> = { readonly [Superfluous in Name]: never };

/** The English properties that the entries of a table stand for. */
export type EnglishKey<Entry> = Entry extends readonly [infer Key, unknown] ? Key : Entry;

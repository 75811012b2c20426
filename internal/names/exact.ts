type EnglishKey<Entry> = Entry extends readonly [infer Key, unknown] ? Key : Entry;

/** An error that names the English properties that have no Arabic name. */
export type Complete<English, Names> = Exclude<keyof English, EnglishKey<Names[keyof Names]>> extends infer Missing
  ? [Missing] extends [never] ? unknown : { "no Arabic name for": Missing }
  : never;

/** An error for each name that is superfluous. */
export type Nothing<Name extends PropertyKey> = { readonly [Superfluous in Name]: never };

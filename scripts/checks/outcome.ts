/** What a check found. */
export interface Outcome {
  /** How many things it looked at: a check that saw nothing has not passed. */
  seen: number;
  /** What those things are, such as `"files"`. */
  what: string;
  /** One line for each place that breaks the rule, beginning with the place. */
  problems: string[];
  /** Lines worth printing though nothing is wrong. */
  notes?: string[];
}

/** A rule of this project, checked over the checkout at a path. */
export type Check = (root: string) => Promise<Outcome>;

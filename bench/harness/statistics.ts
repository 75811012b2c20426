/** The middle of some measurements and how far they spread. */
export interface Summary {
  /** The median. */
  median: number;
  /** A quarter of the measurements are below it. */
  low: number;
  /** A quarter of the measurements are above it. */
  high: number;
  /** How many there are. */
  count: number;
}

/** Sums up measurements by what a few bad ones do not move. */
export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/**
 * Compares two contenders round by round: what disturbs the machine during a round disturbs both, so that the median of
 * the differences is steadier than the difference of the medians.
 */
export function pairwise(
  samples: readonly number[],
  others: readonly number[],
  compare: (sample: number, other: number) => number,
): Summary {
  return summarize(samples.map((sample, round) => compare(sample, others[round] ?? NaN)));
}

function quantile(sorted: readonly number[], part: number): number {
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

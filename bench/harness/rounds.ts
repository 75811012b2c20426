/**
 * Measures contenders in turn, round after round, so that all of them see the same machine. Each round begins with
 * another contender, as the first of a round may find caches colder or the processor faster. What warms up is not
 * counted.
 *
 * @typeParam Name The contenders' names.
 * @typeParam Result What a measurement gives.
 * @param names The contenders.
 * @param rounds How often each is measured.
 * @param measure Runs a contender once and gives the result.
 * @param warmUps How many rounds go before.
 * @returns Each contender's results, in the order of the rounds.
 */
export async function interleave<Name extends string, Result>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name) => Promise<Result> | Result,
  warmUps: number = 1,
): Promise<Record<Name, Result[]>> {
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = -warmUps; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmUps) % names.length]!;
      const result = await measure(name);
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

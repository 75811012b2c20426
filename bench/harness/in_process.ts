import { join } from "node:path";
import { outputOf, pythonOutputOf, root, type RuntimeName } from "./runtimes.ts";
import { pairwise, summarize } from "./statistics.ts";
import type { Row, SuiteOptions } from "./suite.ts";

/** Contenders that do the same work, the first of which is what the others are compared with. */
export interface Group {
  /** What they do. */
  name: string;
  /** How many operations one call does. */
  operations: number;
  /** Does the work, by the contender's name. */
  contenders: Readonly<Record<string, (operations: number) => Promise<unknown> | unknown>>;
  /**
   * What is measured: the time, or the time that the process spends on processors. That is hardly moved by what else the
   * machine does, but means nothing for what waits for others.
   *
   * @default "time"
   */
  by?: "time" | "processor";
  /** Called after each of them, to undo what they did; it is not measured. */
  after?: () => Promise<void> | void;
}

/** By group and contender, the thousands of operations per second of each round. */
export type Rates = Record<string, Record<string, number[]>>;

// How the engine compiles is settled anew in each process, so that one process would show one of several outcomes.
const processes = 3;

/** What is measured beside the groups of a file. */
export interface Peer {
  /** A program in Python, from the root of the checkout: takes the number of rounds and prints rates as JSON. */
  python: string;
  /** The groups in which the others are compared with it, by their names. */
  comparedIn: readonly string[];
}

/**
 * Measures the groups of a file on each runtime, in processes of their own.
 *
 * @param file The file, from the root of the checkout; it exports `groups`.
 * @param options The runtimes and the number of rounds.
 * @param peer A program in another language, which is measured in turn with each runtime.
 */
export function measureGroups(file: string, { runtimes, rounds }: SuiteOptions, peer?: Peer): Row[] {
  const child = join(root, "bench/harness/in_process_child.ts");
  const perProcess = String(Math.ceil(rounds / processes));
  return runtimes.flatMap((runtime) => {
    const runs = Array.from({ length: processes }, () => {
      const ours = JSON.parse(outputOf(runtime, child, [join(root, file), perProcess])) as Rates;
      return peer === undefined ? ours : withPeer(ours, peer, perProcess);
    });
    return rowsOf(runtime, merge(runs));
  });
}

function withPeer(rates: Rates, { python, comparedIn }: Peer, rounds: string): Rates {
  const theirs = JSON.parse(pythonOutputOf(join(root, python), [rounds])) as Rates;
  return Object.fromEntries(
    Object.entries(rates).map(([group, ours]) => {
      const isFirst = comparedIn.includes(group);
      return [group, isFirst ? { ...theirs[group], ...ours } : { ...ours, ...theirs[group] }];
    }),
  );
}

function merge(runs: readonly Rates[]): Rates {
  const merged: Rates = {};
  for (const [group, contenders] of runs.flatMap((run) => Object.entries(run))) {
    for (const [name, rates] of Object.entries(contenders)) ((merged[group] ??= {})[name] ??= []).push(...rates);
  }
  return merged;
}

function rowsOf(runtime: RuntimeName, rates: Rates): Row[] {
  return Object.entries(rates).flatMap(([group, contenders]) => {
    const [[first, baseline] = ["", []]] = Object.entries(contenders);
    return Object.entries(contenders).map(([name, samples]): Row => ({
      runtime,
      name: `${group}: ${name}`,
      value: summarize(samples),
      ...(name === first ? {} : { compared: pairwise(samples, baseline, (one, other) => one / other) }),
    }));
  });
}

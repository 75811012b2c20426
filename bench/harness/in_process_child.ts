// Measures the groups of one file in this process:  in_process_child.ts FILE ROUNDS
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { Group, Rates } from "./in_process.ts";
import { interleave } from "./rounds.ts";

const [file, rounds] = process.argv.slice(2);
const { groups }: { groups: readonly Group[] } = await import(pathToFileURL(file!).href);

const rates: Rates = {};
for (const { name, operations, contenders, after } of groups) {
  rates[name] = await interleave(Object.keys(contenders), Number(rounds), async (contender) => {
    const start = performance.now();
    await contenders[contender]!(operations);
    const rate = operations / (performance.now() - start);
    await after?.();
    return rate;
  });
}
// A contender's threads must not keep the process.
process.stdout.write(JSON.stringify(rates), () => process.exit());

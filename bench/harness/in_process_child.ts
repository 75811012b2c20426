// Measures the groups of one file in this process:  in_process_child.ts FILE ROUNDS
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { Group, Rates } from "./in_process.ts";
import { interleave } from "./rounds.ts";

const [file, rounds] = process.argv.slice(2);
const { groups }: { groups: readonly Group[] } = await import(pathToFileURL(file!).href);

const rates: Rates = {};
for (const { name, operations, contenders, by = "time", after } of groups) {
  const now = by === "time" ? () => performance.now() : processorTime;
  rates[name] = await interleave(Object.keys(contenders), Number(rounds), async (contender) => {
    const start = now();
    await contenders[contender]!(operations);
    const rate = operations / (now() - start);
    await after?.();
    return rate;
  });
}
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

// A contender's threads must not keep the process.
process.stdout.write(JSON.stringify(rates), () => process.exit());

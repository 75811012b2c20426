// Files over HTTP against the runtime's fetch piped from or to a file: how fast, and with how much memory. One process for
// each transfer, as the memory of one would hide that of the next.
import { spawn } from "node:child_process";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interleave } from "../harness/rounds.ts";
import { outputOf, root, type RuntimeName, runtimes } from "../harness/runtimes.ts";
import { pairwise, summarize } from "../harness/statistics.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "../harness/suite.ts";
import type { Contender, Measured } from "./transfer_child.ts";

const LEAST = 0.9;
const MOST_MIB = 120;

const pairs: readonly { ours: Contender; peer: Contender }[] = [
  { ours: "download", peer: "fetch to a file" },
  { ours: "upload", peer: "fetch of a file" },
];

/** Measures downloads and uploads of one file. */
export async function transfer(options: SuiteOptions): Promise<SuiteResult> {
  const bytes = (options.sizeMib ?? 128) * 1_048_576;
  // In memory where there is such a place: a disk would be what is measured.
  const base = await access("/dev/shm").then(() => "/dev/shm", () => tmpdir());
  const directory = await mkdtemp(join(base, "maktaba-bench-"));
  const source = join(directory, "source");
  await writeFile(source, new Uint8Array(bytes));
  const { port, stop } = await startServer(bytes);
  try {
    const rows: Row[] = [];
    for (const runtime of options.runtimes) {
      const place = { url: `http://127.0.0.1:${port}/`, directory, source };
      for (const pair of pairs) rows.push(...await measurePair(runtime, pair, place, bytes, options.rounds));
    }
    return {
      units: { value: "MiB/s", compared: "of fetch", further: "peak MiB" },
      rows,
      aims: aimsOf(rows),
      skipped: [],
    };
  } finally {
    stop();
    await rm(directory, { recursive: true });
  }
}

interface Place {
  readonly url: string;
  readonly directory: string;
  readonly source: string;
}

async function measurePair(
  runtime: RuntimeName,
  { ours, peer }: typeof pairs[number],
  { url, directory, source }: Place,
  bytes: number,
  rounds: number,
): Promise<Row[]> {
  const child = join(root, "bench/net/transfer_child.ts");
  const results = await interleave([peer, ours], rounds, (contender): Measured => {
    return JSON.parse(outputOf(runtime, child, [contender, url, directory, source])) as Measured;
  });
  const rates = (contender: Contender) => results[contender]!.map(({ ms }) => bytes / 1_048_576 / (ms / 1_000));
  return [peer, ours].map((contender) => ({
    runtime,
    name: contender,
    value: summarize(rates(contender)),
    further: summarize(results[contender]!.map(({ peakMib }) => peakMib)).median,
    ...(contender === peer ? {} : { compared: pairwise(rates(ours), rates(peer), (one, other) => one / other) }),
  }));
}

function aimsOf(rows: readonly Row[]): Aim[] {
  return rows.flatMap(({ runtime, name, compared, further }) => {
    if (compared === undefined || further === undefined) return [];
    return [{
      runtime,
      text: `${name} reaches ${LEAST} of fetch`,
      measured: digits(compared.median),
      holds: compared.median >= LEAST,
    }, {
      runtime,
      text: `${name} stays below ${MOST_MIB} MiB`,
      measured: digits(further),
      holds: further < MOST_MIB,
    }];
  });
}

async function startServer(bytes: number): Promise<{ port: string; stop: () => void }> {
  const [program, ...before] = runtimes.node26;
  const server = spawn(program, [...before, join(root, "bench/net/transfer_server.ts"), String(bytes)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    server.stdout.once("data", (data: Buffer) => resolve(data.toString("utf8").trim()));
    server.once("error", reject);
  });
  return { port, stop: () => void server.kill() };
}

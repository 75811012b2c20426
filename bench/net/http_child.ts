// Measures requests in this process:  http_child.ts URL ROUNDS
import { Agent } from "node:http";
import process from "node:process";
import axios from "axios";
import got from "got";
import ky from "ky";
import { ofetch } from "ofetch";
import { request, requestBatch } from "../../net/mod.ts";
import { interleave } from "../harness/rounds.ts";
import type { HttpSamples } from "./http.ts";

const [url = "", rounds = "1"] = process.argv.slice(2);
const TIMEOUT_MS = 10_000;
const AT_A_TIME = 100;

// JavaScriptCore compiles what is called a second and a third time, up to some 40,000 calls, on threads that take the
// processor from all else; the more code there is, the longer. What is measured is how a program goes on after that.
const WARM_UPS = 8;

// Retries and time limits on, as far as each has them.
const agent = new Agent({ keepAlive: true });
const axiosClient = axios.create({ timeout: TIMEOUT_MS, httpAgent: agent, adapter: "http" });
const gotClient = got.extend({ agent: { http: agent }, timeout: { request: TIMEOUT_MS } });

const clients: Readonly<Record<string, () => Promise<unknown>>> = {
  "fetch, signal": async () => await (await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })).json(),
  fetch: async () => await (await fetch(url)).json(),
  request: () => request("GET", url, { totalTimeoutMs: TIMEOUT_MS }),
  ky: () => ky.get(url, { timeout: TIMEOUT_MS }).json(),
  ofetch: () => ofetch(url, { timeout: TIMEOUT_MS, retry: 3 }),
  axios: async () => (await axiosClient.get(url)).data,
  got: () => gotClient(url).json(),
};

const batches: Readonly<Record<string, (count: number) => Promise<number>>> = {
  "by hand": async (count) => {
    const asked = urls(count);
    return await many(count, (n) => resultOf(asked[n]!));
  },
  requestBatch: async (count) => {
    const asked = urls(count);
    return await rate(count, async () => check(await requestBatch(asked, { concurrency: AT_A_TIME })));
  },
};

/** What each took of the processor, in microseconds for a request: what else runs on the machine changes it less. */
const processor: Record<string, number[]> = {};

const samples: HttpSamples = {
  many: await interleave(
    Object.keys(clients),
    Number(rounds),
    (name) => onProcessor(name, 5_000, (times) => many(times, clients[name]!)),
    WARM_UPS,
  ),
  batch: await interleave(
    Object.keys(batches),
    Number(rounds),
    (name) => onProcessor(name, 10_000, batches[name]!),
    WARM_UPS / 2,
  ),
  one: await interleave(["fetch", "request"], Number(rounds), async (name) => {
    const times: number[] = [];
    for (let n = 0; n < 500; n++) {
      const start = performance.now();
      await clients[name]!();
      times.push((performance.now() - start) * 1_000);
    }
    return times.toSorted((a, b) => a - b)[250]!;
  }),
};
for (const taken of Object.values(processor)) taken.splice(0, taken.length - Number(rounds));
process.stdout.write(JSON.stringify({ ...samples, processor }), () => process.exit());

/** Notes what something takes of the processor. */
async function onProcessor(name: string, times: number, run: (times: number) => Promise<number>): Promise<number> {
  const before = process.cpuUsage();
  const result = await run(times);
  const { user, system } = process.cpuUsage(before);
  (processor[name] ??= []).push((user + system) / times);
  return result;
}

function urls(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${url}?${n}`);
}

/** What stands in the place of a request in the result of a batch that is made by hand: what was answered, or why not. */
async function resultOf(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`Status ${response.status}`);
    return await response.json();
  } catch (error) {
    return error;
  }
}

/** Does something so often, so many at a time, and gives the times per second. */
async function many(times: number, ask: (n: number) => Promise<unknown>): Promise<number> {
  const answers: unknown[] = [];
  let next = 0;
  const line = async () => {
    while (next < times) {
      const n = next++;
      answers[n] = await ask(n);
    }
  };
  return await rate(times, async () => {
    await Promise.all(Array.from({ length: AT_A_TIME }, line));
    check(answers);
  });
}

async function rate(times: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return times / (performance.now() - start) * 1_000;
}

function check(answers: readonly unknown[]): void {
  const wrong = answers.find((answer) => (answer as { id?: number }).id !== 7);
  if (wrong !== undefined) throw new Error("An answer is wrong", { cause: wrong });
}

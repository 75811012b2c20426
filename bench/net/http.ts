// Requests against those who make them otherwise: many at a time, batches, and what one costs over bare fetch.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unusedPort } from "../../tests/net/support.ts";
import { outputOf, root, type RuntimeName, runtimes } from "../harness/runtimes.ts";
import { pairwise, summarize } from "../harness/statistics.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "../harness/suite.ts";

/** By group and contender, a number for each round: requests per second, or microseconds. */
export type HttpSamples = Record<string, Record<string, number[]>>;

const PROCESSES = 3;
const PYTHON = "/usr/bin/python3";

/** What is compared with what: the first of a group is the anchor. */
const ANCHORS: Readonly<Record<string, string>> = { many: "fetch, signal", batch: "by hand", one: "fetch" };

/** Measures requests. */
export async function http({ runtimes: chosen, rounds }: SuiteOptions): Promise<SuiteResult> {
  const directory = await mkdtemp(join(tmpdir(), "maktaba-bench-"));
  const port = await unusedPort();
  const { server, kind } = await startServer(directory, port);
  const hasAiohttp = spawnSync(PYTHON, ["-c", "import aiohttp"]).status === 0;
  const url = `http://127.0.0.1:${port}/`;
  try {
    const rows = chosen.flatMap((runtime) => rowsOf(runtime, measure(runtime, url, rounds, hasAiohttp)));
    return {
      units: { value: "1/s or µs", compared: "of the first, or over it", further: "µs of the processor" },
      rows,
      aims: aimsOf(rows),
      skipped: [
        ...(hasAiohttp ? [] : ["aiohttp: Python's package is not installed"]),
        ...(kind === "nginx" ? [] : ["against nginx: it is not installed, and a server on Node shares its limits"]),
      ],
    };
  } finally {
    server.kill();
    await rm(directory, { recursive: true });
  }
}

function measure(runtime: RuntimeName, url: string, rounds: number, hasAiohttp: boolean): HttpSamples {
  const each = String(Math.ceil(rounds / PROCESSES));
  const merged: HttpSamples = {};
  for (let n = 0; n < PROCESSES; n++) {
    const samples = JSON.parse(outputOf(runtime, join(root, "bench/net/http_child.ts"), [url, each])) as HttpSamples;
    if (hasAiohttp) samples["many"]!["aiohttp"] = python(url, each);
    for (const [group, contenders] of Object.entries(samples)) {
      for (const [name, numbers] of Object.entries(contenders)) ((merged[group] ??= {})[name] ??= []).push(...numbers);
    }
  }
  return merged;
}

function python(url: string, rounds: string): number[] {
  const { stdout } = spawnSync(PYTHON, [join(root, "bench/net/http_peer.py"), url, rounds], { encoding: "utf8" });
  return JSON.parse(stdout) as number[];
}

function rowsOf(runtime: RuntimeName, { processor = {}, ...samples }: HttpSamples): Row[] {
  return Object.entries(samples).flatMap(([group, contenders]) => {
    const anchor = ANCHORS[group]!;
    const compare = group === "one"
      ? (one: number, other: number) => one - other
      : (one: number, other: number) => one / other;
    return Object.entries(contenders).map(([name, numbers]): Row => ({
      runtime,
      name: `${group}: ${name}`,
      value: summarize(numbers),
      ...(group !== "one" && processor[name] !== undefined ? { further: summarize(processor[name]).median } : {}),
      ...(name === anchor ? {} : { compared: pairwise(numbers, contenders[anchor]!, compare) }),
    }));
  });
}

function aimsOf(rows: readonly Row[]): Aim[] {
  const aims: Aim[] = [];
  for (const { runtime, name, value, compared } of rows) {
    if (compared === undefined) continue;
    const aim = (text: string, measured: number, holds: boolean) => {
      aims.push({ runtime, text, measured: digits(measured), holds });
    };
    const rate = (of: string) =>
      rows.find((row) => row.runtime === runtime && row.name === `many: ${of}`)?.value.median ?? 0;
    if (name === "many: request") {
      aim("5,000 requests reach 0.9 of fetch with a signal", compared.median, compared.median >= 0.9);
      for (const peer of ["ky", "ofetch", "axios", "got"]) {
        const ratio = value.median / rate(peer);
        aim(`5,000 requests are ahead of ${peer}`, ratio, ratio > 1);
      }
      const ratio = value.median / rate("aiohttp");
      if (rate("aiohttp") > 0) aim("5,000 requests reach 1.3 of aiohttp", ratio, ratio >= 1.3);
    }
    if (name === "batch: requestBatch") {
      aim("a batch of 10,000 reaches 0.9 of one by hand", compared.median, compared.median >= 0.9);
    }
    if (name === "one: request" && runtime.startsWith("node")) {
      aim("one request costs less than 60 µs over fetch", compared.median, compared.median < 60);
    }
  }
  return aims;
}

/** A server that is faster than its clients, in a process of its own. */
async function startServer(directory: string, port: number): Promise<{ server: ChildProcess; kind: "nginx" | "node" }> {
  const hasNginx = spawnSync("nginx", ["-v"]).status === 0;
  const [program, ...before] = runtimes.node26;
  const config = join(directory, "nginx.conf");
  if (hasNginx) await writeFile(config, nginxConfig(directory, port));
  const server = hasNginx
    ? spawn("nginx", ["-c", config, "-e", join(directory, "errors.log")], { stdio: "ignore" })
    : spawn(program, [...before, join(root, "bench/net/http_server.ts"), String(port)], { stdio: "ignore" });
  for (let tries = 0;; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) {
      await answer.arrayBuffer();
      return { server, kind: hasNginx ? "nginx" : "node" };
    }
    if (tries > 100) throw new Error("The server of the benchmark does not answer");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function nginxConfig(directory: string, port: number): string {
  return `daemon off; master_process off; pid ${directory}/pid;
events { worker_connections 1024; }
http {
  access_log off; default_type application/json; keepalive_requests 1000000000; keepalive_timeout 600s;
  client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory};
  uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
  server {
    listen 127.0.0.1:${port} reuseport;
    location / { return 200 '{"id":7,"name":"علي","text":"${"x".repeat(80)}"}'; }
  }
}`;
}

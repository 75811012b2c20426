// WebSocket clients against the runtimes' own and `ws`, and Python's `websockets` where it is installed.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { measureGroups } from "../harness/in_process.ts";
import { root, runtimes } from "../harness/runtimes.ts";
import { summarize } from "../harness/statistics.ts";
import { type Aim, digits, type Row, type SuiteOptions, type SuiteResult } from "../harness/suite.ts";

const LEAST = 0.9;
const ours = /^100 outstanding, .*: connectWebSocket$/;

const python = `
import asyncio, sys, time, websockets
async def main():
    text, count, outstanding = "x" * 100, 20000, 100
    async with websockets.connect(sys.argv[1], compression=None) as socket:
        start = time.perf_counter()
        for _ in range(outstanding): await socket.send(text)
        for n in range(count):
            assert await socket.recv() == text
            if n < count - outstanding: await socket.send(text)
        print(count / (time.perf_counter() - start) / 1000)
asyncio.run(main())
`;

/** Measures echoes over one connection. */
export async function webSocket(options: SuiteOptions): Promise<SuiteResult> {
  const [program, ...before] = runtimes.bun;
  const server = spawn(program, [...before, join(root, "bench/net/web_socket_server.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      server.stdout.once("data", (data: Buffer) => resolve(data.toString("utf8").trim()));
      server.once("error", reject);
    });
    const url = `ws://127.0.0.1:${port}`;
    process.env["WEB_SOCKET_ECHO"] = url;
    const rows = measureGroups("bench/net/web_socket_groups.ts", options);
    const { rows: further, skipped } = measurePython(url, options);
    return {
      units: { value: "1000/s", compared: "of native" },
      rows: [...rows, ...further],
      aims: rows.flatMap(({ runtime, name, compared }): Aim[] =>
        compared === undefined || !ours.test(name) ? [] : [{
          runtime,
          text: `${name} reaches ${LEAST} of the native one`,
          measured: digits(compared.median),
          holds: compared.median >= LEAST,
        }]
      ),
      skipped,
    };
  } finally {
    server.kill();
  }
}

function measurePython(url: string, { rounds, runtimes: [runtime] }: SuiteOptions): { rows: Row[]; skipped: string[] } {
  const rates: number[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    const run = spawnSync("/usr/bin/python3", ["-c", python, url], { encoding: "utf8" });
    if (run.status !== 0) return { rows: [], skipped: [`Python websockets: ${lastLine(run.stderr)}`] };
    rates.push(Number(run.stdout));
  }
  return {
    rows: [{ runtime: runtime!, name: "100 outstanding: Python websockets", value: summarize(rates) }],
    skipped: [],
  };
}

function lastLine(text: string | null): string {
  return text?.trim().split("\n").at(-1) ?? "no Python";
}

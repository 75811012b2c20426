import type { RunningServer, ServerKind } from "./contract.ts";
import { startDaemon } from "./daemon.ts";
import { inServerDirectory } from "./directory.ts";
import { ask, freePort } from "./ports.ts";
import { findProgram, missingPrograms } from "./programs.ts";
import { runProgram } from "./run_program.ts";

/** Redis, without persistence. */
export const redis: ServerKind = {
  name: "redis",
  packages: ["redis-server"],
  missing: () => missingPrograms(["redis-server"]),
  start: () => inServerDirectory("redis", undefined, start),
};

async function start(directory: string): Promise<RunningServer> {
  const port = await freePort();
  const program = findProgram("redis-server")!;
  const { stop } = await startDaemon({
    command: [program, "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    directory,
    ready: async () => {
      const answer = await ask(port, "PING\r\n");
      if (!answer.startsWith("+PONG")) throw new Error(`PING was answered by ${answer}`);
    },
  });
  return { url: `redis://127.0.0.1:${port}`, description: (await runProgram([program, "--version"])).trim(), stop };
}

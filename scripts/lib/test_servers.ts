import process from "node:process";
import { missingVariable, type RunningServer, type ServerName, urlVariable } from "../../tests/servers/contract.ts";
import { serverKinds } from "../../tests/servers/kinds.ts";
import { interrupted } from "./interrupt.ts";

/** The servers of a test run. */
export interface TestServers extends AsyncDisposable {
  /** What the tests get to know through the environment. */
  env: Record<string, string>;
  /** What each server is, or why there is none. */
  descriptions: { name: ServerName; description: string; isMissing: boolean }[];
}

/** Starts the servers side by side. One that cannot be started is described as missing; none of them makes this fail. */
export async function startServers(names: readonly ServerName[]): Promise<TestServers> {
  const started: Promise<RunningServer>[] = [];
  const stop = () => Promise.allSettled(started.map(async (server) => await (await server).stop()));
  const env: Record<string, string> = {};
  const descriptions = await Promise.all(names.map(async (name) => {
    try {
      return { name, description: await provide(name), isMissing: false };
    } catch (error) {
      env[missingVariable(name)] = (error as Error).message;
      return { name, description: (error as Error).message, isMissing: true };
    }
  }));
  return { env, descriptions, [Symbol.asyncDispose]: () => stop().then(() => undefined) };

  async function provide(name: ServerName): Promise<string> {
    if (process.env[urlVariable(name)]) return `given by ${urlVariable(name)}`;
    const reason = serverKinds[name].missing();
    if (reason !== undefined) throw new Error(reason);
    const starting = serverKinds[name].start(interrupted);
    started.push(starting);
    const server = await starting;
    Object.assign(env, { [urlVariable(name)]: server.url }, server.env);
    return server.description;
  }
}

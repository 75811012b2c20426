import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ServerName, serverNames } from "../../tests/servers/contract.ts";
import { root } from "./runtimes.ts";

/** What tests ask for beside the runtimes. */
export interface Needs {
  servers: ServerName[];
  /** The names of Python modules. */
  python: string[];
}

/**
 * Finds what test files ask for by reading them and the helpers in their folders: `serverUrl("redis")`,
 * `requireServer(t, "redis")` and `requirePython(t, "jwt")`, the names written out.
 */
export function findNeeds(files: readonly string[], directory: string = root): Needs {
  const helpers = [...new Set(files.map(dirname))].flatMap((folder) =>
    globSync(`${folder}/**/*.ts`, { cwd: directory })
  )
    .filter((file) => !file.endsWith("_test.ts"));
  const sources = [...files, ...helpers].map((file) => readFileSync(join(directory, file), "utf8")).join("\n");
  const servers = new Set(argumentsOf(/\b(?:serverUrl\(|requireServer\(\s*\w+,)([^)]*)\)/g, sources));
  const python = new Set(argumentsOf(/\brequirePython\(\s*\w+,([^)]*)\)/g, sources));
  return { servers: serverNames.filter((name) => servers.has(name)), python: [...python].sort() };
}

function argumentsOf(call: RegExp, source: string): string[] {
  return [...source.matchAll(call)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([\w.-]+)"/g)].map(([, name]) => name!)
  );
}

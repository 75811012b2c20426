import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isExportDeclaration, isNamedExports, type Statement } from "typescript/unstable/ast";
import { listFiles, modules } from "./files.ts";
import type { Outcome } from "./outcome.ts";
import { parseSources, type Source } from "./sources.ts";

interface Manifest {
  name: string;
  version: string;
  license: string;
  exports: Record<string, string>;
}

/** The two manifests agree, every module is an entry point, and every public file can be reached from its `mod.ts`. */
export async function exportsInStep(root: string): Promise<Outcome> {
  const [npm, jsr] = await Promise.all(["package.json", "deno.json"].map((name) => readManifest(root, name)));
  const files = await listFiles(root, (path) => path.endsWith(".ts"));
  const sources = new Map((await parseSources(root)).map((source) => [source.path, source]));
  const present = modules.filter((name) => sources.has(`${name}/mod.ts`));
  const problems = [
    ...differences(npm!, jsr!),
    ...entryPointProblems(npm!.exports, present, files),
    ...present.flatMap((name) => moduleProblems(name, files, sources)),
    ...rootProblems(sources, present.filter((name) => name !== "cli")),
  ];
  return { seen: present.length, what: "modules", problems };
}

async function readManifest(root: string, name: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, name), "utf8"));
}

function differences(npm: Manifest, jsr: Manifest): string[] {
  const problems = (["name", "version", "license"] as const).filter((key) => npm[key] !== jsr[key])
    .map((key) => `package.json, deno.json: ${key} differs: ${npm[key]}, ${jsr[key]}`);
  for (const name of new Set([...Object.keys(npm.exports), ...Object.keys(jsr.exports)])) {
    const [inNpm, inJsr] = [npm.exports[name], jsr.exports[name]];
    if (inNpm !== inJsr) problems.push(`package.json, deno.json: the entry point ${name} differs: ${inNpm}, ${inJsr}`);
  }
  return problems;
}

function entryPointProblems(exports: Manifest["exports"], present: readonly string[], files: string[]): string[] {
  const wanted = new Map([[".", "./mod.ts"], ["./ar", "./ar.ts"]]);
  for (const name of present) wanted.set(`./${name}`, `./${name}/mod.ts`).set(`./${name}/ar`, `./${name}/ar.ts`);
  return [
    ...[...wanted].filter(([name, path]) => exports[name] !== path)
      .map(([name, path]) => `package.json: the entry point ${name} must be ${path}`),
    ...Object.entries(exports).filter(([, path]) => !files.includes(path.slice(2)))
      .map(([name, path]) => `package.json: the entry point ${name} is ${path}, which does not exist`),
  ];
}

function moduleProblems(name: string, files: readonly string[], sources: ReadonlyMap<string, Source>): string[] {
  const mod = sources.get(`${name}/mod.ts`)!;
  const exported = starExports(mod);
  const isTopLevel = (path: string) => path.startsWith(`${name}/`) && path.indexOf("/") === path.lastIndexOf("/");
  const isPublic = (path: string) =>
    isTopLevel(path) && !["mod.ts", "ar.ts"].includes(path.slice(name.length + 1)) && !isInternal(sources.get(path));
  return [
    ...(mod.tree.statements.every(isStarExport) ? [] : [`${mod.path}: may hold nothing but lines of "export *"`]),
    // The command line is a program: what of it is public, its mod.ts decides.
    ...files.filter((path) => name !== "cli" && isPublic(path) && !exported.includes(path)).map((path) =>
      `${path}: ${mod.path} must re-export it (or a module doc with @internal at its top must say that it is not public)`
    ),
    ...exported.filter((path) => !isPublic(path) && !isErrorOf(name, path)).map((path) =>
      `${mod.path}: may not re-export ${path}: not public`
    ),
  ];
}

/** A class of errors that a module throws, which its users need with it. */
function isErrorOf(name: string, path: string): boolean {
  return /^\/\.\.\/errors\/\w+_error\.ts$/.test(path.slice(name.length));
}

/** A file that users never see: it begins with a module doc that says `@internal`. So is any file in a subfolder. */
function isInternal(source: Source | undefined): boolean {
  const doc = /^\s*\/\*\*(?:(?!\*\/)[\s\S])*\*\//.exec(source?.tree.text ?? "")?.[0] ?? "";
  return doc.includes("@internal") && doc.includes("@module");
}

function rootProblems(sources: ReadonlyMap<string, Source>, names: readonly string[]): string[] {
  const lacking = (path: string, wanted: readonly string[]) => {
    const source = sources.get(path);
    if (source === undefined) return [`${path}: does not exist`];
    const exported = starExports(source);
    return wanted.filter((name) => !exported.includes(name)).map((name) => `${path}: must re-export ${name}`);
  };
  return [
    ...lacking("mod.ts", [...names.map((name) => `${name}/mod.ts`), "ar.ts"]),
    ...lacking("ar.ts", names.map((name) => `${name}/ar.ts`)),
  ];
}

/** The files of which a file re-exports everything, as paths from the root. */
function starExports(source: Source): string[] {
  const folder = source.path.slice(0, source.path.lastIndexOf("/") + 1);
  return source.tree.statements.flatMap((statement) =>
    isExportDeclaration(statement) && statement.exportClause === undefined
      ? [folder + statement.moduleSpecifier!.getText(source.tree).slice(1, -1).replace(/^\.\//, "")]
      : []
  );
}

/** `export * from …`, or the `export {}` of a module that is still empty. */
function isStarExport(statement: Statement): boolean {
  if (!isExportDeclaration(statement)) return false;
  const { exportClause } = statement;
  return exportClause === undefined || (isNamedExports(exportClause) && exportClause.elements.length === 0);
}

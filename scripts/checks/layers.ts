import { isArrowFunction, isAsExpression, isCallExpression, isIdentifier, type Node } from "typescript/unstable/ast";
import { modules } from "./files.ts";
import { type Import, importsOf, packageOf } from "./imports.ts";
import type { Outcome } from "./outcome.ts";
import { descendants, moduleOf, parseSources, place, type Source } from "./sources.ts";

const base = ["errors", "internal"];
const middle = ["net", "db", "fs", "cache", "crypto"];

/** For each folder, the other folders that its files may import. */
const below: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  internal: ["errors"],
  async: base,
  log: [...base, "async"],
  ...Object.fromEntries(middle.map((name) => [name, [...base, "async"]])),
  openapi: [...base, "async", ...middle],
  cli: modules.concat("internal"),
  namespaces: modules.filter((name) => name !== "cli"),
};

/** What may be imported for its types alone, beside that. */
const typesOnly: Readonly<Record<string, readonly string[]>> = { net: ["cache"] };

/** What any file may import: it asks which runtime it is on, and imports nothing. */
const runtimeProbe = "internal/runtime.ts";
const arabicMechanism = "internal/arabic.ts";

/** Files that import what their callers name. */
const computedImports = ["async/internal/worker_main.ts"];
/** Modules of Node that count as drivers. */
const builtinDrivers = ["node:sqlite"];
// The others take 1 to 5 ms on Node, 12 to 20 on Deno and 2 to 8 on Bun, of the 10 that the main entry may take;
// node:process, imported by that name, opens the standard streams, as each of its properties becomes an export.
const lightBuiltins = ["node:async_hooks", "node:buffer", "node:os", "node:path"];

/** What loads files and packages outside of any task; see `importFree`. */
const loaders = ["lazy", "loadDriver"];

/** Arrows point one way, drivers are loaded late and in one place, and only one file knows the runtimes. */
export async function layers(root: string): Promise<Outcome> {
  const sources = (await parseSources(root)).filter(({ path }) => below[moduleOf(path) ?? ""] !== undefined);
  const drivers = new Map<string, string[]>();
  const problems = sources.flatMap((source) => [
    ...importsOf(source).flatMap((found) => importProblems(source, found, drivers)),
    ...boundImports(source),
    ...runtimeNames(source),
  ]);
  for (const [name, paths] of drivers) {
    const files = [...new Set(paths)];
    if (files.length > 1) problems.push(`${files.join(", ")}: only one file may load ${name}`);
  }
  return { seen: sources.length, what: "files", problems, notes: sources.flatMap(heavyImports) };
}

/** Modules of Node that are slow to load, and are loaded though nobody has called anything yet. */
function heavyImports(source: Source): string[] {
  return importsOf(source).flatMap(({ node, specifier, isType, isDynamic }) => {
    const isHeavy = specifier?.startsWith("node:") && !isType && !isDynamic && !lightBuiltins.includes(specifier);
    return isHeavy ? [`${place(source, node)}: ${specifier} would better be loaded at first use`] : [];
  });
}

function importProblems(source: Source, found: Import, drivers: Map<string, string[]>): string[] {
  const { specifier, target, isType, isDynamic } = found;
  const at = place(source, found.node);
  if (specifier === undefined) {
    return computedImports.includes(source.path) ? [] : [`${at}: the argument of import() must be a literal`];
  }
  if (target !== undefined) return mayImport(source.path, target, isType) ? [] : [`${at}: may not import ${target}`];
  if (isType) return [];
  const name = packageOf(specifier);
  const isDriver = !name.startsWith("node:") || builtinDrivers.includes(name);
  if (!isDriver) return [];
  if (!isDynamic) return [`${at}: ${specifier} must be loaded by import() at first use`];
  drivers.set(name, [...drivers.get(name) ?? [], source.path]);
  return name.startsWith("@logtape/") && moduleOf(source.path) !== "log" ? [`${at}: only log may load ${name}`] : [];
}

/** Each `import()` that would bind Deno to the task that it is called in. The command line calls nobody back. */
function boundImports(source: Source): string[] {
  if (moduleOf(source.path) === "cli") return [];
  return importsOf(source)
    .filter(({ specifier, isDynamic, node }) =>
      isDynamic && specifier !== undefined && !specifier.startsWith("node:") && !isHanded(node)
    )
    .map(({ node }) => `${place(source, node)}: import() must be handed to ${loaders.join("() or ")}()`);
}

/** Whether an `import()` is all that a function does which is handed to a loader. */
function isHanded({ parent }: Node): boolean {
  const of = isAsExpression(parent) ? parent.parent : parent;
  const call = isArrowFunction(of) ? of.parent : undefined;
  return call !== undefined && isCallExpression(call) && isIdentifier(call.expression) &&
    loaders.includes(call.expression.text);
}

function mayImport(path: string, target: string, isType: boolean): boolean {
  const from = moduleOf(path)!;
  const to = moduleOf(target);
  if (target === runtimeProbe || from === to) return true;
  if (to === undefined) return false;
  const isBelow = below[from]!.includes(to) || (isType && (typesOnly[from]?.includes(to) ?? false));
  if (!isArabic(path)) return isBelow;
  // Names map onto names: beside its module an Arabic file needs the mechanism, the errors, and other modules' names.
  return target === arabicMechanism || target === "internal/validate.ts" ||
    (isBelow && (to === "errors" || isArabic(target)));
}

function isArabic(path: string): boolean {
  return path.endsWith("/ar.ts") || path.includes("/arabic/") || path.startsWith("namespaces/");
}

function runtimeNames(source: Source): string[] {
  if (source.path === runtimeProbe) return [];
  return [...descendants(source.tree)]
    .filter((node) => isIdentifier(node) && (node.text === "Deno" || node.text === "Bun"))
    .map((node) => `${place(source, node)}: only ${runtimeProbe} may name a runtime`);
}

// Builds what is published:  npm run build [-- --out DIR] [--unchecked]
//   DIR/npm   the package for npm: bundled JavaScript, declarations, manifest
//   DIR/deno  what Deno imports, from JSR or by URL: the same bundles, packages by their `npm:` names
// Types that do not hold are an error, but for `--unchecked`.
import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { isImportTypeNode, isLiteralTypeNode, isStringLiteralLikeNode, type Node } from "typescript/unstable/ast";
import { type Plugin, rolldown } from "rolldown";
import { isSource, listFiles } from "./checks/files.ts";
import { importsOf, packageOf } from "./checks/imports.ts";
import { descendants, parseSources, type Source } from "./checks/sources.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Manifest {
  exports: Record<string, string>;
  dependencies: Record<string, string>;
  [field: string]: unknown;
}

/** The commands that the package installs, under their English and their Arabic name. */
const commands: Readonly<Record<string, string>> = { maktaba: "cli/main.ts", مكتبة: "cli/main_ar.ts" };

/** The folders that share a chunk: what is left of them to load at once is little, and every file takes its time. */
const chunkOfFolder: Readonly<Record<string, string>> = {
  errors: "base",
  internal: "base",
  ...Object.fromEntries(["cache", "crypto", "db", "fs", "net"].map((folder) => [folder, "resources"])),
};

/** What declarations need that mention what `using` ends. */
const DISPOSABLES = '/// <reference lib="esnext.disposable" />\n';

/** What a user of the package gets beside the code. */
const documents = ["README.md", "README.ar.md", "CHANGELOG.md", "LICENSE"];

const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "dist") }, unchecked: { type: "boolean", default: false } },
});
await build(resolve(values.out));

async function build(out: string): Promise<void> {
  const manifest: Manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const npm = join(out, "npm");
  const deno = join(out, "deno");
  await Promise.all([npm, deno].map((folder) => rm(folder, { recursive: true, force: true })));
  await bundle(npm, manifest);
  await declare(npm, out);
  await describePackage(npm, manifest);
  await copyDocuments(npm);
  await adaptForDeno(npm, deno, manifest);
  await copyDocuments(deno);
  process.stdout.write(`Built ${relative(process.cwd(), npm)} and ${relative(process.cwd(), deno)}\n`);
}

/** The files that something outside the package enters at, as paths from the root, in order and each once. */
function entryFiles({ exports }: Manifest): string[] {
  return [...new Set([...Object.values(exports).map((path) => path.replace("./", "")), ...Object.values(commands)])];
}

/**
 * Bundles the sources: 150 small files behind the main entry took Node 66 ms to load, 45 chunks by the bundler's own
 * choice 35, a chunk a module 27, and a single one 23, which would cost those who import one module as much. So modules
 * have chunks, but for those of which little is loaded at once, and what functions load at their first call stays in
 * files of its own. The English and the Arabic of a module stay apart, as in the sources, so that who imports the one
 * does not run the other.
 */
async function bundle(out: string, manifest: Manifest): Promise<void> {
  const entries = entryFiles(manifest);
  const loadedAtOnce = await filesLoadedAtOnce(entries);
  const bundled = await rolldown({
    input: Object.fromEntries(entries.map((path) => [path.replace(/\.ts$/, ""), join(root, path)])),
    platform: "node",
    external: (id) => id.startsWith("node:") || packageOf(id) in manifest.dependencies,
    plugins: [messagesAsJson()],
    // Node 24, the oldest, knows all of the syntax.
    transform: { target: "esnext" },
    // What chunks need of each other is in chunks, so that entry points export what their sources do (a test sees to it).
    preserveEntrySignatures: "allow-extension",
  });
  await bundled.write({
    dir: out,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    comments: false,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: "modules", name: (id) => chunkOf(relative(root, id), loadedAtOnce) }],
    },
  });
  await bundled.close();
  for (const path of Object.values(commands)) {
    const file = join(out, path.replace(/\.ts$/, ".js"));
    if (existsSync(file)) await chmod(file, 0o755);
  }
}

/**
 * Writes the messages of the errors as JSON, which is read in a third of the time that the same takes as code, and has it
 * read when the first message is asked for: few programs that start ask for one.
 */
function messagesAsJson(): Plugin {
  return {
    name: "messages as JSON",
    load: {
      filter: { id: /\/errors\/catalogue\/\w+\.ts$/ },
      async handler(id) {
        const exported = Object.entries(await import(pathToFileURL(id).href));
        const lines = exported.map(([name, value]) =>
          `export const ${name} = () => JSON.parse(${JSON.stringify(JSON.stringify(value))});`
        );
        return { code: lines.join("\n"), moduleType: "js" };
      },
    },
    transform: {
      filter: { id: /\/errors\/catalogue\.ts$/ },
      handler(code) {
        const names = [...code.matchAll(/^import \{ (\w+) \} from "\.\/catalogue\//gm)].map(([, name]) => name!);
        const missing = names.find((name) => !code.includes(`    ...${name},\n`));
        if (missing !== undefined) throw new Error(`The messages of ${missing} are not put together with the others`);
        return names.reduce((text, name) => text.replace(`    ...${name},\n`, `    ...${name}(),\n`), code);
      },
    },
  };
}

/** The files that importing the entry points loads, rather than the first call of a function. */
async function filesLoadedAtOnce(entries: readonly string[]): Promise<ReadonlySet<string>> {
  const sources = new Map((await parseSources(root)).map((source) => [source.path, source]));
  const found = new Set(entries);
  for (const path of found) {
    const source = sources.get(path);
    if (source === undefined) continue;
    for (const { target, isType, isDynamic } of importsOf(source)) {
      if (target !== undefined && !isType && !isDynamic) found.add(target);
    }
  }
  return found;
}

/**
 * The chunk that a file goes to; null leaves it to the bundler, as for files that are loaded at the first call of a
 * function, and for those that only one entry point uses.
 */
function chunkOf(path: string, loadedAtOnce: ReadonlySet<string>): string | null {
  const [folder, ...rest] = path.split("/");
  if (folder === undefined || rest.length === 0 || ["cli", "namespaces", ".."].includes(folder)) return null;
  if (!loadedAtOnce.has(path)) return null;
  // All that the help of the command line needs of the library: with the rest of the base it would start half as fast.
  if (["errors/locale.ts", "internal/runtime.ts"].includes(path)) return "locale";
  const name = chunkOfFolder[folder] ?? folder;
  return ["ar.ts", "arabic"].includes(rest[0]!) ? `${name}_ar` : name;
}

/** Writes the declarations, file by file as the sources are. */
async function declare(npm: string, out: string): Promise<void> {
  const config = join(out, "tsconfig.json");
  const sources = await listFiles(root, isSource);
  await writeFile(
    config,
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        emitDeclarationOnly: true,
        rootDir: root,
        outDir: npm,
        // Looked for from the configuration otherwise, which may stand anywhere.
        typeRoots: [join(root, "node_modules/@types")],
      },
      files: sources.map((path) => join(root, path)),
    }),
  );
  const tsc = join(root, "node_modules/.bin/tsc");
  const { status, stdout } = spawnSync(tsc, ["-p", config], { cwd: root, encoding: "utf8" });
  await rm(config);
  if (status !== 0 && !values.unchecked) throw new Error(`The types do not hold:\n${stdout}`);
  for (const path of await listFiles(npm, (path) => path.endsWith(".d.ts"))) {
    const file = join(npm, path);
    const text = await readFile(file, "utf8");
    // Without it, a program that is compiled for an older target would have to know of disposables by its own settings.
    const reference = /\b(?:Async)?Disposable\b|\bSymbol\.(?:d|asyncD)ispose\b/.test(text) ? DISPOSABLES : "";
    // The compiler keeps `.ts` in declarations, where no such file is.
    const imports = text.replaceAll(/((?:from|import)\s*\(?\s*"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');
    await writeFile(file, reference + imports);
  }
}

async function describePackage(npm: string, manifest: Manifest): Promise<void> {
  const { devDependencies: _, scripts: __, exports, ...kept } = manifest;
  const compiled = {
    ...kept,
    sideEffects: ["**/ar.js", "**/*_ar.js", "**/arabic/*.js"],
    bin: Object.fromEntries(Object.entries(commands).map(([name, path]) => [name, path.replace(/\.ts$/, ".js")])),
    exports: Object.fromEntries(
      Object.entries(exports).map(([name, path]) => [name, {
        types: path.replace(/\.ts$/, ".d.ts"),
        default: path.replace(/\.ts$/, ".js"),
      }]).concat([["./package.json", "./package.json"]]),
    ),
  };
  await writeFile(join(npm, "package.json"), JSON.stringify(compiled, null, 2) + "\n");
}

async function copyDocuments(out: string): Promise<void> {
  for (const name of documents) if (existsSync(join(root, name))) await copyFile(join(root, name), join(out, name));
}

/**
 * Copies the package so that Deno runs it without a manifest: what it imports is named as on npm, with the version, and
 * each entry point says where its types are. The sources would do, but their 200 files take Deno 20 ms to load.
 */
async function adaptForDeno(npm: string, deno: string, { dependencies }: Manifest): Promise<void> {
  const jsr: Manifest = JSON.parse(await readFile(join(root, "deno.json"), "utf8"));
  const entries = new Set(Object.values(jsr.exports).map((path) => path.replace(/^\.\/|\.ts$/g, "")));
  for (const source of await parseBuilt(npm)) {
    const { path } = source;
    // Deno knows of disposables, and JSR takes no file that adds to what is global.
    const text = withNpmSpecifiers(source, dependencies).replace(DISPOSABLES, "");
    const types = path.replace(/\.js$/, ".d.ts");
    const isEntry = types !== path && entries.has(path.replace(/\.js$/, ""));
    const file = join(deno, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, isEntry ? `// @ts-self-types="./${basename(types)}"\n${text}` : text);
  }
  const exports = Object.fromEntries(
    Object.entries(jsr.exports).map(([name, path]) => [name, path.replace(/\.ts$/, ".js")]),
  );
  const { name, version, license } = jsr;
  await writeFile(join(deno, "deno.json"), JSON.stringify({ name, version, license, exports }, null, 2) + "\n");
}

async function parseBuilt(npm: string): Promise<Source[]> {
  const config = join(npm, "tsconfig.json");
  const files = await listFiles(npm, (path) => /\.(js|d\.ts)$/.test(path));
  const compilerOptions = { allowJs: true, noEmit: true, noResolve: true, types: [] };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  const sources = await parseSources(npm);
  await rm(config);
  return sources;
}

function withNpmSpecifiers(source: Source, dependencies: Readonly<Record<string, string>>): string {
  let text = source.tree.text;
  // From the end, so that what is not yet rewritten stays where it was.
  for (const node of specifierNodes(source).toSorted((a, b) => b.end - a.end)) {
    const specifier = node.text;
    const name = packageOf(specifier);
    const range = dependencies[name];
    const isTypes = source.path.endsWith(".d.ts") && specifier.startsWith(".");
    if (range === undefined && !isTypes) continue;
    const rewritten = JSON.stringify(
      isTypes ? specifier.replace(/\.js$/, ".d.ts") : `npm:${name}@${range}${specifier.slice(name.length)}`,
    );
    text = text.slice(0, node.getStart(source.tree)) + rewritten + text.slice(node.end);
  }
  return text;
}

/** The string literals of a file that name what it imports, in `import("x").Type` too. */
function specifierNodes(source: Source): (Node & { text: string })[] {
  const types = [...descendants(source.tree)].filter(isImportTypeNode).map(({ argument }) =>
    isLiteralTypeNode(argument) ? argument.literal : argument
  );
  return [...importsOf(source).map((found) => found.name), ...types].filter((node) => node !== undefined)
    .filter(isStringLiteralLikeNode);
}

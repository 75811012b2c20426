import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/checks/command.ts";
import { installBuilt } from "../../scripts/install_built.ts";
import { listen, tempDir } from "../support/mod.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const packages = join(root, "node_modules");
const deno = join(packages, ".bin/deno");

/** The arguments with which the runtime of this test runs a file. */
const runArguments = process.versions["deno"] === undefined ? [] : ["run", "-A", "--no-check"];

/** A project that has installed what the build made, its dependencies as links to ours. */
const project = await tempDir();
const installed = project.join("node_modules/@maktaba/std");

// Not in a `before` hook: on Deno the runner's preload uses those up.
await installBuilt(project.path);
after(() => project[Symbol.asyncDispose]());

/** Runs a program in the project on the runtime of this test, and gives what it printed. */
async function output(name: string, program: string): Promise<string> {
  await writeFile(project.join(name), program);
  const ended = await run(project.path, process.execPath, [...runArguments, name]);
  assert.equal(ended.code, 0, ended.output);
  return ended.stdout;
}

async function manifest(path: string): Promise<{ exports: Record<string, unknown>; bin: Record<string, string> }> {
  return JSON.parse(await readFile(path, "utf8"));
}

test("the package exports what the sources export, at every entry point", async () => {
  const { exports } = await manifest(join(root, "package.json"));
  const printed = await output(
    "exports.mjs",
    `const names = ${JSON.stringify(Object.keys(exports))};
    const found = {};
    for (const name of names) found[name] = Object.keys(await import(name.replace(".", "@maktaba/std"))).sort();
    console.log(JSON.stringify(found));`,
  );
  const found = JSON.parse(printed);
  for (const [name, path] of Object.entries(exports)) {
    const source = await import(new URL(path as string, `file://${root}/`).href);
    assert.deepEqual(found[name], Object.keys(source).sort(), name);
  }
});

test("the package works in both languages, with one class behind both names", async () => {
  const printed = await output(
    "both.mjs",
    `import { gather, TimeoutError, waitFor, sleep } from "@maktaba/std";
    import { خطأ_مهلة } from "@maktaba/std/errors/ar";
    import { جمع, نوم } from "@maktaba/std/async/ar";
    import { TimeoutError as Same } from "@maktaba/std/errors";
    const error = await waitFor(() => sleep(60_000), 1).catch((error) => error);
    console.log(JSON.stringify([
      await gather([async () => 1, async () => 2]),
      await جمع([async () => 3, () => نوم(0)]).then(([three]) => three),
      error instanceof خطأ_مهلة, Same === TimeoutError, error.الرمز, error.constructor.name, error.name,
    ]));`,
  );
  assert.deepEqual(JSON.parse(printed), [[1, 2], 3, true, true, "TIMEOUT", "TimeoutError", "TimeoutError"]);
});

test("the package loads at the first call what importing it leaves out", async () => {
  const printed = await output(
    "later.mjs",
    `import { connect, readCsv, request, signJwt } from "@maktaba/std";
    await using db = await connect("sqlite::memory:");
    const codes = await request("GET", "http://127.0.0.1:1/", { retry: { attempts: 1 } }).catch(({ code }) => code);
    const token = await signJwt({ sub: "ali" }, "a".repeat(32));
    console.log(JSON.stringify([await readCsv(["a\\n1\\n"]), await db.one("select 2 as b"), codes, token.split(".").length]));`,
  );
  assert.deepEqual(JSON.parse(printed), [[{ a: "1" }], { b: 2 }, "NET_REFUSED", 3]);
});

test("importing the package's main entry reads few files", async () => {
  const loaded = new Set<string>();
  const follow = async (path: string): Promise<void> => {
    if (loaded.has(path)) return;
    loaded.add(path);
    const text = await readFile(path, "utf8");
    for (const [, name] of text.matchAll(/^(?:import|export)\b[^"]*"(\.[^"]+)";$/gm)) {
      await follow(join(dirname(path), name!));
    }
  };
  await follow(join(installed, "mod.js"));
  const names = [...loaded].map((path) => path.slice(installed.length + 1));
  assert.ok(names.includes("chunks/base.js"), names.join(", "));
  assert.deepEqual(names.filter((name) => /sqlite|handle|send_request|csv_batches|sign_token/.test(name)), []);
  assert.ok(loaded.size <= 24, names.join(", "));
});

test("the package's declarations satisfy a strict consumer", { timeout: 60_000 }, async () => {
  await writeFile(
    project.join("consumer.ts"),
    `import { gather, type GatherOptions, type Task, createTask } from "@maktaba/std";
    import { إنشاء_مهمة, type مهمة } from "@maktaba/std/async/ar";
    const options: GatherOptions = { concurrency: 2 };
    const task: Task<number> = createTask(() => 1);
    const عمل: مهمة<number> = إنشاء_مهمة(() => 2, { اسم: "عمل" });
    const results: (number | string)[] = await gather([task, async () => "a"], options);
    // @ts-expect-error There is no such option.
    إنشاء_مهمة(() => 2, { name: "عمل" });
    console.log(results, عمل.منتهية);\n`,
  );
  const names = Object.keys((await manifest(join(root, "package.json"))).exports);
  const all = names.map((name, index) => `import * as _${index} from "${name.replace(".", "@maktaba/std")}";`);
  await writeFile(
    project.join("all.ts"),
    `${all.join("\n")}\nexport { ${names.map((_, i) => `_${i}`).join(", ")} };\n`,
  );
  await writeFile(
    project.join("tsconfig.json"),
    JSON.stringify({
      compilerOptions: { module: "nodenext", target: "esnext", strict: true, noEmit: true, types: ["node"] },
      files: ["consumer.ts", "all.ts"],
    }),
  );
  const { code, output } = await run(project.path, join(packages, ".bin/tsc"), ["-p", "."]);
  assert.equal(code, 0, output);
});

test("the package's declarations need no types of Node.js, nor the newest language", { timeout: 60_000 }, async () => {
  await writeFile(
    project.join("plain.ts"),
    `import { connectWebSocket, request, serveWebSocket } from "@maktaba/std";
    const user = await request<{ name: string }>("GET", "https://api.example/users/7");
    console.log(user.name, connectWebSocket, serveWebSocket);\n`,
  );
  await writeFile(
    project.join("tsconfig.plain.json"),
    JSON.stringify({
      compilerOptions: { module: "nodenext", target: "es2022", strict: true, noEmit: true, types: [] },
      files: ["plain.ts"],
    }),
  );
  const tsc = join(packages, ".bin/tsc");
  const { code, output } = await run(project.path, tsc, ["-p", "tsconfig.plain.json"]);
  assert.equal(code, 0, output);
});

test("the package names both commands, and they run", async () => {
  const { bin } = await manifest(join(installed, "package.json"));
  assert.deepEqual(Object.keys(bin), ["maktaba", "مكتبة"]);
  for (const [name, path] of Object.entries(bin)) {
    const { code, stdout } = await run(project.path, process.execPath, [
      ...runArguments,
      join(installed, path),
      "--help",
    ]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^${name} `));
  }
});

test("the package holds what it needs and nothing else", async () => {
  const { exports } = await manifest(join(installed, "package.json"));
  const files = await readdir(installed, { recursive: true });
  for (const entry of Object.values(exports)) {
    for (const path of typeof entry === "string" ? [entry] : Object.values(entry as Record<string, string>)) {
      assert.ok(files.includes(path.slice(2)), path);
    }
  }
  assert.deepEqual(files.filter((path) => /_test\.|tests\/|scripts\/|node_modules/.test(path)), []);
  assert.ok(files.includes("LICENSE"));
  assert.deepEqual(files.filter((path) => /[^d]\.ts$/.test(path)), []);
});

test("the tree for Deno can be imported by URL, with packages by their npm: names", { timeout: 60_000 }, async () => {
  const tree = project.join("dist/deno");
  await using server = await listen(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://localhost").pathname);
    const text = await readFile(join(tree, path), "utf8").catch(() => undefined);
    response.writeHead(text === undefined ? 404 : 200, { "content-type": "text/javascript" }).end(text);
  });
  const host = new URL(server.url).host;
  await writeFile(
    project.join("url.ts"),
    `import { MemoryCache, readCsv, sleep } from "${server.url}/mod.js";
    import { نوم } from "${server.url}/ar.js";
    await sleep(1);
    await نوم(0);
    const cache = new MemoryCache();
    cache.set("a", 1);
    // What is loaded at the first call comes from there too.
    console.log(cache.get("a"), await readCsv(["b\\n2\\n"]));`,
  );
  const { code, stdout, output } = await run(project.path, deno, [
    "run",
    "--no-prompt",
    "--no-check",
    `--allow-import=${host}`,
    "url.ts",
  ]);
  assert.equal(code, 0, output);
  assert.equal(stdout, '1 [ { b: "2" } ]\n');
  const chunks = join(tree, "chunks");
  const texts = await Promise.all((await readdir(chunks)).map((name) => readFile(join(chunks, name), "utf8")));
  assert.match(texts.join(""), /import\("npm:jose@\^/);
  assert.doesNotMatch(texts.join(""), /import\("jose"\)/);
});

test("the tree for Deno can be published, its types included", { timeout: 120_000 }, async () => {
  const tree = project.join("dist/deno");
  const { exports } = await manifest(join(tree, "deno.json"));
  for (const path of Object.values(exports)) {
    const types = (path as string).replace(/^.*\//, "").replace(/\.js$/, ".d.ts");
    assert.ok((await readFile(join(tree, path as string), "utf8")).startsWith(`// @ts-self-types="./${types}"\n`));
  }
  const { code, output } = await run(tree, deno, ["publish", "--dry-run", "--allow-dirty"]);
  assert.equal(code, 0, output);
});

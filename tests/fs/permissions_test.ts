import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import test from "node:test";
import { promisify } from "node:util";
import { runDeno, skip, tempDir } from "../support/mod.ts";

const program = (directory: string) => `
import * as fs from ${JSON.stringify(new URL("../../fs/mod.ts", import.meta.url).href)};
const at = (name) => ${JSON.stringify(directory)} + "/" + name;
const codeOf = (promise) => promise.then(() => "written", (error) => error.code);
const parts = await fs.splitFile(at("a.csv"), { partBytes: 4 });
console.log(JSON.stringify({
  again: await codeOf(fs.splitFile(at("a.csv"), { partBytes: 4 })),
  file: (await fs.fileStats(at("a.csv"))).readable,
  directory: (await fs.fileStats(${JSON.stringify(directory)})).readable,
  joined: await codeOf(fs.joinFiles(parts, at("joined"))),
  gzip: await codeOf(fs.gzipFile(at("a.csv"))),
  gunzip: await codeOf(fs.gunzipFile(at("a.csv.gz"), { output: at("b.csv") })),
  records: (await fs.readCsv(at("b.csv"))).length,
  text: (await fs.readText(at("b.csv"))).length,
  outside: await codeOf(fs.fileStats("/etc/passwd")),
}));
`;

test("Deno needs no more for files than the README says", async (t) => {
  if (process.versions["deno"] === undefined) return skip(t, "only Deno asks for permissions");
  await using outer = await tempDir();
  await using dir = await tempDir();
  await writeFile(dir.join("a.csv"), "a,b\n1,2\n");
  await writeFile(outer.join("program.js"), program(dir.path));
  const flags = ["--no-prompt", "--no-check", `--allow-read=${dir.path}`, `--allow-write=${dir.path}`];
  const { stdout } = await promisify(execFile)(process.execPath, ["run", ...flags, outer.join("program.js")]);
  assert.deepEqual(JSON.parse(stdout), {
    again: "FS_EXISTS",
    file: true,
    directory: true,
    joined: "written",
    gzip: "written",
    gunzip: "written",
    records: 1,
    text: 8,
    outside: "FS_NOT_ALLOWED",
  });
});

test("sftpGet() names the permissions that Deno was not given", async (t) => {
  await using dir = await tempDir();
  const files = [`--allow-read=${dir.path}`, `--allow-write=${dir.path}`];
  const net = "--allow-net=127.0.0.1:1";
  for (const flags of [[], [net], ["--allow-env"]]) {
    const printed = await runDeno(
      t,
      [...files, ...flags],
      `
      import { sftpGet } from "#fs/mod.ts";
      import { setLocale } from "#errors/mod.ts";
      setLocale("en");
      const options = { host: "127.0.0.1", port: 1, username: "u", password: "p", hostKey: "SHA256:${"x".repeat(43)}" };
      const { code, message } = await sftpGet("x", ${JSON.stringify(dir.join("y"))}, options).catch((error) => error);
      console.log(JSON.stringify({ code, message }));
      `,
    );
    if (printed === undefined) return;
    const answer = JSON.parse(printed);
    assert.equal(answer.code, "FS_SFTP_NOT_ALLOWED", printed);
    assert.ok(answer.message.endsWith(` run it with ${net} --allow-env`), printed);
  }
});

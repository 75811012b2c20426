import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import test from "node:test";
import { findNeeds } from "../../scripts/lib/needs.ts";
import { findTestFiles } from "../../scripts/lib/test_files.ts";
import { tempDir } from "../support/mod.ts";

async function project(files: Record<string, string>) {
  const directory = await tempDir();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(directory.join(path, ".."), { recursive: true });
    await writeFile(directory.join(path), content);
  }
  return directory;
}

// Put together here, so that this file itself asks for nothing.
const ask = (call: string, ...args: string[]) => `${call}(${args.join(", ")})`;

const files = {
  "tests/cache/redis_test.ts": `const url = ${ask("requireServer", "t", '"redis"')};`,
  "tests/db/sql_test.ts": `import { drivers } from "./drivers.ts";`,
  "tests/db/drivers.ts": `[${ask("serverUrl", '"postgres"')}, ${ask("serverUrl", '\n  "mysql"', "\n")}];`,
  "tests/crypto/fernet_test.ts": `if (!${ask("requirePython", "context", '"cryptography"', '"jwt"')}) return;`,
  "tests/crypto/fixtures/data.ts": ``,
  "other/not_a_test.ts": ask("serverUrl", '"sftp"'),
};

test("findTestFiles() finds all tests, those of a module, or one file", async () => {
  await using directory = await project(files);
  assert.deepEqual(findTestFiles([], directory.path), [
    "tests/cache/redis_test.ts",
    "tests/crypto/fernet_test.ts",
    "tests/db/sql_test.ts",
  ]);
  assert.deepEqual(findTestFiles(["db", "cache/redis"], directory.path), [
    "tests/cache/redis_test.ts",
    "tests/db/sql_test.ts",
  ]);
  assert.deepEqual(findTestFiles(["tests/crypto/"], directory.path), ["tests/crypto/fernet_test.ts"]);
  assert.deepEqual(findTestFiles(["tests/crypto/fernet_test.ts"], directory.path), ["tests/crypto/fernet_test.ts"]);
});

test("findTestFiles() refuses a name that matches nothing", async () => {
  await using directory = await project(files);
  assert.throws(() => findTestFiles(["db", "dbx"], directory.path), /No test files for tests\/dbx$/);
});

test("findNeeds() reads what the tests and the helpers beside them ask for", async () => {
  await using directory = await project(files);
  assert.deepEqual(findNeeds(["tests/db/sql_test.ts"], directory.path), { servers: ["postgres", "mysql"], python: [] });
  assert.deepEqual(findNeeds(findTestFiles([], directory.path), directory.path), {
    servers: ["postgres", "mysql", "redis"],
    python: ["cryptography", "jwt"],
  });
});

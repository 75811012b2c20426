import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import test from "node:test";
import { MaktabaError, setLocale } from "@maktaba/std/errors";
import { loadDriver } from "../../internal/load_driver.ts";
import { tempDir } from "../support/mod.ts";

// Built at run time, so that neither a type-checker nor a bundler looks for them.
const missing = (name: string) => () => import(name);

test("loadDriver() loads once and keeps what it loaded", async () => {
  let loads = 0;
  const load = () => Promise.resolve({ loaded: ++loads });
  assert.deepEqual(await loadDriver("kept-driver", load), { loaded: 1 });
  assert.deepEqual(await loadDriver("kept-driver", load), { loaded: 1 });
  assert.equal(loads, 1);
});

test("loadDriver() says what to install where the package is missing", async () => {
  setLocale("en");
  await assert.rejects(
    loadDriver("maktaba-no-such-driver", missing("maktaba-no-such-driver")),
    (error) =>
      error instanceof MaktabaError && error.code === "DRIVER_MISSING" &&
      error.message.includes("npm install maktaba-no-such-driver") && error.cause instanceof Error,
  );
});

test("loadDriver() does not remember a failure", async () => {
  await assert.rejects(loadDriver("late-driver", missing("maktaba-late-driver")));
  assert.equal(await loadDriver("late-driver", () => Promise.resolve("there")), "there");
});

test("loadDriver() passes on the error of a package that is there but broken", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("broken-driver"));
  const path = dir.join("broken-driver", "index.mjs");
  await writeFile(path, 'throw new TypeError("broken inside");');
  await assert.rejects(loadDriver("broken-driver", missing(pathToFileURL(path).href)), {
    name: "TypeError",
    message: "broken inside",
  });
});

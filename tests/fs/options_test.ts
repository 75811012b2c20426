import assert from "node:assert/strict";
import test from "node:test";
import { setLocale } from "@maktaba/std/errors";
import {
  csvRecords,
  fileStats,
  gunzipFile,
  gzipFile,
  joinFiles,
  readCsv,
  readText,
  sftpGet,
  sftpPut,
  splitFile,
} from "@maktaba/std/fs";
import { testOptions } from "../support/mod.ts";

setLocale("en");

testOptions({
  "splitFile()": (options) => splitFile("absent", options),
  "joinFiles()": (options) => joinFiles(["absent"], "output", options),
  "gzipFile()": (options) => gzipFile("absent", options),
  "gunzipFile()": (options) => gunzipFile("absent.gz", options),
  "fileStats()": (options) => fileStats("absent", options),
  "readText()": (options) => readText("absent", options),
  "readCsv()": (options) => readCsv("absent", options),
  "csvRecords()": (options) => csvRecords("absent", options),
  "sftpGet()": (options) => sftpGet("absent", "absent", options),
  "sftpPut()": (options) => sftpPut("absent", "absent", options),
});

test("splitFile() names the option that was written, the one that was meant, and those that there are", async () => {
  await assert.rejects(splitFile("absent", { chunkSize: 4 } as never), {
    message:
      "Cannot use the option chunkSize as there is no such option: did you mean partBytes? There are partBytes, " +
      "outputDirectory, overwrite, onProgress, signal",
  });
});

const server = { host: "127.0.0.1", username: "u", password: "p" };
const writers: Readonly<
  Record<string, (options: { overwrite?: boolean; onProgress?: () => void }) => Promise<unknown>>
> = {
  splitFile: (options) => splitFile("absent", options),
  joinFiles: (options) => joinFiles(["absent"], "output", options),
  gzipFile: (options) => gzipFile("absent", options),
  gunzipFile: (options) => gunzipFile("absent.gz", options),
  sftpGet: (options) => sftpGet("absent", "absent", { ...server, ...options }),
  sftpPut: (options) => sftpPut("absent", "absent", { ...server, ...options }),
};

for (const [name, write] of Object.entries(writers)) {
  test(`${name}() refuses what could be taken for a yes or a function`, async () => {
    for (const overwrite of ["no", 1, null]) {
      await assert.rejects(write({ overwrite: overwrite as never }), {
        code: "ARGUMENT_NOT_ONE_OF",
        option: "overwrite",
      });
    }
    await assert.rejects(write({ onProgress: "x" as never }), { code: "ARGUMENT_NOT_FUNCTION", option: "onProgress" });
  });
}

test("csvRecords() refuses at once, not when the records are asked for", () => {
  assert.throws(() => csvRecords([""], { separator: ";" } as never), { code: "ARGUMENT_UNKNOWN" });
});

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

test("splitFile() names the option that was written, and those that there are", async () => {
  await assert.rejects(splitFile("absent", { chunkSize: 4 } as never), {
    message:
      "Cannot use the option chunkSize as it must be one of partBytes, outputDirectory, overwrite, onProgress, " +
      "signal",
  });
});

test("csvRecords() refuses at once, not when the records are asked for", () => {
  assert.throws(() => csvRecords([""], { separator: ";" } as never), { code: "ARGUMENT_UNKNOWN" });
});

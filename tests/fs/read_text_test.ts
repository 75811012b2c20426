import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdir, writeFile } from "node:fs/promises";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, type FileError, ValidationError } from "@maktaba/std/errors";
import { readText, type ReadTextOptions } from "@maktaba/std/fs";
import { python, requirePython, type TempDir, tempDir } from "../support/mod.ts";
import { failsWith } from "./helpers.ts";

const CHUNK = 262_144;

async function write(dir: TempDir, content: Uint8Array | string): Promise<string> {
  await writeFile(dir.join("text"), content);
  return dir.join("text");
}

function utf16(text: string, isBigEndian = false): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
}

test("readText() reads UTF-8 without its byte order mark", async () => {
  await using dir = await tempDir();
  for (const text of ["", "x", "مرحبا بالعالم\n", "mixed نص 💠 text\r\n"]) {
    assert.equal(await readText(await write(dir, text)), text);
    assert.equal(await readText(await write(dir, "\ufeff" + text)), text);
  }
});

test("readText() removes only the byte order mark at the start", async () => {
  await using dir = await tempDir();
  assert.equal(await readText(await write(dir, "\ufeff\ufeffa\ufeffb")), "\ufeffa\ufeffb");
});

test("readText() reads UTF-16 in both orders, with a mark and without", async () => {
  await using dir = await tempDir();
  const text = "نص فيه 💠 ورموز\n".repeat(20_000);
  for (const mark of ["", "\ufeff"]) {
    assert.equal(await readText(await write(dir, utf16(mark + text)), { encoding: "utf-16le" }), text);
    assert.equal(await readText(await write(dir, utf16(mark + text, true)), { encoding: "utf-16be" }), text);
  }
});

test("readText() reads windows-1256 as Python writes it", async (t) => {
  if (!requirePython(t, "codecs")) return;
  await using dir = await tempDir();
  const text = "أبجد هوز، حطي كلمن؟ سعفص قرشت ثخذ ضظغ — پچژگ\r\n";
  const script = "import base64\nresult = base64.b64encode(data.encode('cp1256')).decode()";
  const path = await write(dir, Buffer.from(await python<string>(script, text), "base64"));
  assert.equal(await readText(path, { encoding: "windows-1256" }), text);
  assert.equal(await readText(path, { encoding: "cp1256" }), text);
});

test("readText() keeps characters whole wherever a chunk ends", async () => {
  await using dir = await tempDir();
  for (let shift = 0; shift < 8; shift++) {
    const text = "x".repeat(CHUNK - 5 + shift) + "💠سلام€é" + "y".repeat(CHUNK) + "نهاية";
    assert.equal(await readText(await write(dir, text)), text, `${shift}`);
  }
});

test("readText() refuses bytes that are not text, with their position and line", async () => {
  await using dir = await tempDir();
  const before = Buffer.from("سطر أول\nسطر ثان\r\nسطر ");
  const path = await write(dir, Buffer.concat([before, Buffer.from([0xff]), Buffer.from("بقية")]));
  const place = { path, line: 3, position: before.length };
  await assert.rejects(readText(path), failsWith("FS_TEXT_INVALID", place));
  const error = await readText(path).catch((error: FileError) => error) as FileError;
  assert.ok(error.message.includes("utf-8") && error.message.includes("line 3"), error.message);
});

test("readText() finds the position of every kind of broken UTF-8", async () => {
  await using dir = await tempDir();
  const broken: Record<string, number[]> = {
    "a continuation by itself": [0x80],
    "an overlong slash": [0xc0, 0xaf],
    "a surrogate": [0xed, 0xa0, 0x80],
    "beyond Unicode": [0xf4, 0x90, 0x80, 0x80],
    "a lead byte and a letter": [0xd8, 0x41],
    "three of four bytes and a letter": [0xf0, 0x9f, 0x92, 0x41],
    "an impossible byte": [0xf8, 0x88],
  };
  for (const [name, bytes] of Object.entries(broken)) {
    const path = await write(dir, Buffer.concat([Buffer.from("م\n"), Buffer.from(bytes), Buffer.from("z")]));
    const error = await readText(path).catch((error: FileError) => error) as FileError;
    assert.equal(error.code, "FS_TEXT_INVALID", name);
    assert.equal(error.line, 2, name);
    // Where the letter after an unfinished character is blamed, and not the character, is the decoder's choice.
    assert.ok(error.position! >= 3 && error.position! <= 3 + bytes.length, `${name}: ${error.position}`);
  }
});

test("readText() finds broken bytes on both sides of the end of a chunk", async () => {
  await using dir = await tempDir();
  for (let shift = -4; shift <= 4; shift++) {
    const before = "x\n".repeat((CHUNK - 4) / 2) + "سا" + "y".repeat(4 + shift);
    const start = Buffer.byteLength(before);
    const path = await write(dir, Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0x41])]));
    const place = { position: start, line: (CHUNK - 4) / 2 + 1 };
    await assert.rejects(readText(path), failsWith("FS_TEXT_INVALID", place), `${shift}`);
  }
});

test("readText() refuses a text that ends in the middle of a character", async () => {
  await using dir = await tempDir();
  for (const cut of [1, 2, 3]) {
    const bytes = Buffer.from("سلام\n💠").subarray(0, -cut);
    const place = { position: Buffer.byteLength("سلام\n") };
    await assert.rejects(readText(await write(dir, bytes)), failsWith("FS_TEXT_INVALID", place), `${cut}`);
  }
});

test("readText() refuses half a unit and half a pair of UTF-16", async () => {
  await using dir = await tempDir();
  const options = { encoding: "utf-16le" };
  const odd = Buffer.concat([utf16("ab"), Buffer.from([0x41])]);
  await assert.rejects(readText(await write(dir, odd), options), failsWith("FS_TEXT_INVALID", { position: 4 }));
  const alone = Buffer.concat([utf16("ab"), Buffer.from([0x3d, 0xd8]), utf16("c")]);
  await assert.rejects(readText(await write(dir, alone), options), failsWith("FS_TEXT_INVALID"));
});

test("readText() refuses a file larger than maxBytes, and allows just that", async () => {
  await using dir = await tempDir();
  const path = await write(dir, "سلام");
  assert.equal(await readText(path, { maxBytes: 8 }), "سلام");
  await assert.rejects(readText(path, { maxBytes: 7 }), failsWith("FS_TEXT_TOO_LARGE", { path }));
  assert.equal(await readText(await write(dir, ""), { maxBytes: 0 }), "");
});

test("readText() reads files that have no size, within maxBytes", async () => {
  const text = await readText("/proc/self/status");
  assert.match(text, /^Name:/);
  await assert.rejects(readText("/proc/self/status", { maxBytes: 10 }), failsWith("FS_TEXT_TOO_LARGE"));
});

test("readText() names the file that cannot be read", async () => {
  await using dir = await tempDir();
  await mkdir(dir.join("folder"));
  await assert.rejects(readText(dir.join("none")), failsWith("FS_NOT_FOUND", { path: dir.join("none") }));
  await assert.rejects(readText(dir.join("folder")), failsWith("FS_IS_DIRECTORY", { path: dir.join("folder") }));
});

test("readText() heeds its signal and its task", async () => {
  await using dir = await tempDir();
  const path = await write(dir, "x".repeat(3 * CHUNK));
  const reason = new Error("enough");
  await assert.rejects(readText(path, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
  const controller = new AbortController();
  const reading = readText(path, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(reading, (error) => error === reason);
  const task = createTask(() => readText(path));
  task.cancel();
  await assert.rejects(task, CancelledError);
});

test("readText() refuses wrong arguments at once", async () => {
  const wrong: [unknown, unknown, string][] = [
    ["", {}, "path"],
    ["x", { encoding: "klingon" }, "encoding"],
    ["x", { encoding: "" }, "encoding"],
    ["x", { encoding: 8 }, "encoding"],
    ["x", { encoding: null }, "encoding"],
    ["x", { maxBytes: -1 }, "maxBytes"],
    ["x", { maxBytes: "1" }, "maxBytes"],
  ];
  for (const [path, options, option] of wrong) {
    const reading = readText(path as string, options as ReadTextOptions);
    await assert.rejects(reading, (error) => error instanceof ValidationError && error.option === option, option);
  }
});

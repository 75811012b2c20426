import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import * as std from "../../mod.ts";
import * as async from "../../async/mod.ts";
import * as asyncAr from "../../async/ar.ts";
import * as cache from "../../cache/mod.ts";
import * as cacheAr from "../../cache/ar.ts";
import * as crypto from "../../crypto/mod.ts";
import * as cryptoAr from "../../crypto/ar.ts";
import * as db from "../../db/mod.ts";
import * as dbAr from "../../db/ar.ts";
import * as fs from "../../fs/mod.ts";
import * as fsAr from "../../fs/ar.ts";
import * as net from "../../net/mod.ts";
import * as netAr from "../../net/ar.ts";

test("a module exports the errors that it throws, the very classes of the errors' module", () => {
  const pairs: [unknown, unknown, unknown][] = [
    [async.CancelledError, asyncAr.خطأ_إلغاء, std.CancelledError],
    [async.TimeoutError, asyncAr.خطأ_مهلة, std.TimeoutError],
    [net.NetworkError, netAr.خطأ_شبكة, std.NetworkError],
    [net.WebSocketError, netAr.خطأ_websocket, std.WebSocketError],
    [net.CancelledError, netAr.خطأ_إلغاء, std.CancelledError],
    [db.DatabaseError, dbAr.خطأ_قاعدة_بيانات, std.DatabaseError],
    [fs.FileError, fsAr.خطأ_ملف, std.FileError],
    [fs.SplitError, fsAr.خطأ_تقسيم_ملف, std.SplitError],
    [cache.RedisError, cacheAr.خطأ_redis, std.RedisError],
    [crypto.CryptoError, cryptoAr.خطأ_تشفير, std.CryptoError],
  ];
  for (const [english, arabic, base] of pairs) {
    assert.equal(typeof base, "function");
    assert.deepEqual([english, arabic], [base, base]);
  }
});

// In a program of its own, as any other import would give errors their Arabic members.
for (const module of ["async", "cache", "cli", "crypto", "db", "fs", "log", "net", "openapi"]) {
  test(`errors have Arabic members where nothing but ${module}/ar.ts is imported`, () => {
    const at = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
    const program = `await import(${at(`${module}/ar.ts`)});
      const { MaktabaError } = await import(${at("errors/maktaba_error.ts")});
      console.log(new MaktabaError({ code: "CANCELLED" }).الرمز);`;
    const args = "Deno" in globalThis
      ? ["eval", "--quiet", program]
      : "Bun" in globalThis
      ? ["-e", program]
      : ["--input-type=module", "-e", program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env } });
    assert.equal(stdout.trim(), "CANCELLED", stderr);
  });
}

import { test } from "node:test";
import { layers } from "../../scripts/checks/layers.ts";
import { assertTells } from "./checkout.ts";

test("layers() refuses an arrow that points up or sideways", async () => {
  await assertTells(
    layers,
    {
      "net/request.ts":
        'import { sleep } from "../async/sleep.ts";\nimport type { CacheStore } from "../cache/store.ts";',
      "errors/locale.ts": 'import { environment } from "../internal/runtime.ts";',
      "cli/main.ts": 'const net = () => import("../net/mod.ts");\nimport { log } from "../log/mod.ts";',
      "log/mod.ts": 'export * from "./logger.ts";',
    },
    {
      "net/request.ts":
        'import { connect } from "../db/mod.ts";\nimport { x, type Y } from "../cache/store.ts";\nexport * from "../log/mod.ts";',
      "db/connect.ts": 'import type { CacheStore } from "../cache/store.ts";',
      "errors/locale.ts": 'import { report } from "../internal/report.ts";',
      "internal/signals.ts": 'const task = lazy(() => import("../async/task.ts"));',
      "async/task.ts": 'import { everything } from "../mod.ts";',
    },
    [
      "net/request.ts:1: may not import db/mod.ts",
      "net/request.ts:2: may not import cache/store.ts",
      "net/request.ts:3: may not import log/mod.ts",
      "db/connect.ts:1: may not import cache/store.ts",
      "errors/locale.ts:1: may not import internal/report.ts",
      "internal/signals.ts:1: may not import async/task.ts",
      "async/task.ts:1: may not import mod.ts",
    ],
  );
});

test("layers() keeps Arabic names free of everything but their module, the mechanism and other names", async () => {
  await assertTells(
    layers,
    {
      "net/ar.ts": 'import { recordNames } from "../internal/arabic.ts";\nimport { request } from "./request.ts";\n' +
        'import { نوم } from "../async/ar.ts";\nimport { NetworkError } from "../errors/network_error.ts";',
      "errors/ar.ts": 'import { arabicMembers } from "../internal/arabic.ts";',
    },
    {
      "net/ar.ts": 'import { withSignal } from "../internal/signals.ts";\nimport { sleep } from "../async/sleep.ts";',
    },
    ["net/ar.ts:1: may not import internal/signals.ts", "net/ar.ts:2: may not import async/sleep.ts"],
  );
});

test("layers() lets namespaces hold Arabic names alone", async () => {
  await assertTells(
    layers,
    { "namespaces/net.ts": 'export { طلب } from "../net/ar.ts";' },
    { "namespaces/net.ts": 'export { request } from "../net/mod.ts";\nexport { x } from "../cli/ar.ts";' },
    ["namespaces/net.ts:1: may not import net/mod.ts", "namespaces/net.ts:2: may not import cli/ar.ts"],
  );
});

test("layers() wants drivers loaded late, by a literal, in one file", async () => {
  await assertTells(
    layers,
    {
      "db/postgres.ts":
        'import type { Sql } from "postgres";\nexport const load = () => loadDriver("postgres", () => import("postgres"));',
      "db/types.ts": 'import type { Sql } from "postgres";',
      "cache/memory.ts": 'import { inspect } from "node:util";',
      "async/internal/worker_main.ts": "export const load = (url: string) => import(url);",
      "log/sink.ts": 'export const load = () => loadDriver("@logtape/logtape", () => import("@logtape/logtape"));',
    },
    {
      "db/postgres.ts": 'import postgres, { type Sql } from "postgres";',
      "db/one.ts": 'export const load = () => loadDriver("mysql2/promise", () => import("mysql2/promise"));',
      "db/two.ts": 'export const load = () => loadDriver("mysql2", () => import("mysql2"));',
      "db/sqlite.ts": 'import { DatabaseSync } from "node:sqlite";',
      "db/any.ts": "export const load = (name: string) => import(name);",
      "openapi/zod.ts": 'export { z } from "zod";',
      "net/log.ts": 'export const load = () => loadDriver("@logtape/logtape", () => import("@logtape/logtape"));',
    },
    [
      "db/postgres.ts:1: postgres must be loaded by import() at first use",
      "db/one.ts, db/two.ts: only one file may load mysql2",
      "db/sqlite.ts:1: node:sqlite must be loaded by import() at first use",
      "db/any.ts:1: the argument of import() must be a literal",
      "openapi/zod.ts:1: zod must be loaded by import() at first use",
      "net/log.ts:1: only log may load @logtape/logtape",
    ],
  );
});

test("layers() lets only the runtime probe name a runtime", async () => {
  await assertTells(
    layers,
    {
      "internal/runtime.ts": "export const isDeno = typeof Deno !== 'undefined';",
      "fs/stats.ts": '/** Works on Deno and Bun. */\nexport const name = "Deno";',
    },
    { "fs/stats.ts": "export const stats = Deno.stat;\nexport const file = globalThis.Bun;" },
    [
      "fs/stats.ts:1: only internal/runtime.ts may name a runtime",
      "fs/stats.ts:2: only internal/runtime.ts may name a runtime",
    ],
  );
});

test("layers() notes built-in modules that are slow to load", async () => {
  const check = async (root: string) => ({ ...await layers(root), problems: (await layers(root)).notes ?? [] });
  await assertTells(
    check,
    { "fs/stats.ts": 'import type { Stats } from "node:fs";\nimport { join } from "node:path";\nimport("node:fs");' },
    { "fs/stats.ts": 'import { stat } from "node:fs/promises";' },
    ["fs/stats.ts:1: node:fs/promises would better be loaded at first use"],
  );
});

test("layers() wants import() handed to what loads outside of tasks", async () => {
  await assertTells(
    layers,
    {
      "net/request.ts":
        'const sending = lazy(() => import("./internal/send.ts"));\nconst fs = await import("node:fs");',
      "db/mysql.ts": 'loadDriver("mysql2", () => import("mysql2") as Promise<unknown>);',
      "cli/split.ts": 'const { splitFile } = await import("../fs/split_file.ts");',
    },
    {
      "net/request.ts": 'const { send } = await import("./internal/send.ts");',
      "db/mysql.ts": 'const load = () => import("mysql2");',
    },
    [
      "net/request.ts:1: import() must be handed to lazy() or loadDriver()",
      "db/mysql.ts:1: import() must be handed to lazy() or loadDriver()",
    ],
  );
});

import type { SqliteMode } from "../db/connect.ts";
import type { ExecuteResult } from "../db/queries.ts";
import type { Address } from "../db/engine/address.ts";
import type { SqlValue } from "../db/sql_value.ts";
import { type Command, command, type CommandContext } from "./command.ts";
import { Misuse } from "./misuse.ts";
import type { Row } from "./row.ts";
import { jsonLines } from "./shared_options.ts";

/** `maktaba query`: runs an SQL query. */
export const query: Command = command({
  name: { en: "query", ar: "تنفيذ_استعلام" },
  summary: { en: "Run an SQL query and print its rows", ar: "تنفيذ استعلام SQL وطباعة صفوفه" },
  arguments: {
    url: {
      name: { en: "url", ar: "رابط_الاتصال" },
      help: {
        en: "The database: sqlite:, postgres: or mysql:; only CREATE makes a file that is not there",
        ar: "قاعدة البيانات: sqlite: أو postgres: أو mysql:، ولا ينشئ ملفًا غائبًا إلا CREATE",
      },
    },
    sql: {
      name: { en: "sql", ar: "استعلام" },
      help: { en: "The query; :name stands for a value of --params", ar: "الاستعلام، و:اسم فيه قيمة من --معاملات" },
    },
  },
  options: {
    params: {
      arabic: "معاملات",
      value: { en: "json", ar: "json" },
      help: { en: "The values that the query binds, as a JSON object", ar: "القيم المرتبطة بالاستعلام، كائن JSON" },
    },
    json: jsonLines,
  },
  examples: [
    {
      en: `sqlite:shop.db "SELECT * FROM items WHERE id = :id" --params '{"id": 7}'`,
      ar: `sqlite:متجر.db "SELECT * FROM items WHERE id = :id" --معاملات '{"id": 7}'`,
    },
  ],
  async run(values, context) {
    const params = readParams(values.params, context);
    const { parseAddress } = await import("../db/engine/address.ts");
    const address = parseAddress(values.url);
    if (address.engine === "mongodb") throw new Misuse({ code: "CLI_QUERY_NOT_SQL" });
    const { connect } = await import("../db/connect.ts");
    const { printRows } = await import("./print_rows.ts");
    const { signal } = context;
    await using database = await connect(values.url, { signal, mode: await modeFor(address, values.sql) });
    const rows = givesRows(values.sql)
      ? database.rows<Row>(values.sql, params, { signal })
      : [changes(await database.execute(values.sql, params, { signal }), context.locale === "ar" && !values.json)];
    await printRows(rows, values.json, context);
  },
});

// A mistyped path must not become an empty database: only what makes tables may make the file for them.
async function modeFor(address: Address, sql: string): Promise<SqliteMode | undefined> {
  if (address.engine !== "sqlite" || address.mode !== undefined) return undefined;
  const { scan } = await import("../db/engine/scan.ts");
  return scan(sql, "sqlite").verb === "CREATE" ? "rwc" : "rw";
}

// Comments may stand before the first word. A statement that changes rows gives some back only with RETURNING; to look
// for rows in vain does no harm, as the statement is run all the same.
function givesRows(sql: string): boolean {
  const bare = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ").trim();
  return /^\(*\s*(?:select|with|values|table|show|explain|describe|desc|pragma)\b/i.test(bare) ||
    /\breturning\b/i.test(bare);
}

// Programs that read the JSON find the same names in every language.
function changes({ rowsAffected, lastInsertId }: ExecuteResult, isArabic: boolean): Row {
  return isArabic ? { صفوف_متأثرة: rowsAffected, آخر_معرف: lastInsertId } : { rowsAffected, lastInsertId };
}

function readParams(text: string | undefined, { locale }: CommandContext): Record<string, SqlValue> | undefined {
  if (text === undefined) return undefined;
  const option = locale === "ar" ? "--معاملات" : "--params";
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, SqlValue>;
  } catch {
    throw new Misuse({ code: "CLI_OPTION_NOT_JSON", params: { option } });
  }
  throw new Misuse({ code: "CLI_OPTION_NOT_JSON", params: { option } });
}

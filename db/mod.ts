/**
 * Databases behind one interface: SQLite, PostgreSQL, MySQL and MariaDB by SQL, MongoDB by documents. Values are bound,
 * transactions are functions, everything stops with its signal or task, and errors have the same codes everywhere.
 *
 * Each driver is loaded when the first database of its kind is opened. Under Deno a server needs `--allow-net`, and
 * PostgreSQL and MongoDB `--allow-env`; SQLite needs `--allow-read` and `--allow-write`. Where one is missing, the error
 * (`DB_NOT_ALLOWED`) names all flags that are needed.
 *
 * @example A transaction and a question
 * ```ts
 * import { connect } from "@maktaba/std/db";
 * import assert from "node:assert/strict";
 *
 * await using db = await connect("sqlite::memory:");
 * await db.execute("create table book (id integer primary key, title text not null, pages integer)");
 * await db.transaction(async (tx) => {
 *   const sql = "insert into book (title, pages) values (:title, :pages)";
 *   await tx.execute(sql, { title: "كليلة ودمنة", pages: 320 });
 *   await tx.execute(sql, { title: "المقدمة", pages: 1000 });
 * });
 * const book = await db.one<{ title: string }>("select title from book where pages > :pages", { pages: 500 });
 * assert.equal(book?.title, "المقدمة");
 * ```
 *
 * @module
 */

export * from "../errors/database_error.ts";
export * from "./connect.ts";
export * from "./database.ts";
export * from "./database_session.ts";
export * from "./document_database.ts";
export * from "./queries.ts";
export * from "./sql_value.ts";
export * from "./transaction.ts";

import assert from "node:assert/strict";
import test from "node:test";
import { setLocale, ValidationError } from "../../errors/mod.ts";
import { engineOf, type FileAddress, parseAddress, placeOf, type ServerAddress } from "../../db/engine/address.ts";

setLocale("en");

function file(url: string): string {
  return (parseAddress(url) as FileAddress).path;
}

function server(url: string): ServerAddress {
  return parseAddress(url) as ServerAddress;
}

test("parseAddress() reads the paths of SQLite in its own form and in SQLAlchemy's", () => {
  assert.equal(file("sqlite:data.db"), "data.db");
  assert.equal(file("sqlite:./a/b.db"), "./a/b.db");
  assert.equal(file("sqlite:/var/lib/data.db"), "/var/lib/data.db");
  assert.equal(file("sqlite://data.db"), "data.db");
  assert.equal(file("sqlite:///data.db"), "data.db");
  assert.equal(file("sqlite:////var/lib/data.db"), "/var/lib/data.db");
  assert.equal(file("sqlite+aiosqlite:///data.db"), "data.db");
  assert.equal(file("SQLite:بيانات المكتبة.db"), "بيانات المكتبة.db");
  assert.equal(file("sqlite:100%.db"), "100%.db");
});

test("parseAddress() knows the ways to say a database in memory", () => {
  for (const url of ["sqlite::memory:", "sqlite://", "sqlite:///:memory:", "sqlite:", "sqlite+aiosqlite://"]) {
    assert.equal(file(url), ":memory:", url);
  }
});

test("parseAddress() marks the path that many mean as absolute", () => {
  assert.equal((parseAddress("sqlite:///tmp/x.db") as FileAddress).isAmbiguous, true);
  for (const url of ["sqlite:tmp/x.db", "sqlite:/tmp/x.db", "sqlite:////tmp/x.db", "sqlite:///:memory:"]) {
    assert.equal((parseAddress(url) as FileAddress).isAmbiguous, false, url);
  }
});

test("parseAddress() takes a server's URL apart", () => {
  assert.deepEqual(server("postgres://ali:s3cret@db.example.com:5433/app?sslmode=require"), {
    engine: "postgres",
    host: "db.example.com",
    port: 5433,
    user: "ali",
    password: "s3cret",
    database: "app",
    parameters: { sslmode: "require" },
  });
  assert.equal(server("postgresql+asyncpg://h/d").engine, "postgres");
  assert.equal(server("mariadb://h/d").engine, "mysql");
  assert.equal(server("mysql+aiomysql://h").port, 3306);
  assert.equal(server("postgres://h").port, 5432);
  assert.equal(server("postgres:///d").host, "localhost");
  assert.equal(server("postgres://[::1]:1/d").host, "::1");
});

test("parseAddress() decodes users, passwords and databases", () => {
  const address = server("mysql://%D8%B9%D9%84%D9%8A:p%40ss%2Fw%3Ard@h/%D9%85%D9%83%D8%AA%D8%A8%D8%A9");
  assert.equal(address.user, "علي");
  assert.equal(address.password, "p@ss/w:rd");
  assert.equal(address.database, "مكتبة");
  assert.equal(server("mysql://u:100%@h").password, "100%");
  assert.equal(server("mysql://h").user, undefined);
  assert.equal(server("mysql://h/").database, undefined);
});

test("parseAddress() reads what may be done to a file, by the names of SQLite's own URIs", () => {
  const mode = (url: string) => (parseAddress(url) as FileAddress).mode;
  assert.equal(mode("sqlite:data.db"), undefined);
  for (const one of ["rwc", "rw", "ro"]) assert.equal(mode(`sqlite:data.db?mode=${one}`), one);
  assert.equal((parseAddress("sqlite:///data.db?mode=ro") as FileAddress).path, "data.db");
  assert.throws(() => mode("sqlite:data.db?mode=memory"), { code: "ARGUMENT_NOT_ONE_OF" });
});

test("parseAddress() refuses parameters that it does not know", () => {
  for (const url of ["postgres://h/d?ssl_mode=require", "mysql://h/d?charset=latin1", "sqlite:x.db?cache=shared"]) {
    assert.throws(() => parseAddress(url), (error) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.code, "ARGUMENT_UNKNOWN");
      return true;
    });
  }
});

test("engineOf() names the schemes that there are, and shows no more of a URL than its scheme", () => {
  const refused = ["oracle://scott:tiger@h/d", "postgre://u:tiger@h", "tiger", "://tiger@h", "mongodb+tcp://tiger@h"];
  for (const url of refused) {
    assert.throws(() => engineOf(url), (error) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.code, "ARGUMENT_DATABASE_URL");
      assert.match(error.message, /sqlite:, postgres:\/\//);
      assert.doesNotMatch(JSON.stringify(error) + String(error.stack), /tiger/);
      return true;
    });
  }
  assert.equal(engineOf("mongodb+srv://h"), "mongodb");
});

test("parseAddress() shows nothing of a server's URL that cannot be read", () => {
  for (const url of ["postgres://u:pa/ss@h/d", "mysql://u:pa ss@h:x/d", "postgres:u:pass@h"]) {
    try {
      const { password } = server(url);
      assert.notEqual(password, undefined);
    } catch (error) {
      assert.ok(error instanceof ValidationError);
      assert.doesNotMatch(JSON.stringify(error), /pa.?ss/);
    }
  }
});

test("parseAddress() refuses what is no text", () => {
  for (const url of ["", undefined, 5, null]) {
    assert.throws(() => parseAddress(url as string), (error) => {
      return error instanceof ValidationError && error.option === "url";
    });
  }
});

test("placeOf() shows a server without user and password", () => {
  assert.equal(placeOf(server("postgres://ali:s3cret@h:1/d")), "postgres://h:1/d");
  assert.equal(placeOf(server("mysql://ali:s3cret@[::1]")), "mysql://[::1]:3306");
});

import assert from "node:assert/strict";
import test from "node:test";
import { FileError, setLocale } from "@maktaba/std/errors";
import { connectionFailure, requestFailure } from "../../fs/internal/sftp_failure.ts";
import { printed } from "../support/mod.ts";

setLocale("en");

// Made at run time, as Bun shows the source around an error.
const SECRET = ["kqzX", "w9vY"].join("");
const options = { host: "h", username: "ali", password: SECRET };

/** An error of the package, with all that it works with. */
const failed = (message: string, more: object = {}) =>
  Object.assign(new Error(message), { options, config: { password: SECRET, privateKey: SECRET }, ...more });

test("failures of SFTP show nothing of what the package keeps with its errors", () => {
  const failures = [
    connectionFailure(failed("refused", { code: "ECONNREFUSED" }), options, "h:22"),
    connectionFailure(failed("no method left", { level: "client-authentication" }), options, "h:22"),
    connectionFailure(failed("Cannot parse privateKey: bad"), options, "h:22"),
    connectionFailure(failed("something new"), options, "h:22"),
    requestFailure(failed("No such file", { code: 2 }), "/x", "h:22"),
    requestFailure(failed("Failure", { code: 4 }), "/x", "h:22"),
  ];
  for (const failure of failures) {
    assert.ok(failure instanceof FileError && failure.cause instanceof Error);
    const shown = printed(failure);
    assert.ok(!shown.includes(SECRET), shown);
  }
});

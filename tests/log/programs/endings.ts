// Logs a few records, then ends in the way that its first argument names.
import process from "node:process";
import { configureLog, ErrorLogger, getLogger } from "@maktaba/std/log";

const [ending, file = ""] = process.argv.slice(2);
new ErrorLogger({ file: `${file}.errors` }).error("الخطأ الأول", { error: new Error("x") });
if (ending === "at-once") process.exit(3);

await configureLog({ console: false, file });
for (let index = 1; index <= 100; index++) getLogger("app").info("Record {index}", { index });

if (ending === "exit") process.exit(3);
if (ending === "throw") setTimeout(() => JSON.parse("uncaught"), 1);
if (ending === "reject") void Promise.reject(new Error("unhandled"));
if (ending === "kill") {
  setTimeout(() => {}, 10_000);
  process.kill(process.pid, "SIGKILL");
}

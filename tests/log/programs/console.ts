// Logs to the console as its first argument says; with "exit" it ends by process.exit().
import process from "node:process";
import { configureLog, getLogger } from "@maktaba/std/log";

const format = process.argv[2] as "auto" | "pretty" | "json";
getLogger("app").error("Not heard, as nothing is configured yet");
await configureLog({ console: { format }, level: "debug" });
const log = getLogger("app.orders");
log.info("Loaded {count} rows", { count: 250, user: "علي" });
log.error("تعذر الحفظ", { error: new TypeError("disk full", { cause: new Error("ENOSPC") }) });
console.log("on standard output");
if (process.argv[3] === "exit") process.exit(3);

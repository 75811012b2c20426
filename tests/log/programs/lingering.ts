// Leaves the log open, with a mail held back for an hour, and ends by itself: PORT PATH.
import process from "node:process";
import { configureLog, ErrorLogger, flushLogs, getLogger } from "@maktaba/std/log";

const [port, path = ""] = process.argv.slice(2);
const email = { host: "127.0.0.1", port: Number(port), from: "log@example.com", to: "ali@example.com" };
await configureLog({ console: false, file: path, alert: { email, maxEmails: 1 } });
getLogger("app").error("first");
await flushLogs();
getLogger("app").error("held back");
new ErrorLogger({ file: `${path}.errors` }).error("recorded");

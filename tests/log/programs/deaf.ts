// Logs to the console and to a file while whoever reads the console leaves.
import process from "node:process";
import { configureLog, getLogger } from "@maktaba/std/log";

await configureLog({ console: { format: "json" }, file: process.argv[2] });
for (let index = 0; index < 2_000; index++) {
  getLogger("app").info("Record {index}", { index });
  if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

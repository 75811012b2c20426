// Writes records to a file that other processes write to as well: PATH NAME COUNT MAX_BYTES.
import process from "node:process";
import { ErrorLogger } from "@maktaba/std/log";

const [path = "", name = "", count, maxBytes] = process.argv.slice(2);
const errors = new ErrorLogger({ file: { path, maxBytes: Number(maxBytes), maxFiles: 100 } });
for (let index = 0; index < Number(count); index++) {
  errors.error(`${name} ${index}`, { context: { filling: "ملء ".repeat(index % 20) } });
  if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

import type { OptionSpec } from "./command.ts";

/** `--json`, for commands whose result is one thing. */
export const json: OptionSpec = {
  arabic: "بصيغة_json",
  help: { en: "Print the result as JSON", ar: "طباعة النتيجة بصيغة JSON" },
};

/** `--json`, for commands that print one row after the other. */
export const jsonLines: OptionSpec = {
  arabic: "بصيغة_json",
  help: { en: "Print each row as a line of JSON", ar: "طباعة كل صف سطرًا بصيغة JSON" },
};

/** `--force`. */
export const overwrite: OptionSpec = {
  arabic: "استبدال",
  help: { en: "Overwrite files that are there already", ar: "استبدال الملفات الموجودة" },
};

import { type Command, command } from "./command.ts";
import { jsonLines } from "./shared_options.ts";
import { thisProcess } from "./this_process.ts";

/** `maktaba csv`: prints the records of a CSV file. */
export const csv: Command = command({
  name: { en: "csv", ar: "تحليل_csv" },
  summary: { en: "Print the records of a CSV file", ar: "طباعة سجلات ملف CSV" },
  arguments: {
    path: {
      name: { en: "path", ar: "مسار_ملف" },
      help: { en: 'The file; "-" for standard input', ar: "الملف، أو - للإدخال القياسي" },
    },
  },
  options: {
    delimiter: {
      arabic: "فاصل",
      value: { en: "text", ar: "نص" },
      help: {
        en: 'What stands between two fields, "tab" for a tab (default ",")',
        ar: 'ما يفصل بين حقلين، وtab لعلامة الجدولة ("," إن لم يُذكر)',
      },
    },
    encoding: {
      arabic: "ترميز",
      value: { en: "label", ar: "اسم" },
      help: {
        en: "How it is encoded, such as windows-1256 (default utf-8)",
        ar: "ترميز الملف مثل windows-1256 (utf-8 إن لم يُذكر)",
      },
    },
    json: jsonLines,
  },
  examples: [{ en: "countries.csv --delimiter ';' --json", ar: "دول.csv --فاصل ';' --بصيغة_json" }],
  async run(values, context) {
    const { csvRecords } = await import("../fs/csv_records.ts");
    const { printRows } = await import("./print_rows.ts");
    const records = csvRecords(values.path === "-" ? thisProcess().stdin : values.path, {
      delimiter: delimiterOf(values.delimiter),
      encoding: values.encoding,
      signal: context.signal,
    });
    await printRows(records, values.json, context);
  },
});

// A tab is hard to type in a shell.
function delimiterOf(text: string | undefined): string | undefined {
  return text === "tab" || text === "\\t" ? "\t" : text;
}

/**
 * Runs the quickstart in English or in Arabic: `npm start`, `npm start -- --lang ar`, `npm start -- path/to/your.csv`.
 */

import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createTask } from "@maktaba/std/async";
import { CancelledError, getLocale, type Locale, MaktabaError, setLocale } from "@maktaba/std/errors";
import { DirectoryInUse, openOutputDirectory } from "./support/output_directory.ts";

const texts = {
  usage: {
    en: `Usage: npm start -- [options] [file.csv]

Runs the library from end to end on a CSV file, by default the countries of the world.

Options:
  --lang <ar|en>  The language of the program and its messages
  --out <dir>     An empty directory for the files that it writes (default: a new temporary one)
  --help          Show this help
`,
    ar: `الاستعمال: npm start -- [خيارات] [ملف.csv]

يجرّب المكتبة من أولها إلى آخرها على ملف CSV، وهو دول العالم إن لم يُذكر غيره.

الخيارات:
  اللغة:    --lang <ar|en>
  المجلد:   --out <dir>     مجلد فارغ لما يُكتب من ملفات (مجلد مؤقت جديد إن لم يُذكر)
  المساعدة: --help
`,
  },
  language: {
    en: (language: string) => `Cannot use --lang ${language} as it must be ar or en`,
    ar: (language: string) => `لا يمكن استخدام --lang ${language} إذ يجب أن تكون اللغة ar أو en`,
  },
  option: {
    en: (option: string) => `Cannot use ${option} as there is no such option, or its value is missing`,
    ar: (option: string) => `لا يمكن استخدام ${option} إذ لا يوجد خيار بهذا الاسم أو تنقصه قيمته`,
  },
  argument: {
    en: (argument: string) => `Cannot use ${argument} as one file is all that can be given`,
    ar: (argument: string) => `لا يمكن استخدام ${argument} إذ لا يُعطى غير ملف واحد`,
  },
  inUse: {
    en: (path: string) => `Cannot write into ${path} as it is not empty`,
    ar: (path: string) => `لا يمكن الكتابة في ${path} إذ ليس فارغًا`,
  },
  interrupted: {
    en: "Interrupted: everything was cancelled, and what was written is removed",
    ar: "أُوقف العمل: أُلغي كل شيء، وأُزيل ما كُتب",
  },
} as const;

// A reader who has left (`npm start | head -1`) does not stop the work.
process.stdout.on("error", () => {});
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  setLocale(options.locale);
  if (options.isHelp) return print(texts.usage[options.locale]);
  // Everything that the library waits for inside a task ends with it: one call cancels all of it.
  const task = createTask(() => run(options));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void task.cancel(signal));
  try {
    await task;
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error, options.locale)}\n`);
    return error instanceof DirectoryInUse ? 2 : task.cancelled ? 130 : 1;
  }
}

async function run({ csvPath, out, locale }: Options): Promise<void> {
  const program = locale === "ar"
    ? (await import("./البداية_السريعة.ts")).البداية_السريعة
    : (await import("./quickstart.ts")).quickstart;
  const directory = await openOutputDirectory(out);
  try {
    await program(csvPath, directory.path, print);
  } catch (error) {
    await directory.remove();
    throw error;
  }
}

interface Options {
  locale: Locale;
  csvPath: string;
  out: string | undefined;
  isHelp: boolean;
}

function readOptions(): Options | undefined {
  // What is wrong with the rest is said in the language that is asked for.
  const asked = process.argv[process.argv.indexOf("--lang") + 1];
  const locale = asked === "ar" || asked === "en" ? asked : getLocale();
  const refuse = (complaint: string): undefined => {
    process.stderr.write(`${complaint}\n\n${texts.usage[locale]}`);
  };
  try {
    const { values, positionals } = parseArgs({
      options: { lang: { type: "string" }, out: { type: "string" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    const { lang = locale, out, help = false } = values;
    if (lang !== "ar" && lang !== "en") return refuse(texts.language[locale](lang));
    if (positionals.length > 1) return refuse(texts.argument[locale](positionals[1]!));
    const csvPath = positionals[0] ?? fileURLToPath(new URL("data/countries.csv", import.meta.url));
    return { locale: lang, csvPath, out, isHelp: help };
  } catch (error) {
    // Each runtime says it in a sentence of its own, which quotes the option.
    return refuse(texts.option[locale](/--?[\w-]+/.exec((error as Error).message)?.[0] ?? "?"));
  }
}

function print(text: string): 0 {
  try {
    process.stdout.write(text);
  } catch (error) {
    // Bun throws what the others emit.
    if ((error as { code?: unknown }).code !== "EPIPE") throw error;
  }
  return 0;
}

function messageOf(error: unknown, locale: Locale): string {
  if (error instanceof DirectoryInUse) return texts.inUse[locale](error.message);
  if (error instanceof CancelledError) return texts.interrupted[locale];
  if (error instanceof MaktabaError) return `${error.message} [${error.code}]`;
  return error instanceof Error ? error.message : String(error);
}

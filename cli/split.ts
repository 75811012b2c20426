import { type Command, command } from "./command.ts";
import { json, overwrite } from "./shared_options.ts";

/** `maktaba split`: splits a file into parts. */
export const split: Command = command({
  name: { en: "split", ar: "تقسيم_ملف" },
  summary: { en: "Split a file into parts", ar: "تقسيم ملف إلى أجزاء" },
  arguments: {
    path: { name: { en: "path", ar: "مسار_ملف" }, help: { en: "The file", ar: "الملف" } },
  },
  options: {
    "chunk-size": {
      arabic: "حجم_القطعة",
      value: { en: "bytes", ar: "بايتات" },
      help: { en: "How large a part is, in bytes (default 1048576)", ar: "حجم الجزء بالبايت (1048576 إن لم يُذكر)" },
    },
    "output-dir": {
      arabic: "مجلد_الإخراج",
      value: { en: "dir", ar: "مجلد" },
      help: { en: "Where the parts go (default: beside the file)", ar: "مكان الأجزاء (بجانب الملف إن لم يُذكر)" },
    },
    force: overwrite,
    json,
  },
  examples: [{ en: "film.mkv --chunk-size 10000000", ar: "فيلم.mkv --حجم_القطعة ١٠٠٠٠٠٠٠" }],
  async run(values, { stdout, signal, locale }) {
    const size = values["chunk-size"];
    const { wholeNumber } = await import("./numbers.ts");
    const partBytes = size === undefined
      ? undefined
      : wholeNumber(locale === "ar" ? "--حجم_القطعة" : "--chunk-size", size, 1);
    const { splitFile } = await import("../fs/split_file.ts");
    const parts = await splitFile(values.path, {
      partBytes,
      outputDirectory: values["output-dir"],
      overwrite: values.force,
      signal,
    });
    const { jsonText } = await import("./json.ts");
    await stdout.write(values.json ? `${jsonText({ parts })}\n` : parts.map((part) => `${part}\n`).join(""));
  },
});

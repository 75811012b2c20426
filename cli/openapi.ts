import { type Command, command } from "./command.ts";
import { json, overwrite } from "./shared_options.ts";

/** `maktaba openapi`: writes an OpenAPI document. */
export const openapi: Command = command({
  name: { en: "openapi", ar: "إنشاء_openapi" },
  summary: { en: "Write an OpenAPI document", ar: "كتابة مواصفات OpenAPI" },
  arguments: {
    out: {
      name: { en: "out", ar: "مسار_الإخراج" },
      help: { en: "The file to write (default openapi.json)", ar: "الملف الناتج (openapi.json إن لم يُذكر)" },
      optional: true,
    },
  },
  options: {
    endpoints: {
      arabic: "نقاط_نهائية",
      value: { en: "file", ar: "ملف" },
      help: {
        en: 'JSON with "info" and "endpoints" (default: an example to start from)',
        ar: 'ملف JSON فيه "معلومات" و"نقاط_نهائية" (مثال يُبدأ منه إن لم يُذكر)',
      },
    },
    force: overwrite,
    json,
  },
  examples: [
    { en: "api.json --endpoints endpoints.json", ar: "واجهة.json --نقاط_نهائية نقاط.json" },
  ],
  async run(values, { stdout, signal, locale }) {
    const { readDescription } = await import("./openapi_description.ts");
    const document = await readDescription(values.endpoints, locale, signal);
    const { saveOpenApi } = await import("../openapi/save_open_api.ts");
    const path = await saveOpenApi(document, values.out ?? "openapi.json", { overwrite: values.force, signal });
    const { jsonText } = await import("./json.ts");
    const operations = Object.values(document.paths).flatMap(Object.keys).length;
    await stdout.write(values.json ? `${jsonText({ path, operations })}\n` : `${path}\n`);
  },
});

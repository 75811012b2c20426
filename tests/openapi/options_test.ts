import { setLocale } from "@maktaba/std/errors";
import { createOpenApi, saveOpenApi } from "@maktaba/std/openapi";
import { testOptions } from "../support/mod.ts";

setLocale("en");

const info = { title: "Library", version: "1.0.0" };

testOptions({
  "createOpenApi()": (options) => createOpenApi([], info, options),
  "saveOpenApi()": (options) => saveOpenApi(createOpenApi([], info), "absent/openapi.json", options),
});

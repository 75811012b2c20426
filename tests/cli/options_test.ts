import assert from "node:assert/strict";
import test from "node:test";
import { runCli, type RunCliOptions } from "@maktaba/std/cli";
import { تشغيل_سطر_الأوامر } from "@maktaba/std/cli/ar";
import { setLocale, ValidationError } from "@maktaba/std/errors";
import { testOptions } from "../support/mod.ts";

setLocale("en");

testOptions({ "runCli()": (options) => runCli(["--version"], options) });

test("runCli() refuses what it cannot use before it begins, naming it", async () => {
  const wrong: [unknown, unknown, string][] = [
    ["--version", {}, "argv"],
    [[1], {}, "argv[0]"],
    [["--version"], { stdout: null }, "stdout"],
    [["--version"], { stdout: {} }, "stdout.write"],
    [["--version"], { stderr: { write: "x" } }, "stderr.write"],
    [["--version"], { signal: {} }, "signal"],
    [["--version"], { locale: "fr" }, "locale"],
  ];
  for (const [argv, options, option] of wrong) {
    await assert.rejects(runCli(argv as string[], options as RunCliOptions), (error) => {
      return error instanceof ValidationError && error.option === option;
    }, option);
  }
});

test("تشغيل_سطر_الأوامر names in Arabic what it cannot use", async () => {
  setLocale("ar");
  try {
    await assert.rejects(تشغيل_سطر_الأوامر("--إصدار" as never), /معاملات» إذ يجب أن يكون مصفوفة/);
    await assert.rejects(تشغيل_سطر_الأوامر([], { إخراج: {} } as never), /إخراج\.كتابة» إذ يجب أن يكون دالة/);
    await assert.rejects(تشغيل_سطر_الأوامر([], { لغة: "fr" } as never), /لغة» إذ يجب أن يكون واحدًا من/);
    await assert.rejects(تشغيل_سطر_الأوامر([], { لسان: "ar" } as never), /الخيار لسان/);
  } finally {
    setLocale("en");
  }
});

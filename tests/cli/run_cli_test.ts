import assert from "node:assert/strict";
import test from "node:test";
import { getLocale, setLocale } from "../../errors/mod.ts";
import { runCli } from "../../cli/mod.ts";
import { cli } from "./command.ts";

test("runCli() shows help on standard output when asked for it, and exits 0", async () => {
  for (const argv of [["--help"], ["-h"], ["--مساعدة"]]) {
    const { code, stdout, stderr } = await cli(argv);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.match(stdout, /^Usage: maktaba <command> \[options\]$/m);
    for (const name of ["split <path>", "query <url> <sql>", "openapi [out]", "csv <path>"]) {
      assert.ok(stdout.includes(name), name);
    }
  }
});

test("runCli() without any argument shows help on standard error, and exits 2", async () => {
  const { code, stdout, stderr } = await cli([]);
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^Usage: maktaba/m);
});

test("runCli() shows a command's help by its name in either language, before or after --help", async () => {
  for (const argv of [["split", "--help"], ["تقسيم_ملف", "-h"], ["--help", "split"], ["split", "film.mkv", "-h"]]) {
    const { code, stdout } = await cli(argv);
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: maktaba split <path> \[options\]$/m);
    assert.match(stdout, /--chunk-size <bytes> /);
  }
});

test("runCli() writes Arabic help in which every line has Arabic letters before Latin ones", async () => {
  for (const command of [[], ["split"], ["query"], ["openapi"], ["csv"]]) {
    const { code, stdout } = await cli([...command, "--help", "--lang", "ar"]);
    assert.equal(code, 0);
    for (const line of stdout.split("\n").filter((each) => /\p{L}/u.test(each))) {
      assert.match(line.match(/\p{L}/u)![0], /\p{Script=Arabic}/u, line);
    }
  }
});

test("runCli() lines up the columns of its help", async () => {
  for (const language of ["en", "ar"]) {
    const { stdout } = await cli(["split", "--help", "--lang", language]);
    const rows = stdout.split("\n").filter((line) => line.startsWith("  --"));
    const starts = rows.map((row) => row.search(/(?<=\S {2,})(?=\S)/));
    assert.equal(new Set(starts).size, 1, stdout);
    assert.ok(rows.length >= 6);
  }
});

test("runCli() speaks the language asked for, in either name and form", async () => {
  const forms = [["--lang", "ar"], ["--lang=ar"], ["--لغة", "ar"], ["--لغة=ar"]];
  for (const form of forms) {
    for (const argv of [[...form, "--help"], ["--help", ...form], ["csv", ...form, "--help"]]) {
      assert.match((await cli(argv)).stdout, /^الاستعمال:/m, argv.join(" "));
    }
  }
  assert.match((await cli(["--lang", "en", "--help"], { locale: "ar" })).stdout, /^Usage:/m);
  assert.match((await cli(["--help"], { locale: "ar" })).stdout, /^الاستعمال:/m);
});

test("runCli() refuses another language", async () => {
  const { code, stderr } = await cli(["--lang", "fr", "--help"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^maktaba: Cannot use --lang as it must be one of ar, en: current value is fr \[CLI_OPTION_NOT_ONE_OF\]$/m,
  );
});

test("runCli() complains in the language asked for, even where that stands after the mistake", async () => {
  const { code, stderr } = await cli(["csv", "--فاصلة", ";", "--lang", "ar"]);
  assert.equal(code, 2);
  assert.equal(
    stderr,
    "مكتبة: لا يمكن استخدام --فاصلة إذ ليس للأمر تحليل_csv خيار بهذا الاسم [CLI_OPTION_UNKNOWN]\n" +
      "هل تقصد --فاصل؟\nللمساعدة، نفّذ: مكتبة تحليل_csv --مساعدة\n",
  );
});

test("runCli() leaves the library's own language as it was", async () => {
  const before = getLocale();
  try {
    setLocale("en");
    await cli(["--help", "--lang", "ar"]);
    assert.equal(getLocale(), "en");
    setLocale("ar");
    let text = "";
    await runCli(["--version"], { stdout: { write: (part) => void (text += part) } });
    assert.match(text, /^مكتبة \d/);
  } finally {
    setLocale(before);
  }
});

test("runCli() refuses an unknown command and suggests the one that was meant", async () => {
  const cases: [string, string][] = [
    ["splt", "split"],
    ["querry", "query"],
    ["CSV", "csv"],
    ["انشاء_openapi", "إنشاء_openapi"],
    ["تقسيم-ملف", "تقسيم_ملف"],
  ];
  for (const [typed, meant] of cases) {
    const { code, stdout, stderr } = await cli([typed, "x"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      `maktaba: Cannot run ${typed} as there is no such command [CLI_COMMAND_UNKNOWN]\n` +
        `Did you mean ${meant}?\nFor help, run: maktaba --help\n`,
    );
  }
  assert.doesNotMatch((await cli(["frobnicate"])).stderr, /Did you mean/);
});

test("runCli() refuses an unknown option and suggests the one that was meant", async () => {
  const cases: [string, string][] = [
    ["--chunksize", "--chunk-size"],
    ["--chunkSize=5", "--chunk-size"],
    ["--حجم-القطعة", "--حجم_القطعة"],
    ["--حجمالقطعة", "--حجم_القطعة"],
    ["--jsno", "--json"],
  ];
  for (const [typed, meant] of cases) {
    const { code, stderr } = await cli(["split", "film.mkv", typed, "5"]);
    assert.equal(code, 2);
    const name = typed.split("=")[0];
    assert.ok(
      stderr.startsWith(`maktaba: Cannot use ${name} as split has no such option [CLI_OPTION_UNKNOWN]\n`),
      stderr,
    );
    assert.ok(stderr.includes(`Did you mean ${meant}?\n`), stderr);
  }
  for (const typed of ["-x", "--no-json", "--", "-hx"].filter((each) => each !== "--")) {
    assert.equal((await cli(["split", "film.mkv", typed])).code, 2, typed);
  }
  assert.equal((await cli(["--json"])).code, 2);
});

test("runCli() accepts names that a keyboard composed otherwise", async () => {
  const decomposed = "إنشاء_openapi".normalize("NFD");
  assert.notEqual(decomposed, "إنشاء_openapi");
  assert.match((await cli([decomposed, "--help"])).stdout, /^Usage: maktaba openapi/m);
});

test("runCli() names the argument that is missing", async () => {
  const cases: [string[], string][] = [
    [["split"], "Cannot run split as it needs <path> [CLI_ARGUMENT_MISSING]"],
    [["query"], "Cannot run query as it needs <url> [CLI_ARGUMENT_MISSING]"],
    [["query", "sqlite::memory:"], "Cannot run query as it needs <sql> [CLI_ARGUMENT_MISSING]"],
    [["csv", "--json"], "Cannot run csv as it needs <path> [CLI_ARGUMENT_MISSING]"],
  ];
  for (const [argv, message] of cases) {
    const { code, stderr } = await cli(argv);
    assert.equal(code, 2);
    assert.equal(stderr, `maktaba: ${message}\nFor help, run: maktaba ${argv[0]} --help\n`);
  }
  const arabic = await cli(["تنفيذ_استعلام"], { locale: "ar" });
  assert.match(
    arabic.stderr,
    /^مكتبة: لا يمكن تنفيذ تنفيذ_استعلام إذ يحتاج إلى <رابط_الاتصال> \[CLI_ARGUMENT_MISSING\]$/m,
  );
});

test("runCli() refuses an argument too many", async () => {
  const { code, stderr } = await cli(["csv", "a.csv", "b.csv"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^maktaba: Cannot run csv with b\.csv as it takes no further argument \[CLI_ARGUMENT_UNEXPECTED\]$/m,
  );
});

test("runCli() refuses an option without its value, and a value for a switch", async () => {
  for (const argv of [["--chunk-size"], ["--chunk-size", "--json"], ["--chunk-size", "--"]]) {
    const { code, stderr } = await cli(["split", "film.mkv", ...argv]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^maktaba: Cannot use --chunk-size as it must be followed by a value \[CLI_OPTION_VALUE_MISSING\]$/m,
    );
  }
  const { code, stderr } = await cli(["split", "film.mkv", "--json=yes"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /Cannot use --json with a value as it takes none: current value is yes \[CLI_OPTION_VALUE_UNEXPECTED\]/,
  );
});

test("runCli() refuses sizes that are no whole number of bytes", async () => {
  for (const value of ["0", "-5", "1.5", "1MiB", "ten", "", " ", "9007199254740993"]) {
    const { code, stderr } = await cli(["split", "film.mkv", "--chunk-size", value]);
    assert.equal(code, 2, value);
    assert.match(
      stderr,
      /Cannot use --chunk-size as it must be a whole number from 1: current value is .*CLI_OPTION_NOT_NUMBER/,
    );
  }
});

test("runCli() says a failure of the work in one line, and exits 1", async () => {
  const { code, stdout, stderr } = await cli(["split", "/nowhere/film.mkv"]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^maktaba: .*\/nowhere\/film\.mkv.* \[FS_\w+\]\n$/);
});

test("runCli() shows where an error came from with --debug, wherever that stands", async () => {
  for (const argv of [["--debug", "split", "/nowhere/film.mkv"], ["split", "/nowhere/film.mkv", "--تنقيح"]]) {
    const { code, stderr } = await cli(argv);
    assert.equal(code, 1);
    assert.match(stderr, /^Where it happened:$/m);
    assert.match(stderr, /ENOENT/);
    // The line that asked for it: what is inside of the library may be left out.
    assert.match(stderr, /cli.split\.ts:\d+/);
  }
});

test("runCli() does nothing when its signal has fired already, and exits 130", async () => {
  const { code, stdout, stderr } = await cli(["split", "film.mkv"], { signal: AbortSignal.abort() });
  assert.deepEqual({ code, stdout, stderr }, { code: 130, stdout: "", stderr: "maktaba: Interrupted\n" });
});

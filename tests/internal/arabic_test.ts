import assert from "node:assert/strict";
import test from "node:test";
import { getLocale, setLocale, ValidationError } from "@maktaba/std/errors";
import { arabicMembers, listener, recordNames, recordOr, seconds, words } from "../../internal/arabic.ts";

interface WaitOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  label?: string | undefined;
}

interface خيارات_انتظار {
  إشارة?: AbortSignal | undefined;
  مهلة?: number | undefined;
  وسم?: string | undefined;
}

const أسماء = recordNames<خيارات_انتظار, WaitOptions>()({
  إشارة: "signal",
  مهلة: ["timeoutMs", seconds],
  وسم: "label",
});

test("recordNames() gives the English record, converting what has another unit", () => {
  const { signal } = new AbortController();
  assert.deepEqual(أسماء.english({ إشارة: signal, مهلة: 1.5 }), { signal, timeoutMs: 1_500 });
  assert.deepEqual(أسماء.english({}), {});
});

test("recordNames() passes over what is undefined, as if it were not there", () => {
  assert.deepEqual(Object.keys(أسماء.english({ مهلة: undefined, وسم: "x" })), ["label"]);
});

test("recordNames() gives the Arabic record", () => {
  assert.deepEqual(أسماء.arabic({ timeoutMs: 250, label: "x" }), { مهلة: 0.25, وسم: "x" });
});

test("recordNames() refuses an unknown name and lists the known ones", () => {
  assert.throws(
    () => أسماء.english({ مهله: 1 } as خيارات_انتظار),
    (error) =>
      error instanceof ValidationError && error.option === "مهله" && error.message.includes("إشارة, مهلة, وسم"),
  );
  assert.throws(() => أسماء.english(null as never), ValidationError);
});

interface FetchOptions extends WaitOptions {
  size?: number | undefined;
}

interface خيارات_جلب extends خيارات_انتظار {
  حجم?: number | undefined;
}

const أسماء_جلب = recordNames<خيارات_جلب, FetchOptions>()({ حجم: "size" }, أسماء);

test("recordNames() has the names of the table that it shares, and its own", () => {
  assert.deepEqual(أسماء_جلب.english({ مهلة: 1.5, حجم: 3 }), { timeoutMs: 1_500, size: 3 });
  assert.deepEqual(أسماء_جلب.arabic({ timeoutMs: 250, size: 3 }), { مهلة: 0.25, حجم: 3 });
  assert.throws(
    () => أسماء_جلب.english({ حجوم: 1 } as خيارات_جلب),
    (error) => error instanceof ValidationError && error.message.includes("إشارة, مهلة, وسم, حجم"),
  );
});

test("recordOr() passes a simpler value as it is, and names what is inside of a record", () => {
  const either = recordOr<string, خيارات_انتظار, WaitOptions>(أسماء);
  assert.deepEqual(either.english({ مهلة: 2 }, "خيارات"), { timeoutMs: 2_000 });
  assert.deepEqual(either.arabic({ timeoutMs: 2_000 }), { مهلة: 2 });
  assert.equal(either.english("x", "خيارات"), "x");
  assert.equal(either.arabic("x"), "x");
});

test("listener() tells an Arabic function Arabic records, and refuses what is no function", () => {
  const told: unknown[] = [];
  const { english } = listener(أسماء);
  english((record) => told.push(record), "عند_التقدم")({ timeoutMs: 250, label: "x" });
  assert.deepEqual(told, [{ مهلة: 0.25, وسم: "x" }]);
  assert.throws(
    () => english("x" as never, "عند_التقدم"),
    (error) => error instanceof ValidationError && error.option === "عند_التقدم",
  );
});

test("words() gives one word for another, and lists those that are known", () => {
  const modes = words<"قراءة" | "كتابة", "r" | "w">()({ قراءة: "r", كتابة: "w" });
  assert.equal(modes.english("كتابة", "وضع"), "w");
  assert.equal(modes.arabic("r"), "قراءة");
  assert.throws(
    () => modes.english("w" as never, "وضع"),
    (error) => error instanceof ValidationError && error.option === "وضع" && error.message.includes("قراءة, كتابة"),
  );
});

test("seconds refuses what is not a number of seconds, by its Arabic name", () => {
  for (const value of [-1, Number.NaN, "5", {}]) {
    assert.throws(
      () => أسماء.english({ مهلة: value as number }),
      (error) => error instanceof ValidationError && error.option === "مهلة",
    );
  }
});

test("an Arabic message about an option names it as the user wrote it", () => {
  const before = getLocale();
  setLocale("ar");
  try {
    const error = new ValidationError({
      code: "ARGUMENT_NOT_INTEGER",
      params: { name: "timeoutMs", min: 0, max: 1, value: 2 },
    });
    assert.ok(error.message.includes("مهلة"), error.message);
    assert.equal(error.option, "timeoutMs");
  } finally {
    setLocale(before);
  }
});

test("an Arabic message about what is inside of an option names the whole way to it", () => {
  interface Options {
    wait?: boolean | WaitOptions | undefined;
  }
  interface خيارات {
    انتظار?: boolean | خيارات_انتظار | undefined;
  }
  const names = recordNames<خيارات, Options>()({
    انتظار: ["wait", recordOr<boolean, خيارات_انتظار, WaitOptions>(أسماء)],
  });
  const before = getLocale();
  setLocale("ar");
  try {
    assert.deepEqual(names.english({ انتظار: true }), { wait: true });
    const params = { name: "wait.timeoutMs", min: 0, max: 1, value: 2 };
    assert.match(new ValidationError({ code: "ARGUMENT_NOT_INTEGER", params }).message, /انتظار\.مهلة/);
  } finally {
    setLocale(before);
  }
});

// What must not compile. tsc fails on an @ts-expect-error line that has no error.
void typeTests;
function typeTests(): void {
  // @ts-expect-error: `label` has no Arabic name.
  recordNames<Omit<خيارات_انتظار, "وسم">, WaitOptions>()({ إشارة: "signal", مهلة: "timeoutMs" });
  // @ts-expect-error: `وسم` stands for nothing.
  recordNames<خيارات_انتظار, WaitOptions>()({ إشارة: "signal", مهلة: "timeoutMs" });
  // @ts-expect-error: `زائد` is not an Arabic option.
  recordNames<خيارات_انتظار, WaitOptions>()({ إشارة: "signal", مهلة: "timeoutMs", وسم: "label", زائد: "label" });
  // @ts-expect-error: a number does not stand for a string.
  recordNames<خيارات_انتظار, WaitOptions>()({ إشارة: "signal", مهلة: "label", وسم: "label" });
  // @ts-expect-error: a conversion to a number does not fit a string.
  recordNames<خيارات_انتظار, WaitOptions>()({ إشارة: "signal", مهلة: "timeoutMs", وسم: ["label", seconds] });
  // @ts-expect-error: there is no English option of this name.
  recordNames<خيارات_انتظار, WaitOptions>()({ إشارة: "signal", مهلة: "timeoutMs", وسم: "lable" });
  // @ts-expect-error: "w" has no Arabic word.
  words<"قراءة", "r" | "w">()({ قراءة: "r" });
  // @ts-expect-error: "كتابة" stands for nothing.
  words<"قراءة" | "كتابة", "r">()({ قراءة: "r" });
  // @ts-expect-error: "كتابة" is not one of the Arabic words.
  words<"قراءة", "r">()({ قراءة: "r", كتابة: "r" });
  // @ts-expect-error: `size` has no Arabic name.
  recordNames<خيارات_انتظار, FetchOptions>()({}, أسماء);
  // @ts-expect-error: `حجم` stands for nothing.
  recordNames<خيارات_جلب, FetchOptions>()({}, أسماء);
  // @ts-expect-error: the shared table has `وسم` already.
  recordNames<خيارات_جلب, FetchOptions>()({ حجم: "size", وسم: "label" }, أسماء);
  // @ts-expect-error: the shared table has `label` already.
  recordNames<خيارات_جلب & { اسم?: string }, FetchOptions>()({ حجم: "size", اسم: "label" }, أسماء);
  // @ts-expect-error: the shared table has `وسم`, which is not an Arabic option.
  recordNames<Omit<خيارات_جلب, "وسم">, FetchOptions>()({ حجم: "size" }, أسماء);
  // @ts-expect-error: the shared table has `label`, which is not an English option.
  recordNames<خيارات_جلب, Omit<FetchOptions, "label">>()({ حجم: "size" }, أسماء);
  // @ts-expect-error: in the shared table `وسم` is a string.
  recordNames<Omit<خيارات_جلب, "وسم"> & { وسم?: number }, FetchOptions>()({ حجم: "size" }, أسماء);
  // @ts-expect-error: in the shared table `timeoutMs` is a number.
  recordNames<خيارات_جلب, Omit<FetchOptions, "timeoutMs"> & { timeoutMs?: string }>()({ حجم: "size" }, أسماء);
}

class Counter {
  total = 0;
  readonly #step: number;
  constructor(step: number) {
    this.#step = step;
  }
  get step(): number {
    return this.#step;
  }
  add(times: number): number {
    return this.total += times * this.#step;
  }
  get elapsedMs(): number {
    return 1_500;
  }
  wait(options: WaitOptions): string {
    return `${options.timeoutMs}`;
  }
  [Symbol.dispose](): void {}
}

interface أعضاء_عداد {
  readonly المجموع: number;
  readonly الخطوة: number;
  readonly الثواني: number;
  إضافة(مرات: number): number;
  انتظار(خيارات: خيارات_انتظار): string;
}

arabicMembers<أعضاء_عداد, Counter>()(Counter.prototype, {
  المجموع: "total",
  الخطوة: "step",
  إضافة: "add",
  الثواني: ["elapsedMs", seconds],
  انتظار: ["wait", function (this: Counter, خيارات: خيارات_انتظار): string {
    return this.wait(أسماء.english(خيارات));
  }],
});
const عداد = Counter as unknown as new (خطوة: number) => Counter & أعضاء_عداد;

test("arabicMembers() gives methods, accessors and fields, on the very same object", () => {
  const counter = new عداد(2);
  assert.ok(counter instanceof Counter);
  assert.equal(counter.إضافة(3), 6);
  assert.equal(counter.المجموع, 6);
  assert.equal(counter.total, 6);
  assert.equal(counter.الخطوة, 2);
  assert.equal(counter.الثواني, 1.5);
  assert.equal(counter.انتظار({ مهلة: 2 }), "2000");
});

test("arabicMembers() are heard by a subclass that overrides the English member", () => {
  class Louder extends Counter {
    override add(times: number): number {
      return super.add(times) * 100;
    }
  }
  assert.equal((new Louder(1) as Counter & أعضاء_عداد as أعضاء_عداد).إضافة(1), 100);
});

test("arabicMembers() are not enumerable", () => {
  const counter = new عداد(1);
  const names: string[] = [];
  for (const name in counter) names.push(name);
  assert.deepEqual(names, ["total"]);
});

void memberTypeTests;
function memberTypeTests(): void {
  const add = "add" as const;
  const rest = { المجموع: "total", الخطوة: "step", الثواني: ["elapsedMs", seconds] } as const;
  // @ts-expect-error: `wait` has no Arabic name.
  arabicMembers<Omit<أعضاء_عداد, "انتظار">, Counter>()({}, { ...rest, إضافة: add });
  // Not so when it is said to keep its name.
  arabicMembers<Omit<أعضاء_عداد, "انتظار">, Counter, "wait">()({}, { ...rest, إضافة: add });
  // @ts-expect-error: a method does not stand for a number.
  arabicMembers<{ المجموع: number }, Pick<Counter, "total" | "add">, "total">()({}, { المجموع: add });
  // @ts-expect-error: `زائد` is not an Arabic member.
  arabicMembers<{ المجموع: number }, Pick<Counter, "total">>()({}, { المجموع: "total", زائد: "total" });
}

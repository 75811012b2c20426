// What the arabic suite measures: the same work by the English and by the Arabic name.
import { gather, Queue, retry } from "../async/mod.ts";
import { إعادة_المحاولة, جمع, طابور } from "../async/ar.ts";
import { MemoryCache } from "../cache/mod.ts";
import { ذاكرة_محلية } from "../cache/ar.ts";
import { signJwt } from "../crypto/mod.ts";
import { إنشاء_رمز_jwt } from "../crypto/ar.ts";
import type { Group } from "./harness/in_process.ts";

const secret = "0123456789abcdef0123456789abcdef";
const english = new MemoryCache<number>({ maxEntries: 1_000 });
const عربية = new ذاكرة_محلية<number>({ أقصى_عدد: 1_000 });
const queue = new Queue<number>();
const الطابور = new طابور<number>();
english.set("key", 1);
عربية.حفظ("key", 1);

async function one(): Promise<number> {
  await undefined;
  return 1;
}

/** The groups of the arabic suite. */
export const groups: readonly Group[] = [
  {
    name: "a member: cache get",
    operations: 1_000_000,
    contenders: {
      English: (count) => {
        for (let turn = 0; turn < count; turn++) english.get("key");
      },
      Arabic: (count) => {
        for (let turn = 0; turn < count; turn++) عربية.جلب("key");
      },
    },
  },
  {
    name: "a member: queue put and get",
    operations: 100_000,
    contenders: {
      English: async (count) => {
        for (let turn = 0; turn < count; turn++) {
          queue.tryPut(turn);
          await queue.get();
        }
      },
      Arabic: async (count) => {
        for (let turn = 0; turn < count; turn++) {
          الطابور.محاولة_وضع(turn);
          await الطابور.أخذ();
        }
      },
    },
  },
  {
    name: "options: gather of ten",
    operations: 20_000,
    contenders: {
      English: async (count) => {
        const operations = Array.from({ length: 10 }, () => one);
        for (let turn = 0; turn < count; turn++) await gather(operations, { concurrency: 4, returnErrors: true });
      },
      Arabic: async (count) => {
        const operations = Array.from({ length: 10 }, () => one);
        for (let turn = 0; turn < count; turn++) await جمع(operations, { تزامن: 4, إرجاع_الأخطاء: true });
      },
    },
  },
  {
    name: "options: retry",
    operations: 50_000,
    contenders: {
      English: async (count) => {
        for (let turn = 0; turn < count; turn++) await retry(one, { attempts: 2, delayMs: 10 });
      },
      Arabic: async (count) => {
        for (let turn = 0; turn < count; turn++) await إعادة_المحاولة(one, { عدد_المحاولات: 2, تأخير: 0.01 });
      },
    },
  },
  {
    name: "options: JWT",
    operations: 2_000,
    contenders: {
      English: async (count) => {
        for (let turn = 0; turn < count; turn++) await signJwt({ sub: "1" }, secret, { expiresInMs: 60_000 });
      },
      Arabic: async (count) => {
        for (let turn = 0; turn < count; turn++) await إنشاء_رمز_jwt({ sub: "1" }, secret, { مدة_الصلاحية: 60 });
      },
    },
  },
];

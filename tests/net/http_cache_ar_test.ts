import assert from "node:assert/strict";
import test from "node:test";
import { MemoryCache } from "../../cache/mod.ts";
import { setLocale } from "../../errors/mod.ts";
import { type أصل_جواب, type تخزين_الجواب, طلب_شبكة } from "../../net/ar.ts";
import { collectReports, failureOf, serve } from "./support.ts";

setLocale("ar");

test("طلب_شبكة() keeps answers by the rules of HTTP, and tells in Arabic where they came from", async () => {
  using _ = collectReports();
  await using مخزن = new MemoryCache();
  const رؤوس: Record<string, string>[] = [
    { "cache-control": "max-age=60, stale-if-error=900", age: "30", etag: '"1"' },
    { "cache-control": "max-age=60, stale-if-error=900", age: "90", etag: '"1"' },
  ];
  const حالات = [200, 304, 503];
  await using خادم = await serve((_طلب, جواب, عدد) => {
    const حالة = حالات[عدد - 1]!;
    جواب.writeHead(حالة, { "content-type": "text/plain", ...رؤوس[عدد - 1] }).end(حالة === 200 ? "سلام" : undefined);
  });
  const أصول: أصل_جواب[] = [];
  const تخزين_مؤقت: تخزين_الجواب = { مخزن, عند_الجواب: (أصل) => void أصول.push(أصل) };
  const اطلب = (رؤوس = {}) => طلب_شبكة<string>("GET", خادم.url, { تخزين_مؤقت, رؤوس, عدد_إعادة_المحاولة: 1 });
  const أجوبة = [await اطلب(), await اطلب(), await اطلب({ "cache-control": "max-age=10" }), await اطلب()];
  assert.deepEqual(أجوبة, ["سلام", "سلام", "سلام", "سلام"]);
  assert.deepEqual(أصول.map(({ مصدر }) => مصدر), ["الخادم", "صالح", "مؤكد", "قديم"]);
  assert.equal(Math.floor(أصول[1]!.عمر), 30);
  assert.deepEqual([أصول[3]!.الحالة, أصول[3]!.الرابط.href], [200, `${خادم.url}/`]);
  assert.equal((أصول[3]!.خطأ as { status: number }).status, 503);
});

test("طلب_شبكة() takes all that is said of keeping answers, in seconds", async () => {
  const مدد: (number | undefined)[] = [];
  const مخزن = {
    get: () => undefined,
    set: (_مفتاح: string, _قيمة: unknown, { ttlMs }: { ttlMs?: number | undefined }) => void مدد.push(ttlMs),
  };
  await using خادم = await serve((_طلب, جواب) => void جواب.end("12345"));
  const جرب = (تخزين_مؤقت: Partial<تخزين_الجواب>) => طلب_شبكة("GET", خادم.url, { تخزين_مؤقت: { مخزن, ...تخزين_مؤقت } });
  await جرب({ مدة_الصلاحية: 60, تحديث: true });
  await جرب({ مدة_الصلاحية: 60, مدة_القديم_مع_التحديث: 30 });
  await جرب({ مدة_الصلاحية: 60, مدة_القديم_عند_الخطأ: 90 });
  await جرب({ مدة_الصلاحية: 60, أقصى_بايتات: 4 });
  assert.deepEqual(مدد, [60_000, 90_000, 150_000]);
  const خطأ = await failureOf(جرب({ مدة: 5 } as never));
  assert.match(خطأ.message, /مدة_القديم_عند_الخطأ/);
});

/**
 * التحية من خيط آخر، ومن عملية أخرى.
 *
 * الخيط يجري في العملية نفسها، والعملية الأخرى لها ذاكرتها ورقمها. ولا يتشارك خيطان هنا متغيرًا كما في Python: لكل خيط
 * كائناته، وما يُرسل إليه أو يعود منه يُنسخ.
 */

import process from "node:process";
import { threadId } from "node:worker_threads";
import { إنشاء_مجمع_عمال, إنشاء_مجمع_عمليات, تشغيل } from "@maktaba/std/async/ar";
import type { مكان } from "./support/أعمال.ts";

type وحدة = typeof import("./support/أعمال.ts");
const أعمال = new URL("support/أعمال.ts", import.meta.url);

await تشغيل(async () => {
  console.log(وصف("الخيط الرئيس", { عملية: process.pid, خيط: threadId }));

  await using خيوط = إنشاء_مجمع_عمال({ الحجم: 1 });
  console.log(وصف("خيط عامل", await خيوط.تشغيل<وحدة, "أين">(أعمال, "أين", [])));

  await using عمليات = إنشاء_مجمع_عمليات({ الحجم: 1 });
  console.log(وصف("عملية عاملة", await عمليات.تشغيل<وحدة, "أين">(أعمال, "أين", [])));
});

function وصف(من: string, { عملية, خيط }: مكان): string {
  const العملية = عملية === process.pid ? "العملية الأصل" : "عملية أخرى";
  const الخيط = خيط === threadId ? "خيطها الرئيس" : "خيط آخر";
  return `مرحبًا من ${من}: أنا في ${العملية}، وفي ${الخيط}`;
}

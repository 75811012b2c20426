/**
 * ما الذي تعطيه دالة async حين تُستدعى، ومتى تبدأ.
 *
 * في Python تعطي كوروتينًا لم يبدأ بعد. وفي JavaScript تبدأ فورًا وتمضي حتى أول انتظار فيها، وتعطي وعدًا بنتيجتها.
 */

import { تشغيل, نوم } from "@maktaba/std/async/ar";

function زيادة(عدد: number): number {
  return عدد + 1;
}

async function زيادة_متزامنة(عدد: number): Promise<number> {
  console.log("  بدأت دالة async");
  await نوم(0.01);
  console.log("  انتهت دالة async");
  return عدد + 1;
}

await تشغيل(async () => {
  console.log(`الدالة المعتادة تعطي ${زيادة(1)}`);

  const وعد = زيادة_متزامنة(1);
  console.log(`دالة async تعطي ${وعد instanceof Promise ? "وعدًا" : "نتيجة"}`);
  console.log(`وبانتظاره تأتي النتيجة ${await وعد}`);
});

/**
 * مورد يُفتح بانتظار ويُغلق بانتظار: ما يكتبه Python بـ`async with` يُكتب هنا بـ`await using`.
 *
 * يُغلق المورد كيفما انتهت الكتلة: بنجاح، أو بخطأ، أو بإلغاء المهمة التي هي فيها.
 */

import { إنشاء_مهمة, تشغيل, حماية, نوم } from "@maktaba/std/async/ar";

class اتصال implements AsyncDisposable {
  readonly #اسم: string;

  private constructor(اسم: string) {
    this.#اسم = اسم;
  }

  // لا ينتظر منشئ الصنف شيئًا، فالفتح طريقة.
  static async فتح(اسم: string): Promise<اتصال> {
    await نوم(0.01);
    console.log(`فُتح ${اسم}`);
    return new اتصال(اسم);
  }

  async قراءة(): Promise<string> {
    await نوم(0.01);
    return `رسالة من ${this.#اسم}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // في مهمة أُلغيت يُرفض كل انتظار، إلا ما في حماية: بها ينظف الملغى بعده.
    await حماية(() => نوم(0.01));
    console.log(`أُغلق ${this.#اسم}`);
  }
}

await تشغيل(async () => {
  {
    await using الأول = await اتصال.فتح("الأول");
    console.log(await الأول.قراءة());
  }

  try {
    await using _الثاني = await اتصال.فتح("الثاني");
    throw new Error("عطل");
  } catch (خطأ) {
    console.log(`خطأ في الكتلة: ${(خطأ as Error).message}`);
  }

  const المهمة = إنشاء_مهمة(async () => {
    await using _الثالث = await اتصال.فتح("الثالث");
    await نوم(60);
  });
  await نوم(0.1);
  المهمة.إلغاء();
  await المهمة.catch(() => console.log("أُلغيت المهمة"));
});

/** خادم HTTP محلي يحل في الأمثلة محل مواقع الإنترنت. */

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** خادم جار، يتوقف عند نهاية كتلته. */
export interface خادم_بطيء extends AsyncDisposable {
  /** `http://127.0.0.1:منفذ` */
  readonly رابط: string;
}

/** يشغّل خادمًا يجيب بعد مدة بالثواني، وبالحالة التي يُطلب منه مسارها: `/200` و`/404`. */
export async function تشغيل_خادم_بطيء(تأخير: number): Promise<خادم_بطيء> {
  const خادم = createServer((طلب, جواب) => {
    const حالة = Number(طلب.url?.slice(1)) || 200;
    setTimeout(() => {
      جواب.writeHead(حالة, { "content-type": "application/json" }).end(JSON.stringify({ حالة }));
    }, تأخير * 1_000);
  });
  خادم.listen(0, "127.0.0.1");
  await once(خادم, "listening");
  return {
    رابط: `http://127.0.0.1:${(خادم.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const إغلاق = once(خادم, "close");
      خادم.close();
      خادم.closeAllConnections();
      await إغلاق;
    },
  };
}

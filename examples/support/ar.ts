/** أسماء عربية لما في هذا المجلد، لتُقرأ الأمثلة العربية كلها بالعربية. */

import { startDemoServer } from "./demo_server.ts";

/** خادم صغير تُرسل إليه الطلبات، يتوقف عند نهاية كتلته. */
export interface خادم_تجريبي extends AsyncDisposable {
  /** `http://127.0.0.1:منفذ` */
  readonly رابط: string;
  /** رابط WebSocket الذي يرسل ثلاث كلمات ثم ينتظر. */
  readonly رابط_websocket: string;
}

/** يشغّل خادمًا لقائمة كتب على منفذ حر من 127.0.0.1. */
export async function تشغيل_خادم_تجريبي(): Promise<خادم_تجريبي> {
  const server = await startDemoServer();
  return {
    رابط: server.url,
    رابط_websocket: server.webSocketUrl,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

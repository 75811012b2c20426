import { test } from "node:test";
import { arabicNames } from "../../scripts/checks/arabic_names.ts";
import { assertTells, type Files } from "./checkout.ts";

const mod = { "net/mod.ts": 'export * from "./request.ts";\nexport * from "./socket.ts";' };

const good: Files = {
  ...mod,
  "net/request.ts": [
    "export interface RequestOptions { a: string }",
    "export interface Answer { b: string }",
    "export function request(): void {}",
    "export const limit = 1;",
    "/** @internal */",
    "export function ours(): void {}",
    "function hidden(): void {}",
  ].join("\n"),
  "net/socket.ts": [
    "export class Socket {",
    "  static { void this; }",
    "  #state = 1;",
    "  static open(): Socket { return new Socket(); }",
    "  close(): void {}",
    "  [Symbol.dispose](): void {}",
    "}",
    "export class Stream extends Socket { override close(): void {} }",
  ].join("\n"),
  "net/ar.ts": [
    'import { request, type RequestOptions } from "./request.ts";',
    'import { Socket, Stream } from "./socket.ts";',
    'export { limit as حد } from "./request.ts";',
    'arabicMembers<أعضاء, Socket>()(Socket.prototype, { إغلاق: "close" });',
    'arabicMembers<أعضاء_الصنف, typeof Socket>()(Socket, { فتح: "open" });',
    "export function طلب(خيارات: RequestOptions): void { request(); }",
    "export const مقبس = Socket, تدفق = Stream;",
  ].join("\n"),
};

test("arabicNames() finds functions, classes, constants and options without an Arabic name", async () => {
  await assertTells(
    arabicNames,
    good,
    { ...good, "net/ar.ts": 'import type { Socket } from "./socket.ts";\nexport const مقبس = {} as Socket;' },
    [
      "net/request.ts:1: net/ar.ts has no Arabic name for RequestOptions",
      "net/request.ts:3: net/ar.ts has no Arabic name for request",
      "net/request.ts:4: net/ar.ts has no Arabic name for limit",
      "net/socket.ts:1: net/ar.ts has no Arabic name for Socket",
      "net/socket.ts:8: net/ar.ts has no Arabic name for Stream",
      "net/socket.ts:1: net/ar.ts gives Socket.prototype no Arabic members",
      "net/socket.ts:1: net/ar.ts gives Socket no Arabic members",
    ],
  );
});

test("arabicNames() looks for names in the folder of Arabic names, too", async () => {
  const { "net/ar.ts": arabic, ...english } = good;
  const split = {
    ...english,
    "net/ar.ts": 'export * from "./arabic/names.ts";',
    "net/arabic/names.ts": arabic!.replaceAll('"./', '"../'),
  };
  await assertTells(arabicNames, split, { ...split, "net/arabic/names.ts": "export const open = 1;" }, [
    "net/request.ts:1: net/ar.ts has no Arabic name for RequestOptions",
    "net/request.ts:3: net/ar.ts has no Arabic name for request",
    "net/request.ts:4: net/ar.ts has no Arabic name for limit",
    "net/socket.ts:1: net/ar.ts has no Arabic name for Socket",
    "net/socket.ts:8: net/ar.ts has no Arabic name for Stream",
    "net/socket.ts:1: net/ar.ts gives Socket.prototype no Arabic members",
    "net/socket.ts:1: net/ar.ts gives Socket no Arabic members",
    "net/ar.ts: exports open, which is not an Arabic name",
  ]);
});

test("arabicNames() finds classes without Arabic members, and names that are not Arabic", async () => {
  const socket = good["net/socket.ts"] + "\nexport class Server { listen(): void {} }";
  const arabic = good["net/ar.ts"]!.replace("طلب(", "request_ar(") +
    'import { Server } from "./socket.ts";\nexport const خادم = Server;';
  await assertTells(arabicNames, good, { ...good, "net/socket.ts": socket, "net/ar.ts": arabic }, [
    "net/socket.ts:9: net/ar.ts gives Server.prototype no Arabic members",
    "net/ar.ts: exports request_ar, which is not an Arabic name",
  ]);
});

import { test } from "node:test";
import { docsAreWhole } from "../../scripts/checks/docs.ts";
import { assertTells, type Files } from "./checkout.ts";

const project = (...lines: string[]): Files => ({
  "net/mod.ts": 'export * from "./request.ts";',
  "net/request.ts": lines.join("\n"),
});

const good = project(
  "/**",
  " * @param url Where.",
  " * @param options How.",
  " * @returns The answer.",
  " * @throws {ValidationError} If the URL is wrong.",
  " */",
  "export function request(url: string, { a }: { a: string }): string {",
  "  checkUrl(url);",
  "  return url;",
  "}",
  "/** Waits. */",
  "export async function wait(): Promise<void> {",
  '  setTimeout(() => { throw new Error("later"); }, 1);',
  "}",
  "function hidden(x: string): string { throw new Error(x); }",
);

test("docsAreWhole() finds parameters, results and errors that are not told", async () => {
  await assertTells(
    docsAreWhole,
    good,
    project(
      "/** @param b Another. */",
      'export function request(url: string, { a }: { a: string }): string { if (a) throw new Error("x"); return url; }',
      "/** Checks. */",
      "export async function check(): Promise<void> { try { checkUrl(url); } catch {} }",
    ),
    [
      "net/request.ts:2: request() has no @param url",
      "net/request.ts:2: request() has no @param { a }",
      "net/request.ts:2: request() has no @returns",
      "net/request.ts:2: request() has no @throws",
      "net/request.ts:4: check() has no @throws",
    ],
  );
});

test("docsAreWhole() looks at methods and constructors, and at the first of overloads", async () => {
  await assertTells(
    docsAreWhole,
    good,
    project(
      "export class Socket {",
      "  /** Makes it. */",
      "  constructor(url: string) { checkUrl(url); }",
      "  /** Sends. */",
      "  send(data: string): number { return data.length; }",
      "  /** Hidden. */",
      "  private hide(x: number): number { return x; }",
      "  #close(x: number): number { return x; }",
      "  [Symbol.dispose](): void { throw 1; }",
      "}",
      "/** First. */",
      "export function open(a: string): string;",
      "/** Second. @param a An a. @throws Never. */",
      "export function open(a: number): number;",
      "export function open(a: unknown): unknown { return a; }",
    ),
    [
      "net/request.ts:3: new Socket() has no @param url",
      "net/request.ts:3: new Socket() has no @throws",
      "net/request.ts:5: Socket.send() has no @param data",
      "net/request.ts:5: Socket.send() has no @returns",
      "net/request.ts:12: open() has no @param a",
      "net/request.ts:12: open() has no @returns",
    ],
  );
});

test("docsAreWhole() sees errors of what a function only calls: the file that does the work, options in Arabic, helpers", async () => {
  await assertTells(
    docsAreWhole,
    good,
    project(
      "/** Sends. */",
      "export async function send(): Promise<void> {",
      "  const { run } = sending.module ?? await sending.load();",
      "  run();",
      "}",
      "/** يرسل. */",
      "export async function إرسال(): Promise<void> { await send(أسماء.english({})); }",
      "/** Opens. */",
      "export function open(): void { open(); reach(); }",
      "function reach(): void { refuse(); }",
      "function refuse(): void { throw 1; }",
      "/** Harmless. */",
      "export function rest(): void { setTimeout(() => refuse(), 1); }",
    ),
    [
      "net/request.ts:2: send() has no @throws",
      "net/request.ts:7: إرسال() has no @throws",
      "net/request.ts:9: open() has no @throws",
    ],
  );
});

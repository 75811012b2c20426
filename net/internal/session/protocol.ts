import type { WebSocketMessage } from "../../web_socket_connection.ts";

/** The protocol's version, told by both sides. */
export const VERSION = 1;

/** The close codes of the protocol itself, like HTTP's statuses in their last digits. */
export const CODES = {
  /** What came is not of the protocol, or more than was agreed on. */
  badFrame: 4400,
  /** The session that is to be resumed is not known. */
  unknown: 4404,
  /** Nothing was said in time. */
  late: 4408,
  /** The session goes on over another connection. */
  replaced: 4409,
  /** The client goes, and will come back to the session. */
  suspended: 4410,
  /** What served the session has failed. */
  failed: 4500,
} as const;

/** How much a side holds of what it has not handled. */
export interface Window {
  /** How many messages and requests. */
  readonly messages: number;
  /** How many bytes of them; text counts one for each UTF-16 unit. */
  readonly bytes: number;
}

/** Where a side stands. */
export interface Position extends Window {
  readonly version: number;
  /** The number of the first message that it still has to send, or will send next. */
  readonly first: number;
  /** The number up to which it has all of the other side: what comes after it is sent. */
  readonly received: number;
  /** The number up to which it has handled all of the other side, which need not keep that any more. */
  readonly handled: number;
}

/** What a client begins each connection with. */
export interface Hello extends Position {
  readonly type: "hello";
  readonly token: string;
  /** Whether the session has begun already. */
  readonly resume: boolean;
}

/** What a server answers. */
export interface Welcome extends Position {
  readonly type: "welcome";
}

/** A message or a request. */
export interface Numbered {
  readonly type: "message" | "request";
  readonly number: number;
}

/** How far messages have been handled; the answer to a request, or that there is none; that an answer has arrived. */
export interface Told {
  readonly type: "ack" | "reply" | "failure" | "done";
  readonly number: number;
}

/** What stands before the line feed of a frame. */
export type Header = Hello | Welcome | Numbered | Told;

/** A frame, taken apart. */
export interface Frame {
  readonly header: Header;
  /** What stands behind the line feed. */
  readonly message: WebSocketMessage;
}

/** What the other side does against the protocol. */
export class ProtocolFault extends Error {}

/** How many bytes stand before the message at most. */
export const LONGEST_HEADER = 1_024;
const LINE_FEED = 0x0a;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes a frame: a header in JSON and, after a line feed, the message as it is. */
export function encode(header: Header, message?: WebSocketMessage): WebSocketMessage {
  const text = JSON.stringify(header);
  if (message === undefined) return text;
  if (typeof message === "string") return `${text}\n${message}`;
  const head = encoder.encode(`${text}\n`);
  const frame = new Uint8Array(head.length + message.length);
  frame.set(head);
  frame.set(message, head.length);
  return frame;
}

/**
 * Takes a frame apart.
 *
 * @throws {ProtocolFault} If it is none.
 */
export function decode(frame: WebSocketMessage): Frame {
  const isText = typeof frame === "string";
  const found = isText ? frame.indexOf("\n") : frame.indexOf(LINE_FEED);
  const end = found === -1 ? frame.length : found;
  if (end > LONGEST_HEADER) throw new ProtocolFault("header");
  const header = parse(isText ? frame.slice(0, end) : decoder.decode(frame.subarray(0, end)));
  return { header, message: isText ? frame.slice(end + 1) : frame.subarray(end + 1) };
}

const FIELDS: Readonly<Record<Header["type"], readonly string[]>> = {
  hello: ["version", "first", "received", "handled", "messages", "bytes"],
  welcome: ["version", "first", "received", "handled", "messages", "bytes"],
  message: ["number"],
  request: ["number"],
  ack: ["number"],
  reply: ["number"],
  failure: ["number"],
  done: ["number"],
};

function parse(text: string): Header {
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ProtocolFault("header");
  }
  const type = header?.["type"];
  if (typeof type !== "string" || !Object.hasOwn(FIELDS, type)) throw new ProtocolFault("type");
  const isWhole = FIELDS[type as Header["type"]].every((name) => isCount(header[name]));
  if (!isWhole) throw new ProtocolFault(type);
  if (type === "hello" || type === "welcome") checkPosition(header as unknown as Position);
  if (type === "hello" && !(isToken(header["token"]) && typeof header["resume"] === "boolean")) {
    throw new ProtocolFault(type);
  }
  return header as unknown as Header;
}

function checkPosition({ version, first, received, handled }: Position): void {
  if (version !== VERSION) throw new ProtocolFault("version");
  if (first === 0 || handled > received) throw new ProtocolFault("position");
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Tells whether a value can be a session's token; such a text is also safe as the name of a file. */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[\w-]{16,128}$/.test(value);
}

/** Tells whether a connection that was closed with a code leaves its session to be resumed. */
export function isResumable(code: number): boolean {
  if (code >= 4_400 && code < 4_500) return true;
  return code !== 1_000 && code !== 1_005 && code < 3_000;
}

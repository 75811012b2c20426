import type { WebSocketMessage } from "../../web_socket_connection.ts";
import type { Peer } from "./peer.ts";

/** The kinds of frames (RFC 6455, section 5.2). */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame that has come. */
interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Uint8Array;
}

/** Makes a frame of a server, which is not masked. */
export function frameOf(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = new Uint8Array(2 + size + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = size === 0 ? length : size === 2 ? 126 : 127;
  if (size === 2) view.setUint16(2, length);
  if (size === 8) view.setBigUint64(2, BigInt(length));
  frame.set(payload, 2 + size);
  return frame;
}

/** Makes the frame of a message. */
export function messageFrame(message: WebSocketMessage): Uint8Array {
  return typeof message === "string"
    ? frameOf(OPCODES.text, new TextEncoder().encode(message))
    : frameOf(OPCODES.binary, message);
}

/** Makes the frame that closes a connection. */
export function closeFrame(code: number, reason: string): Uint8Array {
  const words = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + words.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(words, 2);
  return frameOf(OPCODES.close, payload);
}

/** Reads the next message or control frame; undefined where the connection has ended. */
export async function readMessage(peer: Peer): Promise<Frame | undefined> {
  const parts: Uint8Array[] = [];
  let opcode = 0;
  for (;;) {
    const frame = await readFrame(peer);
    if (frame === undefined || frame.opcode >= OPCODES.close) return frame;
    if (frame.opcode !== OPCODES.continuation) opcode = frame.opcode;
    parts.push(frame.payload);
    if (frame.isLast) return { opcode, isLast: true, payload: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
  }
}

async function readFrame(peer: Peer): Promise<Frame | undefined> {
  if (!await peer.has(2)) return undefined;
  const short = peer.bytes[1]! & 0x7f;
  const size = short < 126 ? 0 : short === 126 ? 2 : 8;
  const head = 2 + size + 4;
  if (!await peer.has(head)) return undefined;
  const start = peer.bytes.slice(0, head);
  const view = new DataView(start.buffer);
  const length = size === 0 ? short : size === 2 ? view.getUint16(2) : Number(view.getBigUint64(2));
  if (!await peer.has(head + length)) return undefined;
  peer.take(head);
  // A client masks what it sends (section 5.3).
  const mask = start.subarray(2 + size);
  const payload = peer.take(length).map((byte, index) => byte ^ mask[index % 4]!);
  return { opcode: start[0]! & 0x0f, isLast: (start[0]! & 0x80) !== 0, payload };
}

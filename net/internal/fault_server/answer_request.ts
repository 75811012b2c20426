import type { RequestFault } from "../../start_fault_server.ts";
import { builtin } from "../../../internal/runtime.ts";
import type { Peer } from "./peer.ts";

// A slow body goes in so many pieces a second.
const PIECES_PER_SECOND = 20;
const NOT_HTTP = "this is not HTTP\r\n\r\n";
const NOT_A_CHUNK = "this is not the length of a chunk\r\n";

/**
 * Answers a request as a script says.
 *
 * @param peer Who asked.
 * @param method How.
 * @param step What the script says.
 */
export async function answerRequest(peer: Peer, method: string, step: RequestFault): Promise<void> {
  const { delayMs = 0, fault, afterBytes, bytesPerSecond = Infinity } = step;
  await peer.wait(delayMs);
  if (fault !== undefined && afterBytes === undefined) return await peer.fail(fault, NOT_HTTP, false);
  const all = typeof step.body === "string" ? new TextEncoder().encode(step.body) : step.body ?? new Uint8Array();
  // Only a body in chunks can have garbage in it.
  const isChunked = fault === "garbage";
  await peer.send(headOf(step, all.length, isChunked));
  const body = method === "HEAD" ? new Uint8Array() : all.subarray(0, fault === undefined ? all.length : afterBytes);
  await sendSlowly(peer, isChunked ? chunkOf(body) : body, bytesPerSecond);
  if (fault !== undefined) await peer.fail(fault, NOT_A_CHUNK, true);
}

/** The first line of an answer and its headers. */
export function headOf(
  { status = 200, headers = {} }: RequestFault,
  length: number,
  isChunked: boolean = false,
): string {
  const { STATUS_CODES } = builtin<typeof import("node:http")>("node:http")!;
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const framing = isChunked ? "transfer-encoding: chunked" : `content-length: ${length}`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    // Whoever tells a length of its own has it so: a wrong one is a fault, too.
    ...(names.includes("content-length") || names.includes("transfer-encoding") ? [] : [framing]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function chunkOf(body: Uint8Array): Uint8Array {
  if (body.length === 0) return body;
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n")]);
}

async function sendSlowly(peer: Peer, bytes: Uint8Array, bytesPerSecond: number): Promise<void> {
  if (bytesPerSecond === Infinity) return await peer.send(bytes);
  const piece = Math.ceil(bytesPerSecond / PIECES_PER_SECOND);
  for (let at = 0; at < bytes.length && !peer.isOver; at += piece) {
    await peer.send(bytes.subarray(at, at + piece));
    await peer.wait(piece / bytesPerSecond * 1_000);
  }
}

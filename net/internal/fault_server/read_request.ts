import type { FaultedRequest } from "../../start_fault_server.ts";
import type { Peer } from "./peer.ts";

const END_OF_HEAD = "\r\n\r\n";
const END_OF_CHUNKS = "0\r\n\r\n";

/**
 * Reads a request to its end: whoever answers sooner would reset what is still being sent.
 *
 * @param peer Who asks.
 * @returns The request; undefined where none came.
 */
export async function readRequest(peer: Peer): Promise<FaultedRequest | undefined> {
  const end = await endOf(peer, END_OF_HEAD);
  if (end === undefined) return undefined;
  const [first = "", ...lines] = Buffer.from(peer.take(end)).toString("latin1").trimEnd().split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const length = await lengthOf(peer, headers);
  if (length === undefined) return undefined;
  return { method, path, headers, body: new TextDecoder().decode(peer.take(length)) };
}

async function lengthOf(peer: Peer, headers: Headers): Promise<number | undefined> {
  if (headers.get("transfer-encoding")?.toLowerCase() === "chunked") return await endOf(peer, END_OF_CHUNKS);
  const length = Number(headers.get("content-length") ?? 0);
  return await peer.has(length) ? length : undefined;
}

async function endOf(peer: Peer, text: string): Promise<number | undefined> {
  for (;;) {
    const found = Buffer.from(peer.bytes).indexOf(text, 0, "latin1");
    if (found !== -1) return found + text.length;
    if (!await peer.more()) return undefined;
  }
}

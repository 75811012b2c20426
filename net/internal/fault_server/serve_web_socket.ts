import { builtin } from "../../../internal/runtime.ts";
import type { FaultedRequest, WebSocketFault } from "../../start_fault_server.ts";
import type { WebSocketMessage } from "../../web_socket_connection.ts";
import { headOf } from "./answer_request.ts";
import { closeFrame, frameOf, messageFrame, OPCODES, readMessage } from "./frames.ts";
import type { Peer } from "./peer.ts";

const NOT_HTTP = "this is not HTTP\r\n\r\n";
// Its reserved bits are set, which mean nothing to anybody.
const BAD_FRAME = new Uint8Array([0xf1, 0]);
// What a key is completed with (RFC 6455, section 1.3).
const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * Serves a WebSocket connection as a script says.
 *
 * @param peer Who asked for it.
 * @param request How.
 * @param step What the script says.
 */
export async function serveWebSocketFault(peer: Peer, request: FaultedRequest, step: WebSocketFault): Promise<void> {
  const { delayMs = 0, status, fault, afterMessages, messages = [] } = step;
  await peer.wait(delayMs);
  if (status !== undefined) {
    await peer.send(headOf(step, 0));
    return peer.end();
  }
  if (fault !== undefined && afterMessages === undefined) return await peer.fail(fault, NOT_HTTP, false);
  await peer.send(handshake(request));
  for (const message of messages) await peer.send(messageFrame(message));
  const isOpen = await converse(peer, step);
  if (!isOpen) return;
  if (fault !== undefined) return await peer.fail(fault, BAD_FRAME, true);
  await peer.send(closeFrame(step.closeCode!, step.closeReason ?? ""));
  // The client's answer, which ends it.
  while ((await readMessage(peer))?.opcode !== OPCODES.close && !peer.isOver);
  peer.end();
}

function handshake({ headers }: FaultedRequest): string {
  const { createHash } = builtin<typeof import("node:crypto")>("node:crypto")!;
  const accept = createHash("sha1").update(`${headers.get("sec-websocket-key")}${MAGIC}`).digest("base64");
  const protocol = headers.get("sec-websocket-protocol")?.split(",")[0]?.trim();
  const lines = [
    "HTTP/1.1 101 Switching Protocols",
    "upgrade: websocket",
    "connection: Upgrade",
    `sec-websocket-accept: ${accept}`,
    ...(protocol === undefined ? [] : [`sec-websocket-protocol: ${protocol}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Answers messages until something is to go wrong; tells whether the connection is still open then. */
async function converse(peer: Peer, step: WebSocketFault): Promise<boolean> {
  const { fault, closeCode, answer = (message) => message } = step;
  const isEndless = fault === undefined && closeCode === undefined;
  const { afterMessages = isEndless ? Infinity : 0 } = step;
  for (let count = 0; count < afterMessages;) {
    const frame = await readMessage(peer);
    if (frame === undefined) return false;
    const { opcode, payload } = frame;
    if (opcode === OPCODES.close) {
      await peer.send(frameOf(OPCODES.close, payload));
      peer.end();
      return false;
    }
    if (opcode === OPCODES.ping) await peer.send(frameOf(OPCODES.pong, payload));
    if (opcode !== OPCODES.text && opcode !== OPCODES.binary) continue;
    count++;
    const message: WebSocketMessage = opcode === OPCODES.text ? new TextDecoder().decode(payload) : payload;
    const answered = answer(message);
    if (answered !== undefined) await peer.send(messageFrame(answered));
  }
  return !isEndless;
}

import {
  checkArray,
  checkInteger,
  checkNumber,
  checkObject,
  checkOneOf,
  checkOptions,
  LONGEST_DELAY_MS,
  notOfType,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { ConnectionFault, FaultScript, RequestFault, WebSocketFault } from "../../start_fault_server.ts";

const SCRIPT_NAMES: OptionNames<FaultScript> = { requests: true, webSockets: true };
const REQUEST_NAMES: OptionNames<RequestFault> = {
  status: true,
  headers: true,
  body: true,
  delayMs: true,
  bytesPerSecond: true,
  fault: true,
  afterBytes: true,
};
const WEB_SOCKET_NAMES: OptionNames<WebSocketFault> = {
  status: true,
  headers: true,
  delayMs: true,
  fault: true,
  closeCode: true,
  closeReason: true,
  afterMessages: true,
  messages: true,
  answer: "function",
};
const FAULTS: readonly ConnectionFault[] = ["reset", "end", "hang", "garbage"];

/** Throws unless a script is one. */
export function checkScript(script: FaultScript): void {
  checkOptions(script, SCRIPT_NAMES, "script");
  const { requests = [], webSockets = [] } = script;
  checkArray("requests", requests);
  checkArray("webSockets", webSockets);
  for (const it of requests) checkRequest(it);
  for (const it of webSockets) checkWebSocket(it);
}

function checkRequest(step: RequestFault): void {
  checkOptions(step, REQUEST_NAMES, "requests");
  const { body, bytesPerSecond, afterBytes } = step;
  checkCommon("requests", step);
  if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) {
    throw notOfType("BYTES", "requests.body", body);
  }
  if (bytesPerSecond !== undefined) checkInteger("requests.bytesPerSecond", bytesPerSecond, { min: 1 });
  if (afterBytes !== undefined) checkInteger("requests.afterBytes", afterBytes);
}

function checkWebSocket(step: WebSocketFault): void {
  checkOptions(step, WEB_SOCKET_NAMES, "webSockets");
  const { closeCode, closeReason, afterMessages, messages } = step;
  checkCommon("webSockets", step);
  if (closeCode !== undefined) checkInteger("webSockets.closeCode", closeCode, { max: 65_535 });
  if (closeReason !== undefined && typeof closeReason !== "string") {
    throw notOfType("TEXT", "webSockets.closeReason", closeReason);
  }
  if (afterMessages !== undefined) checkInteger("webSockets.afterMessages", afterMessages);
  if (messages !== undefined) checkArray("webSockets.messages", messages);
}

function checkCommon(name: string, { status, headers, delayMs, fault }: RequestFault | WebSocketFault): void {
  if (status !== undefined) checkInteger(`${name}.status`, status, { min: 100, max: 999 });
  if (headers !== undefined) checkObject(`${name}.headers`, headers);
  if (delayMs !== undefined) checkNumber(`${name}.delayMs`, delayMs, { max: LONGEST_DELAY_MS });
  if (fault !== undefined) checkOneOf(`${name}.fault`, fault, FAULTS);
}

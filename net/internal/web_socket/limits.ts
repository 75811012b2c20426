import {
  checkInteger,
  checkNumber,
  checkSignal,
  LONGEST_DELAY_MS,
  type OptionNames,
} from "../../../internal/validate.ts";
import type { WebSocketLimits } from "../../serve_web_socket.ts";
import type { HeartbeatPlan } from "./heartbeat.ts";

/** The names of the limits. */
export const LIMIT_NAMES: OptionNames<WebSocketLimits> = {
  maxConnections: true,
  maxMessageBytes: true,
  maxQueue: true,
  maxQueueBytes: true,
  heartbeatMs: true,
  heartbeatTimeoutMs: true,
  idleTimeoutMs: true,
  closeTimeoutMs: true,
  onError: "function",
  signal: true,
};

/** What connections are held to, checked and with the defaults. */
export interface Limits {
  readonly maxConnections: number;
  readonly maxMessageBytes: number;
  readonly maxQueue: number;
  readonly maxQueueBytes: number;
  readonly heartbeat: HeartbeatPlan | undefined;
  readonly idleTimeoutMs: number | undefined;
  readonly closeTimeoutMs: number;
  readonly onError: WebSocketLimits["onError"];
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks limits.
 *
 * @param options What the caller gave.
 * @returns The limits.
 */
export function limitsOf(options: WebSocketLimits): Limits {
  const { maxConnections = 10_000, maxMessageBytes = 1_048_576, maxQueue = 1_024, maxQueueBytes = 4_194_304 } = options;
  const { heartbeatMs = 30_000, heartbeatTimeoutMs = 20_000, closeTimeoutMs = 5_000 } = options;
  const { idleTimeoutMs, onError, signal } = options;
  for (const [name, value] of Object.entries({ maxConnections, maxMessageBytes, maxQueue, maxQueueBytes })) {
    checkInteger(name, value, { min: 1 });
  }
  checkNumber("heartbeatMs", heartbeatMs, { max: LONGEST_DELAY_MS });
  for (const [name, value] of Object.entries({ heartbeatTimeoutMs, closeTimeoutMs, idleTimeoutMs })) {
    if (value !== undefined) checkNumber(name, value, { min: 1, max: LONGEST_DELAY_MS });
  }
  if (signal !== undefined) checkSignal("signal", signal);
  const heartbeat = heartbeatMs === 0
    ? undefined
    : { intervalMs: heartbeatMs, timeoutMs: heartbeatTimeoutMs, message: undefined, isReply: undefined };
  return {
    ...{ maxConnections, maxMessageBytes, maxQueue, maxQueueBytes, heartbeat },
    ...{ idleTimeoutMs, closeTimeoutMs, onError, signal },
  };
}

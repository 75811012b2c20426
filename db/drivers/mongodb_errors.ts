import { originalMessage } from "../../internal/driver_error.ts";
import { type Failure, networkFailure } from "../engine/failure.ts";

/** What is known of a failure of documents. */
export interface DocumentFailure extends Failure {
  /** The server's name or number for it. */
  reason: string;
}

interface ServerError {
  name?: string;
  code?: unknown;
  codeName?: string;
  cause?: unknown;
}

const DUPLICATE_KEY = 11_000;
const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
const TIME_LIMIT = 50;

/**
 * Says what an error of the driver means. Its message may hold values, so that no more than names are taken from it.
 *
 * @param error What it threw.
 */
export function classifyMongodb(error: unknown): DocumentFailure {
  const { name = "", code, codeName, cause } = error as ServerError;
  const reason = String(codeName ?? code ?? name);
  switch (code) {
    case DUPLICATE_KEY:
      return { code: "DB_DOCUMENTS_UNIQUE", reason, constraint: /index: (\S+)/.exec(originalMessage(error))?.[1] };
    case AUTHENTICATION_FAILED:
    case UNAUTHORIZED:
      return { code: "DB_AUTHENTICATION", reason };
    case TIME_LIMIT:
      return { code: "DB_DOCUMENTS_TIMEOUT", reason };
  }
  if (/^MongoServerSelection/.test(name)) return { ...unreachable(cause ?? error), reason };
  if (/^Mongo(Network|ServerClosed|PoolCleared)/.test(name)) return { code: "DB_CONNECTION_LOST", reason };
  if (/^Mongo(ClientClosed|TopologyClosed|NotConnected)/.test(name)) return { code: "DB_CLOSED", reason };
  return { code: "DB_DOCUMENTS_FAILED", reason };
}

function unreachable(error: unknown): Failure {
  return networkFailure(error) ?? { code: "DB_UNREACHABLE" };
}

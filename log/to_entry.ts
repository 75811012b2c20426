/**
 * LogTape's records as ours.
 *
 * @internal
 * @module
 */

import { fromLogTapeLevel } from "./levels.ts";
import type { LogEntry, LogErrorData } from "./log_entry.ts";
import type { LogTapeRecord } from "./logtape_record.ts";
import { plainData, plainProperties, type Way } from "./plain_data.ts";
import { REDACTED, type Redactor } from "./redactor.ts";

/**
 * Makes an entry of a record: plain data, secrets replaced, the error apart.
 *
 * @param record The record.
 * @param redactor What replaces secrets.
 * @returns The entry.
 */
export function toEntry(record: LogTapeRecord, redactor: Redactor): LogEntry {
  const way: Way = { ancestors: [], redactor };
  const { error, ...properties } = plainProperties(record.properties, way);
  const isError = record.properties["error"] instanceof Error && typeof error === "object";
  return {
    time: new Date(record.timestamp),
    level: fromLogTapeLevel(record.level),
    logger: record.category.join("."),
    message: redactor.text(messageOf(record, way)),
    properties: isError || error === undefined ? properties : { ...properties, error },
    ...(isError ? { error: error as LogErrorData } : {}),
  };
}

// LogTape parts a message at its placeholders: texts and values in turn.
function messageOf({ message, rawMessage, properties }: LogTapeRecord, way: Way): string {
  const names = typeof rawMessage === "string" ? placeholders(rawMessage) : [];
  const isNamed = names.length === (message.length - 1) / 2;
  return message.map((part, index) => {
    if (index % 2 === 0) return String(part);
    const name = isNamed ? names[(index - 1) / 2] : undefined;
    if (part === undefined && name !== undefined && !(name.trim() in properties)) return `{${name}}`;
    return shownValue(part, name?.trim(), way);
  }).join("");
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{\{|\}\}|\{([^}]*)\}/g)].map((match) => match[1]).filter((name) => name !== undefined);
}

function shownValue(value: unknown, name: string | undefined, way: Way): string {
  if (name !== undefined && way.redactor.isSecret(lastName(name))) return REDACTED;
  const data = value instanceof Error ? value.message : plainData(value, way);
  return typeof data === "string" ? data : JSON.stringify(data) ?? String(data);
}

/** The property that a placeholder such as `user.password` ends in. */
function lastName(placeholder: string): string {
  return /([^.?[\]"']+)["'\]]*$/.exec(placeholder)?.[1] ?? placeholder;
}

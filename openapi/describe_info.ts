/**
 * The checking of what an API is said to be.
 *
 * @internal
 * @module
 */

import type { OpenApiDocument } from "./document.ts";
import { checkField, checkKnown, copyJson, type FieldType, isObject } from "./fields.ts";
import type { OpenApiInfo } from "./info.ts";

const PART = "info";

/** The properties of `info` that stand in the document's `info`, and those that stand beside it. */
const inside: Readonly<Record<string, FieldType>> = {
  title: "TEXT",
  version: "TEXT",
  summary: "TEXT",
  description: "TEXT",
  termsOfService: "TEXT",
  contact: "OBJECT",
  license: "OBJECT",
};
const beside: Readonly<Record<string, FieldType>> = {
  externalDocs: "OBJECT",
  servers: "ARRAY",
  security: "ARRAY",
  tags: "ARRAY",
  components: "OBJECT",
};

/** What a document holds beside its paths. */
export type DocumentHead = Omit<OpenApiDocument, "openapi" | "paths">;

/**
 * Checks what an API is said to be, and puts each property where the document has it.
 *
 * @param info What the API is.
 * @returns The document without its paths.
 */
export function describeInfo(info: OpenApiInfo): DocumentHead {
  const types = { ...inside, ...beside };
  checkKnown(PART, info, Object.keys(types));
  for (const [name, type] of Object.entries(types)) {
    checkField(PART, name, info[name as keyof OpenApiInfo], type, name === "title" || name === "version");
  }
  checkItems("servers", info.servers, "url");
  checkItems("tags", info.tags, "name");
  checkField(PART, "license.name", info.license?.name, "TEXT", info.license !== undefined);
  checkField(PART, "externalDocs.url", info.externalDocs?.url, "TEXT", info.externalDocs !== undefined);
  const copy = copyJson(PART, "info", info) as unknown as Record<string, unknown>;
  const head: Record<string, unknown> = { info: pick(copy, (name) => name in inside || name.startsWith("x-")) };
  return Object.assign(head, pick(copy, (name) => name in beside)) as unknown as DocumentHead;
}

function checkItems(name: string, items: readonly unknown[] | undefined, key: string): void {
  items?.forEach((item, index) => {
    checkField(PART, `${name}[${index}]`, item, "OBJECT", true);
    checkField(PART, `${name}[${index}].${key}`, isObject(item) ? item[key] : undefined, "TEXT", true);
  });
}

function pick(record: Record<string, unknown>, isPicked: (name: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isPicked(name)));
}

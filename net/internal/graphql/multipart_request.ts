import type { OutgoingBody } from "../outgoing_body.ts";
import { formBody } from "../upload/form_body.ts";
import type { VariableFile } from "./files.ts";

/**
 * Makes a form of operations and their files (GraphQL multipart request specification, version 2), read while it is sent.
 *
 * @param operations The operations as JSON, null in the place of each file.
 * @param files Each file, and where it stands.
 * @returns The body.
 */
export function multipartRequest(
  operations: string,
  files: ReadonlyMap<VariableFile, readonly string[]>,
): OutgoingBody {
  const map = JSON.stringify(Object.fromEntries([...files.values()].map((paths, at) => [at, paths])));
  const parts = [...files.keys()].map((file, at) => [String(at), file] as const);
  return formBody([["operations", operations], ["map", map], ...parts]);
}

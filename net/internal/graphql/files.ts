import { FileUpload } from "../../file_upload.ts";

/** A file among the variables. */
export type VariableFile = Blob | FileUpload;

/** Variables without their files, which are sent beside them. */
export interface TakenFiles {
  /** The same, with null, or what is asked for, in each file's place. */
  readonly variables: object | undefined;
  /** Each file, and where it stands: paths such as `variables.images.0`. */
  readonly files: ReadonlyMap<VariableFile, readonly string[]>;
}

/**
 * Takes the files out of variables, wherever they stand in them.
 *
 * @param variables The variables; not changed.
 * @param path Where they stand themselves.
 * @param place What is put in each file's place.
 * @returns The variables without files, and the files.
 */
export function takeFiles(variables: object | undefined, path: string, place: string | null = null): TakenFiles {
  const files = new Map<VariableFile, string[]>();
  // What holds itself is no data that can be sent: whoever writes it as JSON finds that out and says so.
  const above = new Set<object>();
  const take = (value: unknown, path: string): unknown => {
    if (typeof value !== "object" || value === null || above.has(value)) return value;
    if (isFile(value)) {
      files.set(value, [...(files.get(value) ?? []), path]);
      return place;
    }
    if (!Array.isArray(value) && !isPlain(value)) return value;
    above.add(value);
    const taken = Array.isArray(value)
      ? value.map((item, at) => take(item, `${path}.${at}`))
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, take(item, `${path}.${key}`)]));
    above.delete(value);
    return taken;
  };
  const taken = take(variables, path) as object | undefined;
  return { variables: files.size === 0 ? variables : taken, files };
}

function isFile(value: object): value is VariableFile {
  return value instanceof Blob || value instanceof FileUpload;
}

// An instance of a class writes itself as JSON, and holds no files that could be sent.
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || Object.getPrototypeOf(prototype) === null) &&
    typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

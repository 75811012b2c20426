import type { RawResult } from "../read_result.ts";

type Path = readonly (string | number)[];

/** A part of an answer: the first one, or what is added to it, in any of the forms that there are. */
interface Payload extends Addition {
  readonly hasNext?: boolean;
  readonly extensions?: unknown;
  readonly incremental?: readonly Addition[];
  readonly pending?: readonly { readonly id: string; readonly path: Path }[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly unknown[] }[];
}

/** Data, or items of a list, and where they belong: at a path, or below the path that was announced by an id. */
interface Addition {
  readonly path?: Path;
  readonly id?: string;
  readonly subPath?: Path;
  readonly data?: unknown;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly unknown[];
}

/**
 * The result of an operation that comes in parts. Nothing that was given is changed: what grows is made anew, and what does
 * not is shared.
 */
export class GrowingResult {
  readonly #paths = new Map<string, Path>();
  #data: unknown;
  #hasData = false;
  #errors: readonly unknown[] = [];
  #extensions: unknown;
  #isComplete = false;

  /** Whether nothing more comes. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What there is. */
  get result(): RawResult {
    return {
      ...(this.#hasData ? { data: this.#data } : {}),
      ...(this.#errors.length === 0 ? {} : { errors: this.#errors }),
      ...(this.#extensions === undefined ? {} : { extensions: this.#extensions }),
    };
  }

  /**
   * Adds a part.
   *
   * @param part The part, of which nothing is known.
   * @returns Whether it held anything; some servers send empty ones, so that the connection is not closed.
   * @throws {TypeError} If it does not fit what is there.
   */
  add(part: unknown): boolean {
    if (!isRecord(part)) throw new TypeError("a part is no object");
    const { hasNext, extensions, incremental, pending, completed, ...first } = part as Payload;
    if (Object.keys(part).length === 0) return false;
    // Announced before what belongs there is told, be it in the same part.
    for (const { id, path } of pending ?? []) this.#paths.set(id, path);
    if (first.path === undefined) this.#begin(first);
    else this.#grow(first);
    for (const addition of incremental ?? []) this.#grow(addition);
    for (const { id, errors } of completed ?? []) {
      this.#paths.delete(id);
      this.#fail(errors);
    }
    if (isRecord(extensions)) this.#extensions = { ...this.#extensions as object | undefined, ...extensions };
    this.#isComplete = hasNext !== true;
    return true;
  }

  #begin({ data, errors }: Addition): void {
    this.#fail(errors);
    if (data === undefined) return;
    this.#data = data;
    this.#hasData = true;
  }

  #grow({ path, id, subPath = [], data, items, errors }: Addition): void {
    this.#fail(errors);
    const place = path ?? (id === undefined ? undefined : this.#paths.get(id));
    if (place === undefined) throw new TypeError("a part names a place that was not announced");
    const whole = [...place, ...subPath];
    // Null says that it could not be given; the errors say why, and what was there stays.
    if (Array.isArray(items)) {
      this.#data = path === undefined ? pushed(this.#data, whole, items) : put(this.#data, whole, items);
    } else if (isRecord(data)) this.#data = changed(this.#data, whole, (there) => merged(there, data));
  }

  #fail(errors: readonly unknown[] | undefined): void {
    if (Array.isArray(errors)) this.#errors = [...this.#errors, ...errors];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Adds items at the end of a list. */
function pushed(root: unknown, path: Path, items: readonly unknown[]): unknown {
  return changed(root, path, (list) => {
    if (Array.isArray(list)) return [...list, ...items];
    throw new TypeError("items belong to no list");
  });
}

/** Puts items into a list, from the index on that ends the path (the form of 2022). */
function put(root: unknown, path: Path, items: readonly unknown[]): unknown {
  const at = path.at(-1);
  return changed(root, path.slice(0, -1), (list) => {
    if (!Array.isArray(list) || typeof at !== "number" || !isIndex(at, list.length + 1)) {
      throw new TypeError("items belong to no list");
    }
    return [...list.slice(0, at), ...items, ...list.slice(at + items.length)];
  });
}

/** Makes what is at a path anew, and all that it is in. */
function changed(root: unknown, [key, ...rest]: Path, change: (there: unknown) => unknown): unknown {
  if (key === undefined) return change(root);
  if (Array.isArray(root) && typeof key === "number" && isIndex(key, root.length)) {
    return root.with(key, changed(root[key], rest, change));
  }
  if (!isRecord(root) || !Object.hasOwn(root, key)) throw new TypeError(`there is nothing at ${key}`);
  return { ...root, [key]: changed(root[key], rest, change) };
}

function isIndex(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}

function merged(there: unknown, added: unknown): unknown {
  if (Array.isArray(there) && Array.isArray(added)) {
    return Array.from(
      { length: Math.max(there.length, added.length) },
      (_, at) => at in added ? merged(there[at], added[at]) : there[at],
    );
  }
  if (!isRecord(there) || !isRecord(added)) return added;
  const own = Object.entries(added).map(([key, value]) =>
    [key, Object.hasOwn(there, key) ? merged(there[key], value) : value] as const
  );
  // A key may be `__proto__`, which is a property like any other here.
  return Object.fromEntries([...Object.entries(there), ...own]);
}

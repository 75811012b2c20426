import { builtin } from "../../internal/runtime.ts";

/** That the running code is in the function of a transaction. */
export interface Inside {
  /** On what the transaction was begun. */
  readonly owner: object;
  /** Whether the transaction still runs: code that it started may outlive it. */
  isOpen: boolean;
  /** The transaction around it. */
  readonly outer: Inside | undefined;
}

interface Storage {
  getStore(): Inside | undefined;
  run<R>(store: Inside, callback: () => R): R;
}

const asyncHooks = builtin<{ AsyncLocalStorage: new () => Storage }>("node:async_hooks");
const storage: Storage | undefined = asyncHooks && new asyncHooks.AsyncLocalStorage();

/**
 * Runs the function of a transaction.
 *
 * @param owner On what the transaction was begun.
 * @param callback The function.
 */
export async function runInside<R>(owner: object, callback: () => Promise<R> | R): Promise<R> {
  if (storage === undefined) return await callback();
  const inside: Inside = { owner, isOpen: true, outer: storage.getStore() };
  try {
    return await storage.run(inside, callback);
  } finally {
    inside.isOpen = false;
  }
}

/** Whether the running code is in the function of a transaction that was begun on this. */
export function isInside(owner: object): boolean {
  for (let at = storage?.getStore(); at !== undefined; at = at.outer) if (at.isOpen && at.owner === owner) return true;
  return false;
}

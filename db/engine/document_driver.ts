import type { DocumentFilter, DocumentRecord, FindOptions } from "../document_database.ts";

/** What a driver file for a database of documents provides. */
export interface DocumentDriver {
  /** What it is connected to, as messages show it: without user or password. */
  readonly place: string;
  /** Inserts documents and gives their ids. */
  insert(
    collection: string,
    documents: readonly DocumentRecord[],
    signal: AbortSignal | undefined,
  ): Promise<unknown[]>;
  /** Finds documents and gives them as they come. */
  find(collection: string, filter: DocumentFilter, options: FindOptions): AsyncGenerator<DocumentRecord>;
  /** Waits for what is under way for a time, then closes. */
  close(drainTimeoutMs: number): Promise<void>;
}

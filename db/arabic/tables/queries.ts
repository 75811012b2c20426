/**
 * The queries that databases, transactions and sessions have in common; none of it is public.
 *
 * @internal
 * @module
 */

import { type RecordNames, recordNames } from "../../../internal/arabic.ts";
import type { DatabaseSession } from "../../database_session.ts";
import type { ExecuteManyResult, ExecuteResult, Queries, QueryOptions } from "../../queries.ts";
import type { خيارات_استعلام, صف_sql, معاملات_sql, نتيجة_تنفيذ, نتيجة_تنفيذ_عدة } from "../queries.ts";

/** What a statement is told. */
export const أسماء_خيارات_استعلام: RecordNames<خيارات_استعلام, QueryOptions> = recordNames<خيارات_استعلام, QueryOptions>()(
  { إشارة: "signal" },
);

const أسماء_نتيجة_تنفيذ = recordNames<نتيجة_تنفيذ, ExecuteResult>()({
  صفوف_متأثرة: "rowsAffected",
  آخر_معرف: "lastInsertId",
});

const أسماء_نتيجة_تنفيذ_عدة = recordNames<نتيجة_تنفيذ_عدة, ExecuteManyResult>()({ صفوف_متأثرة: "rowsAffected" });

/** Stands for `execute`. */
export async function تنفيذ(
  this: Queries | DatabaseSession,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<نتيجة_تنفيذ> {
  return أسماء_نتيجة_تنفيذ.arabic(
    await this.execute(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات)),
  );
}

/** Stands for `executeMany`. */
export async function تنفيذ_عدة(
  this: Queries | DatabaseSession,
  استعلام: string,
  صفوف: Iterable<معاملات_sql> | AsyncIterable<معاملات_sql>,
  خيارات: خيارات_استعلام = {},
): Promise<نتيجة_تنفيذ_عدة> {
  return أسماء_نتيجة_تنفيذ_عدة.arabic(
    await this.executeMany(استعلام, صفوف, أسماء_خيارات_استعلام.english(خيارات)),
  );
}

/** Stands for `all`. */
export async function جلب_الكل<T = صف_sql>(
  this: Queries | DatabaseSession,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<T[]> {
  return await this.all<T>(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات));
}

/** Stands for `one`. */
export async function جلب_واحد<T = صف_sql>(
  this: Queries | DatabaseSession,
  استعلام: string,
  معاملات?: معاملات_sql,
  خيارات: خيارات_استعلام = {},
): Promise<T | undefined> {
  return await this.one<T>(استعلام, معاملات, أسماء_خيارات_استعلام.english(خيارات));
}

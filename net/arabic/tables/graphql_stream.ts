/**
 * The names of what comes of a stream of GraphQL; none of it is public.
 *
 * @internal
 * @module
 */

import type { EventStream } from "../../event_stream.ts";
import type { GraphQLIncrementResult } from "../../graphql_stream.ts";
import type { PulledStream } from "../../internal/pulled_stream.ts";
import type { تدفق_أحداث } from "../events.ts";

/** Gives what a stream gives under Arabic names. */
export function تزايد_بالعربية<T>(stream: EventStream<GraphQLIncrementResult<T>>): تدفق_أحداث<never> {
  const pulled = stream as PulledStream<GraphQLIncrementResult<T>>;
  const arabic = pulled.mapped(({ isComplete, ...others }) => ({ ...others, مكتمل: isComplete }));
  return arabic as unknown as تدفق_أحداث<never>;
}

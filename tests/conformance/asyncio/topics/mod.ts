import type { Scenarios } from "../support/scenario.ts";
import { cancellation } from "./cancellation.ts";
import { tasks } from "./tasks.ts";

/** The scenarios by topic. */
export const topics: Readonly<Record<string, Scenarios>> = { cancellation, tasks };

import type { Scenarios } from "../support/scenario.ts";
import { cancellation } from "./cancellation.ts";
import { locks } from "./locks.ts";
import { meeting } from "./meeting.ts";
import { tasks } from "./tasks.ts";

/** The scenarios by topic. */
export const topics: Readonly<Record<string, Scenarios>> = { cancellation, locks, meeting, tasks };

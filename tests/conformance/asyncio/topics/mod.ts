import type { Scenarios } from "../support/scenario.ts";
import { cancellation } from "./cancellation.ts";
import { futures } from "./futures.ts";
import { locks } from "./locks.ts";
import { meeting } from "./meeting.ts";
import { queues } from "./queues.ts";
import { tasks } from "./tasks.ts";

/** The scenarios by topic. */
export const topics: Readonly<Record<string, Scenarios>> = { cancellation, futures, locks, meeting, queues, tasks };

import type { Scenarios } from "../support/scenario.ts";
import { cancellation } from "./cancellation.ts";
import { futures } from "./futures.ts";
import { gathering } from "./gathering.ts";
import { groups } from "./groups.ts";
import { locks } from "./locks.ts";
import { meeting } from "./meeting.ts";
import { queues } from "./queues.ts";
import { races } from "./races.ts";
import { shields } from "./shields.ts";
import { tasks } from "./tasks.ts";
import { timeouts } from "./timeouts.ts";
import { waiting } from "./waiting.ts";

/** The scenarios by topic. */
export const topics: Readonly<Record<string, Scenarios>> = {
  cancellation,
  futures,
  gathering,
  groups,
  locks,
  meeting,
  queues,
  races,
  shields,
  tasks,
  timeouts,
  waiting,
};

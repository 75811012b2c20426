import type { Command } from "./command.ts";
import { csv } from "./csv.ts";
import { openapi } from "./openapi.ts";
import { query } from "./query.ts";
import { split } from "./split.ts";

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [split, query, openapi, csv];

#!/usr/bin/env node
/**
 * The `مكتبة` command of the terminal: `maktaba`, in Arabic unless told otherwise.
 *
 * @module
 */

import { runProcess } from "./run_process.ts";

await runProcess("ar");

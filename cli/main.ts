#!/usr/bin/env node
/**
 * The `maktaba` command of the terminal.
 *
 * @module
 */

import { runProcess } from "./run_process.ts";

await runProcess();

/** What tests share: real servers, temporary directories, unique names, an HTTP server, Python. */

export * from "./content.ts";
export * from "./garbage_collector.ts";
export * from "./growth.ts";
export * from "./listen.ts";
export * from "./options.ts";
export * from "./printed.ts";
export * from "./python.ts";
export * from "./random.ts";
export * from "./run_deno.ts";
export * from "./servers.ts";
export * from "./skip.ts";
export * from "./temp_dir.ts";
export * from "./unique.ts";
export * from "./watched_signal.ts";

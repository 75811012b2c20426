/** How much a record matters, from least to most. */
export type LogLevel = "debug" | "info" | "warning" | "error" | "critical";

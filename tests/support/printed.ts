import { inspect } from "node:util";

interface Globals {
  Deno?: { inspect(value: unknown, options: { depth: number }): string };
  Bun?: { inspect(value: unknown, options: { depth: number }): string };
}

/**
 * All that printing a value may show, on any runtime: what its console writes, what loggers make of it, and what goes
 * over a wire.
 */
export function printed(value: unknown): string {
  const { Deno, Bun } = globalThis as Globals;
  const shown = [inspect(value, { depth: 10 }), JSON.stringify(value), String(value), causes(value)];
  for (const console of [Deno, Bun]) if (console !== undefined) shown.push(console.inspect(value, { depth: 10 }));
  return shown.join("\n");
}

/** What those loggers write which walk through an error themselves. */
function causes(value: unknown, depth = 0): string {
  if (!(value instanceof Error) || depth > 10) return "";
  const own = Object.entries(value).map(([name, item]) => `${name}: ${inspect(item, { depth: 10 })}`);
  return [value.name, value.message, value.stack, ...own, causes(value.cause, depth + 1)].join("\n");
}

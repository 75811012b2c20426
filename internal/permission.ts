// How deep packages wrap what the runtime threw.
const DEEPEST = 4;

/**
 * Tells the flag that allows what Deno refused.
 *
 * @param error What was thrown; what it wraps is looked at too.
 * @returns `"--allow-net"` and the like; undefined where the error is another, as on all other runtimes.
 */
export function missingFlag(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth <= DEEPEST; at = at.cause, depth++) {
    if (at.name !== "NotCapable") continue;
    return /--allow-[a-z]+/.exec(at.message)?.[0] ?? "--allow-all";
  }
  return undefined;
}

/**
 * Names all flags that are needed, not just the one that was missed first.
 *
 * @param missing The flag that was.
 * @param needed Those that are known to be needed, with what they allow.
 */
export function neededFlags(missing: string, needed: readonly string[]): string {
  const isKnown = needed.some((flag) => flag === missing || flag.startsWith(`${missing}=`));
  return [...needed, ...(isKnown ? [] : [missing])].join(" ");
}

/**
 * Reads what an earlier call kept beside a file.
 *
 * @typeParam T What it kept.
 * @param text What stands there.
 * @returns What it may have kept, to be checked; undefined where that cannot be read, as it was half written when the
 * machine stopped, say.
 */
export function parseRecord<T>(text: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tells how long a message is in bytes, exactly only where that can matter.
 *
 * @param message Text, counted in UTF-8, or bytes.
 * @param limit What it is compared with.
 * @returns Its length, or an estimate that lies on the same side of the limit.
 */
export function byteLength(message: string | Uint8Array, limit: number): number {
  if (typeof message !== "string") return message.byteLength;
  // One UTF-16 unit takes from one to three bytes.
  if (message.length > limit || message.length * 3 <= limit) return message.length;
  return new TextEncoder().encode(message).byteLength;
}

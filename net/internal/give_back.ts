/**
 * Gives back the memory of a piece that came from a network, at once: an engine sees of it no more than a small object, and
 * leaves it until tens of megabytes have gathered.
 *
 * @param piece The piece, which nobody reads any more; empty from then on, unless it is a part of something larger.
 */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer.byteLength === byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

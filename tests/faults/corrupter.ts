import type { Corruption } from "./faults.ts";

/** Changes the bytes of one direction of a connection, chunk after chunk. */
export class Corrupter {
  #offset = 0;
  #random: (() => number) | undefined;

  /** Gives the next chunk as it arrives; the chunk passed in stays as it is. */
  apply(chunk: Uint8Array, corruption: Corruption | undefined): Uint8Array {
    const start = this.#offset;
    this.#offset += chunk.length;
    if (corruption === undefined) return chunk;
    const changed = chunk.slice();
    if ("offset" in corruption) invert(changed, corruption.offset - start);
    else this.#flip(changed, corruption);
    return changed;
  }

  #flip(chunk: Uint8Array, { rate, seed = 1 }: { rate: number; seed?: number }): void {
    // Two numbers for each byte, whether it is changed or not: what is changed does not depend on the size of the chunks.
    const random = this.#random ??= generator(seed);
    for (let index = 0; index < chunk.length; index++) {
      const isHit = random() < rate;
      const bit = Math.floor(random() * 8);
      if (isHit) chunk[index]! ^= 1 << bit;
    }
  }
}

function invert(chunk: Uint8Array, index: number): void {
  if (index >= 0 && index < chunk.length) chunk[index]! ^= 0xff;
}

/** Marsaglia's xorshift with 32 bits of state ("Xorshift RNGs", 2003); gives numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = (seed >>> 0) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

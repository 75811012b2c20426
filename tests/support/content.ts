/** Bytes that look random and are the same in every run. */
export function contentOf(size: number, seed: number = 1): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let at = 0, state = seed; at < words.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[at] = state;
  }
  return Buffer.from(words.buffer, 0, size);
}

/** What a stream is written to: a request of `node:http`, or a stream of `node:http2`. */
export interface Sink {
  readonly destroyed: boolean;
  readonly closed?: boolean;
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  on(event: "drain" | "close", listener: () => void): this;
  off(event: "drain" | "close", listener: () => void): this;
}

/**
 * Writes a stream, no faster than it is taken, and lets go of it where nobody takes it any more.
 *
 * @param sink What it is written to, and ended with it.
 * @param stream The stream.
 * @returns When all is written, or nobody takes it any more; rejects with what the stream failed with.
 */
export async function pump(sink: Sink, stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  try {
    while (!sink.destroyed && !sink.closed) {
      const { done, value } = await reader.read();
      if (done) return void sink.end();
      if (!sink.write(value)) await drained(sink);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function drained(sink: Sink): Promise<void> {
  return new Promise((resolve) => {
    const onEnd = () => {
      sink.off("drain", onEnd).off("close", onEnd);
      resolve();
    };
    sink.on("drain", onEnd).on("close", onEnd);
  });
}

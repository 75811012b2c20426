import type { TcpConnection } from "../../tcp_connection.ts";

/** What comes over a connection as a web stream: read as it is asked for. */
export function readableOf(connection: TcpConnection): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const bytes = await connection.read();
      if (bytes === undefined) controller.close();
      else controller.enqueue(bytes);
    },
    cancel: () => connection.close(),
  }, { highWaterMark: 0 });
}

/** What goes over a connection as a web stream: whoever writes waits while the peer takes no more. */
export function writableOf(connection: TcpConnection): WritableStream<Uint8Array | string> {
  return new WritableStream({
    write: (chunk) => connection.write(chunk),
    close: () => connection.endWriting(),
    abort: () => connection.abort(),
  });
}

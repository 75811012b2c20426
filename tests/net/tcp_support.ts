import { openConnection, startServer, type TcpConnection, type TcpServer } from "@maktaba/std/net";
import { selfSigned } from "./fixtures/self_signed.ts";

/** What a client says to trust the certificate of the tests. */
export const trusting: { ca: string; serverName: string } = { ca: selfSigned.cert, serverName: "localhost" };

/** What bytes say. */
export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}

/** Answers with what comes. */
export async function echo(connection: TcpConnection): Promise<void> {
  for await (const bytes of connection) await connection.write(bytes);
}

/** Both ends of a connection, and the server. */
export interface TcpPair extends AsyncDisposable {
  server: TcpServer;
  client: TcpConnection;
  peer: TcpConnection;
}

/** A server that hands its one client to the test, and that client. */
export async function pair(options: Parameters<typeof startServer>[1] = {}): Promise<TcpPair> {
  const { promise: accepted, resolve } = Promise.withResolvers<TcpConnection>();
  const server = await startServer(async (connection) => {
    resolve(connection);
    await connection.closed;
  }, options);
  const client = await openConnection({ port: server.port, ...(options.tls && { tls: trusting }) });
  const peer = await accepted;
  return {
    server,
    client,
    peer,
    async [Symbol.asyncDispose]() {
      client.abort();
      peer.abort();
      await server.close();
    },
  };
}

// Echoes what comes, on Bun's own server, the fastest at hand, so that the clients are what is measured.

interface ServerSocket {
  send(message: string | Uint8Array): number;
}

interface BunGlobal {
  serve(options: {
    port: number;
    hostname: string;
    fetch(request: Request, server: { upgrade(request: Request): boolean }): Response | undefined;
    websocket: { message(socket: ServerSocket, message: string | Uint8Array): void };
  }): { port: number };
}

const { serve } = (globalThis as unknown as { Bun: BunGlobal }).Bun;
const server = serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request, server) => server.upgrade(request) ? undefined : new Response(null, { status: 426 }),
  websocket: { message: (socket, message) => void socket.send(message) },
});
console.log(server.port);

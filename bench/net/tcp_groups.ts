// Echoes over one TCP connection: both ends by `node:net` alone, with callbacks, and both by the library. Between them, for
// what waiting takes by itself: `node:net` with the least that gives a promise for each message. Servers are started once.
import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Group } from "../harness/in_process.ts";
import { openConnection, startServer } from "../../net/mod.ts";

const message = new Uint8Array(100).fill(120);
const piece = new Uint8Array(65_536).fill(121);

const bareServer = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  socket.on("data", (data) => {
    if (socket.write(data)) return;
    socket.pause();
    socket.once("drain", () => socket.resume());
  });
  socket.on("end", () => socket.end());
}).listen(0, "127.0.0.1");
await once(bareServer, "listening");
bareServer.unref();

const promisingServer = createServer({ allowHalfOpen: true, noDelay: true }, async (socket) => {
  const messages = new Messages(socket);
  socket.on("end", () => socket.end());
  while (true) await messages.write(await messages.read());
}).listen(0, "127.0.0.1");
await once(promisingServer, "listening");
promisingServer.unref();

const ourServer = await startServer(async (connection) => {
  for await (const bytes of connection) await connection.write(bytes);
});

const taken = Promise.resolve();

/** Messages over a socket, one at a time and with no other care: neither their bounds nor the end are looked at. */
class Messages {
  readonly #socket: Socket;
  #message: Uint8Array | undefined;
  #give: ((message: Uint8Array) => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (message: Uint8Array) => {
      const give = this.#give;
      this.#give = undefined;
      if (give === undefined) this.#message = message;
      else give(message);
    });
  }

  read(): Promise<Uint8Array> {
    const message = this.#message;
    this.#message = undefined;
    return message === undefined ? new Promise((resolve) => this.#give = resolve) : Promise.resolve(message);
  }

  write(message: Uint8Array): Promise<void> {
    this.#socket.write(message);
    return taken;
  }
}

async function bareClient(server = bareServer): Promise<Socket> {
  const socket = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Calls back for each time that so many bytes have come. */
function onEach(socket: Socket, bytes: number, callback: () => void): void {
  let received = 0;
  socket.on("data", (data: Uint8Array) => {
    for (received += data.byteLength; received >= bytes; received -= bytes) callback();
  });
}

async function bareMessages(count: number): Promise<void> {
  const socket = await bareClient();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let received = 0;
  onEach(socket, message.byteLength, () => ++received === count ? resolve() : void socket.write(message));
  socket.write(message);
  await done;
  socket.destroy();
}

async function promisedMessages(count: number): Promise<void> {
  const socket = await bareClient(promisingServer);
  const messages = new Messages(socket);
  for (let n = 0; n < count; n++) {
    await messages.write(message);
    await messages.read();
  }
  socket.destroy();
}

async function messages(count: number): Promise<void> {
  await using connection = await openConnection({ port: ourServer.port });
  for (let n = 0; n < count; n++) {
    await connection.write(message);
    await connection.readExactly(message.byteLength);
  }
}

async function barePieces(count: number): Promise<void> {
  const socket = await bareClient();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let received = 0;
  onEach(socket, piece.byteLength, () => void (++received === count && resolve()));
  for (let n = 0; n < count; n++) if (!socket.write(piece)) await once(socket, "drain");
  await done;
  socket.destroy();
}

async function pieces(count: number): Promise<void> {
  await using connection = await openConnection({ port: ourServer.port });
  const reading = (async () => {
    for (let left = count * piece.byteLength; left > 0;) left -= (await connection.read())!.byteLength;
  })();
  for (let n = 0; n < count; n++) await connection.write(piece);
  await reading;
}

// Both ends are in one process, which waits for nobody else: its time on processors is all that there is.
export const groups: readonly Group[] = ([
  {
    name: "100 B there and back",
    // Up to some 20,000 messages the engines compile what they go through, which is more with us than without.
    operations: 20_000,
    contenders: {
      "node:net": bareMessages,
      "node:net, a promise each": promisedMessages,
      "openConnection and startServer": messages,
    },
  },
  {
    name: "64 KiB pieces there and back",
    operations: 2_000,
    contenders: { "node:net": barePieces, "openConnection and startServer": pieces },
  },
] as Group[]).map((group) => ({ ...group, by: "processor" }));

// Gives a file that is in memory, and takes what is sent:  transfer_server.ts BYTES
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";

const bytes = Number(process.argv[2]);
const piece = new Uint8Array(1_048_576);

const server = createServer(async (request, response) => {
  if (request.method === "GET") {
    const wanted = request.url === "/warm" ? piece.length : bytes;
    response.writeHead(200, { "content-type": "application/octet-stream", "content-length": wanted, etag: '"1"' });
    for (let sent = 0; sent < wanted; sent += piece.length) {
      const fits = response.write(piece.subarray(0, Math.min(piece.length, wanted - sent)));
      if (!fits) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
    return;
  }
  let received = 0;
  for await (const chunk of request) received += chunk.length;
  response.writeHead(200, { "content-type": "application/json" }).end(String(received));
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));

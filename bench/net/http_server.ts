// Answers every request with the same JSON:  http_server.ts PORT
import { createServer } from "node:net";
import process from "node:process";

const body = JSON.stringify({ id: 7, name: "علي", text: "x".repeat(80) });
const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
const answer = Buffer.from(head + body);

createServer((socket) => {
  let text = "";
  socket.setNoDelay(true).on("error", () => {}).on("data", (bytes: Buffer) => {
    const requests = (text + bytes.toString("latin1")).split("\r\n\r\n");
    text = requests.pop()!;
    for (const _ of requests) socket.write(answer);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");

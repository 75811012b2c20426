import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { buildSchema, graphql } from "graphql";
import { Hono } from "hono";
import { WebSocketServer } from "ws";

/** A small server to make requests to, until it is disposed of. */
export interface DemoServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Where the WebSocket is, which sends three words and then waits. */
  readonly webSocketUrl: string;
}

/** Serves a list of books on a free port of 127.0.0.1. */
export async function startDemoServer(): Promise<DemoServer> {
  const server = serve({ fetch: createApp().fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  await once(server, "listening");
  const sockets = new WebSocketServer({ server, path: "/live" });
  sockets.on("connection", (client) => ["كتاب", "قلم", "ورق"].forEach((word) => client.send(word)));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    webSocketUrl: `ws://127.0.0.1:${port}/live`,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Book {
  id: number;
  title: string;
  author?: string;
}

const schema = buildSchema(`
  type Query { book(id: Int!): Book }
  type Book { id: Int!, title: String!, author: String }
`);

function createApp(): Hono {
  const books: Book[] = [{ id: 1, title: "كليلة ودمنة", author: "ابن المقفع" }];
  const app = new Hono();
  app.get("/books/:id", (context) => {
    const book = books.find(({ id }) => id === Number(context.req.param("id")));
    return book === undefined ? context.json({ error: "There is no such book" }, 404) : context.json(book);
  });
  app.post("/books", async (context) => {
    const { title } = await context.req.json<Book>();
    const book = { id: books.length + 1, title };
    books.push(book);
    return context.json(book, 201);
  });
  app.post("/upload", async (context) => {
    const { file } = await context.req.parseBody();
    return file instanceof File ? context.json({ name: file.name, size: file.size }) : context.json({}, 400);
  });
  app.post("/graphql", async (context) => {
    const { query, variables } = await context.req.json();
    const rootValue = { book: ({ id }: Book) => books.find((book) => book.id === id) };
    return context.json(await graphql({ schema, rootValue, source: query, variableValues: variables }));
  });
  return app;
}

import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { verifyJwt } from "@maktaba/std/crypto";
import { buildSchema, graphql } from "graphql";
import { type WebSocket, WebSocketServer } from "ws";
import type { RecordTable } from "./table.ts";

/** What {@linkcode startApi} is told. */
export interface ApiOptions {
  /** What the API serves. */
  table: RecordTable;
  /** What tokens must be signed with. */
  secret: string;
  /** The API's name in its OpenAPI document. */
  title: string;
}

/** An API that runs, until it is disposed of. */
export interface Api extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Where the WebSocket is. */
  readonly liveUrl: string;
  /** How many requests have arrived so far. */
  readonly requestCount: number;
}

/**
 * Serves a table on a free port of 127.0.0.1: `GET /records`, `POST /graphql` and a WebSocket at `/live` that answers each
 * message by the next records and closes after the last, to those who have a token; `GET /openapi.json` to everybody.
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const requests = { count: 0 };
  const app = createApp(options, requests);
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }) as Server;
  await once(server, "listening");
  const sockets = serveLive(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    liveUrl: `ws://127.0.0.1:${port}/live`,
    get requestCount() {
      return requests.count;
    },
    [Symbol.asyncDispose]: () => stop(server, sockets),
  };
}

/** How many records a message of the WebSocket holds. */
const pageSize = 100;

const recordSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).openapi("Record");
const recordsRoute = createRoute({
  method: "get",
  path: "/records",
  summary: "The records from one number on",
  security: [{ token: [] }],
  request: {
    query: z.object({
      from: z.coerce.number().int().min(1).default(1),
      limit: z.coerce.number().int().min(1).max(1_000_000).default(100),
    }),
  },
  responses: {
    200: { description: "Records", content: { "application/json": { schema: z.array(recordSchema) } } },
    401: { description: "No valid token" },
  },
});

function createApp({ table, secret, title }: ApiOptions, requests: { count: number }): OpenAPIHono {
  const app = new OpenAPIHono();
  app.use(async (_, next) => {
    requests.count++;
    await next();
  });
  // Hono would write what failed to the console, among it that the whole program was cancelled.
  app.onError((error, context) => context.json({ error: error.message }, 500));
  app.doc31("/openapi.json", { openapi: "3.1.0", info: { title, version: "1.0.0" } });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  app.use(async (context, next) => {
    if (await isAllowed(context.req.header("authorization"), secret)) return await next();
    return context.json({ error: "No valid token" }, 401);
  });
  app.openapi(recordsRoute, async (context) => {
    const { from, limit } = context.req.valid("query");
    return context.json(await table.page(from, limit), 200);
  });
  app.post("/graphql", async (context) => {
    const { query, variables } = await context.req.json();
    return context.json(
      await graphql({ schema, rootValue: resolvers(table), source: query, variableValues: variables }),
    );
  });
  return app;
}

async function isAllowed(authorization: string | undefined, secret: string): Promise<boolean> {
  try {
    const token = authorization?.replace(/^Bearer /, "") ?? "";
    await verifyJwt(token, secret, { algorithms: ["HS256"] });
    return true;
  } catch {
    return false;
  }
}

const schema = buildSchema(`
  type Query {
    count: Int!
    columns: [String!]!
    groups(column: String!, first: Int = 3): [Group!]!
  }
  type Group { value: String, count: Int! }
`);

function resolvers(table: RecordTable): Record<string, unknown> {
  return {
    count: () => table.count(),
    columns: () => table.columns,
    groups: ({ column, first }: { column: string; first: number }) => table.groups(column, first),
  };
}

function serveLive(server: Server, { table, secret }: ApiOptions): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", async (request: IncomingMessage, socket, head) => {
    if (request.url !== "/live" || !await isAllowed(request.headers.authorization, secret)) {
      socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sendPages(client, table));
  });
  return sockets;
}

function sendPages(client: WebSocket, table: RecordTable): void {
  let from = 1;
  client.on("message", () => {
    sendPage(client, table, from).catch(() => client.close(1011, "The records cannot be read"));
    from += pageSize;
  });
}

// A page for each message that asks for one, so that nobody is sent more than they have read.
async function sendPage(client: WebSocket, table: RecordTable, from: number): Promise<void> {
  const records = await table.page(from, pageSize);
  if (records.length === 0) return client.close(1000, "That was all");
  client.send(JSON.stringify(records));
}

async function stop(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

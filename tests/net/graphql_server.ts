import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { WebSocket as ServerSocket } from "ws";
import { WebSocketServer } from "ws";
import { useServer } from "graphql-ws/use/ws";
import { createHandler } from "graphql-sse/lib/use/http";
import { useAPQ } from "@graphql-yoga/plugin-apq";
import { createSchema, createYoga } from "graphql-yoga";
import { listen } from "../support/mod.ts";

/** What a resolver gets of an upload. */
interface UploadedFile {
  name: string;
  type: string;
  size: number;
  text(): Promise<string>;
}

const typeDefs = `
  scalar File
  type Book { id: ID! title: String! broken: String }
  type Uploaded { name: String! type: String! size: Int! text: String! }
  type Query { book(id: ID!): Book books(first: Int = 2): [Book!]! echo(text: String!): String! must: String! }
  type Mutation {
    rename(id: ID!, title: String!): Book!
    upload(file: File!): Uploaded!
    uploadAll(files: [File!]!): [Uploaded!]!
    uploadBook(book: BookInput!): [Uploaded!]!
  }
  input BookInput { title: String! cover: File pages: [File!] }
  type Subscription {
    count(to: Int!, everyMs: Int = 0): Int!
    failing(after: Int!): Int
    endless: Int!
    who: String!
  }
`;

const titles = ["كليلة ودمنة", "ألف ليلة وليلة", "البخلاء"];

function book(id: number): object | null {
  const title = titles[id - 1];
  return title === undefined ? null : { id, title };
}

async function uploaded(file: UploadedFile): Promise<object> {
  return { name: file.name, type: file.type, size: file.size, text: (await file.text()).slice(0, 100) };
}

/** What the server did. */
export interface Counts {
  /** Requests over HTTP: method, media type of what was sent, and the path with the query. */
  requests: { method: string; type: string; url: string }[];
  /** Subscriptions that have begun. */
  begun: number;
  /** Subscriptions that have been ended, by either side. */
  ended: number;
  /** Subscriptions over HTTP whose connection was closed before the end. */
  brokenOff: number;
  /** What came with each WebSocket's connection_init. */
  connectionParams: unknown[];
}

function resolvers(counts: Counts): object {
  async function* counted<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
    counts.begun++;
    try {
      yield* values;
    } finally {
      counts.ended++;
    }
  }
  return {
    Query: {
      book: (_: unknown, { id }: { id: string }) => book(Number(id)),
      books: (_: unknown, { first }: { first: number }) => titles.slice(0, first).map((_, at) => book(at + 1)),
      echo: (_: unknown, { text }: { text: string }) => text,
      must() {
        throw new Error("No must");
      },
    },
    Book: {
      broken() {
        throw new Error("The field is broken");
      },
    },
    Mutation: {
      rename: (_: unknown, args: object) => args,
      upload: (_: unknown, { file }: { file: UploadedFile }) => uploaded(file),
      uploadAll: (_: unknown, { files }: { files: UploadedFile[] }) => files.map(uploaded),
      uploadBook: (
        _: unknown,
        { book: { cover, pages = [] } }: { book: { cover?: UploadedFile; pages: UploadedFile[] } },
      ) => [...(cover ? [cover] : []), ...pages].map(uploaded),
    },
    Subscription: {
      count: {
        subscribe: (_: unknown, { to, everyMs }: { to: number; everyMs: number }) =>
          counted((async function* () {
            for (let n = 1; n <= to; n++) {
              if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
              yield { count: n };
            }
          })()),
      },
      failing: {
        subscribe: (_: unknown, { after }: { after: number }) =>
          counted((async function* () {
            for (let n = 1; n <= after + 2; n++) yield { failing: n };
          })()),
        resolve: ({ failing }: { failing: number }, { after }: { after: number }) => {
          if (failing !== after + 1) return failing;
          throw new Error(`No ${failing}`);
        },
      },
      endless: {
        subscribe: () => endless(counts),
      },
      who: {
        subscribe: (_: unknown, _args: unknown, context: { connectionParams?: { token?: string } }) =>
          counted((async function* () {
            yield { who: context.connectionParams?.token ?? "nobody" };
          })()),
      },
    },
  };
}

// One number, then silence until it is ended. No generator, as `return` of one waits for the silence to end.
function endless(counts: Counts): AsyncIterable<object> {
  counts.begun++;
  let isFirst = true;
  const { promise: ended, resolve: end } = Promise.withResolvers<IteratorResult<object>>();
  const iterator: AsyncIterableIterator<object> = {
    next() {
      if (!isFirst) return ended;
      isFirst = false;
      return Promise.resolve({ done: false, value: { endless: 1 } });
    },
    return() {
      counts.ended++;
      end({ done: true, value: undefined });
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** A real GraphQL server: graphql-yoga over HTTP and graphql-ws over WebSocket. */
export interface GraphQLServer extends AsyncDisposable {
  /** Its endpoint over HTTP. */
  url: string;
  /** Its endpoint for subscriptions by graphql-sse; that of `url` is yoga's own. */
  eventsUrl: string;
  /** Its endpoint over WebSocket. */
  socketUrl: string;
  counts: Counts;
  /** The WebSocket connections, the first one first. */
  sockets: ServerSocket[];
  /** Closes all WebSockets and other connections as a broken line does. */
  breakLines(): void;
}

/** Serves GraphQL on a free port. */
export async function serveGraphQL(): Promise<GraphQLServer> {
  const counts: Counts = { requests: [], begun: 0, ended: 0, brokenOff: 0, connectionParams: [] };
  const schema = createSchema({ typeDefs, resolvers: resolvers(counts) as never });
  const yoga = createYoga({ schema, batching: { limit: 5 }, plugins: [useAPQ()], logging: false, maskedErrors: false });
  const sse = createHandler({ schema });
  const http = createServer((request: IncomingMessage, response) => {
    const { method = "", url = "", headers } = request;
    counts.requests.push({ method, url, type: (headers["content-type"] ?? "").split(";", 1)[0]! });
    response.on("close", () => response.writableFinished || counts.brokenOff++);
    if (url === "/events") return void sse(request, response);
    void yoga(request, response);
  });
  const sockets: ServerSocket[] = [];
  const socketServer = new WebSocketServer({ server: http, path: "/graphql" });
  socketServer.on("connection", (socket: ServerSocket) => sockets.push(socket));
  useServer({
    schema,
    context: ({ connectionParams }) => ({ connectionParams }),
    onConnect: ({ connectionParams }) => {
      counts.connectionParams.push(connectionParams);
      return connectionParams?.["token"] !== "wrong";
    },
  }, socketServer);
  const listening = await listen(http);
  return {
    url: `${listening.url}/graphql`,
    eventsUrl: `${listening.url}/events`,
    socketUrl: `ws://127.0.0.1:${listening.port}/graphql`,
    counts,
    sockets,
    breakLines() {
      for (const socket of sockets) socket.terminate();
      http.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of socketServer.clients) socket.terminate();
      socketServer.close();
      await listening[Symbol.asyncDispose]();
    },
  };
}

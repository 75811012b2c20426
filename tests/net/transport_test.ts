import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { withVirtualClock } from "../../async/mod.ts";
import type { NetworkError, NetworkFailure } from "../../errors/mod.ts";
import { createClient, download, graphql, requestBatch } from "../../net/mod.ts";
import { tempDir } from "../support/mod.ts";
import { failureOf } from "./support.ts";

test("a transport sees what would be sent, and retries take no time on a virtual clock", async () => {
  await withVirtualClock(async (clock) => {
    const sent: Request[] = [];
    const api = createClient({
      baseUrl: "https://api.example",
      auth: { bearer: "token" },
      transport: (url, init) => {
        sent.push(new Request(url, init));
        if (sent.length < 3) return new Response("busy", { status: 503, headers: { "retry-after": "20" } });
        return Response.json({ id: 7 });
      },
    });
    assert.deepEqual(await api.put("users/7", { body: { name: "علي" }, query: { a: 1 } }), { id: 7 });
    assert.deepEqual(
      sent.map(({ method, url }) => [method, url]),
      Array(3).fill(["PUT", "https://api.example/users/7?a=1"]),
    );
    assert.deepEqual(await sent[2]!.json(), { name: "علي" });
    assert.equal(sent[2]!.headers.get("authorization"), "Bearer token");
    assert.equal(clock.elapsedMs, 40_000);
  });
});

test("what a transport throws is told as what a runtime throws", async () => {
  const codes: Record<string, NetworkFailure> = {
    ECONNRESET: "reset",
    ECONNREFUSED: "refused",
    ENOTFOUND: "dns",
    CERT_HAS_EXPIRED: "tls",
  };
  for (const [code, reason] of Object.entries(codes)) {
    const client = createClient({
      retry: { attempts: 1 },
      transport: () => {
        throw Object.assign(new Error("a fault"), { code });
      },
    });
    const error = await failureOf<NetworkError>(client.get("https://api.example/"));
    assert.equal(error.reason, reason);
  }
});

test("batches, GraphQL and downloads go by the transport of their client", async () => {
  const client = createClient({
    transport: (url) => url.pathname === "/graphql" ? Response.json({ data: { a: 1 } }) : Response.json(url.pathname),
  });
  const requests = ["/1", "/2"].map((path) => ({ url: `https://api.example${path}` }));
  assert.deepEqual(await requestBatch(requests, { client }), ["/1", "/2"]);
  assert.deepEqual((await graphql("https://api.example/graphql", "{ a }", { client })).data, { a: 1 });
  await using dir = await tempDir();
  await download("https://api.example/file", dir.join("file"), { client });
  assert.equal(await readFile(dir.join("file"), "utf8"), '"/file"');
});

import type { Client } from "./client.ts";
import type { ClientOptions } from "./client_options.ts";
import { checkedOptions, ClientShell } from "./internal/client/client_shell.ts";

/**
 * Makes a client: requests that have a base URL, headers, credentials, time limits, hooks or cookies in common.
 *
 * A request starts at once and is sent once, however its answer is read: awaited, it is the parsed body as `request`
 * gives it; `json`, `text`, `bytes`, `blob`, `stream` and `raw` give it in other forms.
 *
 * @param options What the requests have in common; all options of `request` among them. What is wrong with
 *   a value other than `baseUrl`, a boolean or a function is told by the first request.
 * @returns The client. It holds nothing that would have to be closed.
 * @throws {ValidationError} If `options` is no object, or has an option that there is not, or `baseUrl` is no HTTP URL.
 *
 * @example An API
 * ```ts
 * import { createClient } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * // A transport stands for the network here; leave it out to ask a server.
 * const api = createClient({
 *   baseUrl: "https://api.example/v1",
 *   auth: { bearer: "a-token" },
 *   transport: (url, { headers }) => Response.json({ path: url.pathname, sent: new Headers(headers).get("authorization") }),
 * });
 * const user = await api.get<{ path: string; sent: string }>("users/7");
 * assert.deepEqual(user, { path: "/v1/users/7", sent: "Bearer a-token" });
 *
 * await using answer = await api.post("users", { body: { name: "علي" } }).raw();
 * assert.equal(answer.status, 200);
 * ```
 *
 * @example A token that runs out
 * ```ts
 * import { createClient } from "@maktaba/std/net";
 * import assert from "node:assert/strict";
 *
 * let token = "old";
 * const api = createClient({
 *   baseUrl: "https://api.example",
 *   auth: { bearer: () => token },
 *   hooks: {
 *     afterResponse: [async (answer, { again }) => {
 *       if (answer.status !== 401) return;
 *       token = await Promise.resolve("new"); // Ask for one here.
 *       return await again();
 *     }],
 *   },
 *   transport: (_url, { headers }) => {
 *     const isNew = new Headers(headers).get("authorization") === "Bearer new";
 *     return isNew ? Response.json("welcome") : new Response(null, { status: 401 });
 *   },
 * });
 * assert.equal(await api.get("/"), "welcome");
 * ```
 */
export function createClient(options: ClientOptions = {}): Client {
  return new ClientShell([checkedOptions(options)]);
}

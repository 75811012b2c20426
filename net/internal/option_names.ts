import type { OptionNames } from "../../internal/validate.ts";
import type { ClientSettings, ClientTls } from "../client_options.ts";
import type { RequestOptions } from "../request.ts";

/** The names of all options of a request. What goes by most of them takes its own from here. */
export const REQUEST_OPTIONS: OptionNames<RequestOptions> = {
  body: true,
  headers: true,
  query: true,
  uploadFile: true,
  connectTimeoutMs: true,
  readTimeoutMs: true,
  timeoutMs: true,
  totalTimeoutMs: true,
  hedgeMs: true,
  retry: true,
  circuitBreaker: true,
  maxPerOrigin: true,
  rate: true,
  ratePerOrigin: true,
  shareRetryAfter: "boolean",
  fallback: true,
  cache: true,
  maxBytes: true,
  onProgress: "function",
  signal: true,
};

/** The names of what clients have beside the options of a request. */
export const CLIENT_SETTINGS: OptionNames<ClientSettings> = {
  auth: true,
  throwOnStatus: "boolean",
  maxRedirects: true,
  parseJson: "function",
  hooks: true,
  cookies: true,
  proxy: true,
  tls: true,
  publicOnly: "boolean",
  http2: "boolean",
  deduplicate: "boolean",
  transport: "function",
};

/** The names of what a client says of TLS. */
export const TLS_OPTIONS: OptionNames<ClientTls> = { ca: true, cert: true, key: true };

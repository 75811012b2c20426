import { NetworkError } from "../../errors/network_error.ts";
import type { Answer } from "./answer.ts";
import type { RequestPlace } from "./failed_request.ts";
import type { OutgoingBody } from "./outgoing_body.ts";
import { dropCredentials, takeCredentials } from "./request_headers.ts";

/** Headers to send; a record where nobody has to look into them, as making headers of it takes longer. */
export type SentHeaders = Headers | Readonly<Record<string, string>>;

/** A request as it is sent to one URL on its way through redirects. */
export interface Hop extends RequestPlace {
  /** What is sent along. */
  readonly headers: SentHeaders;
  /** What is sent. */
  readonly body: OutgoingBody | undefined;
}

// As many as the Fetch standard allows.
const MOST_REDIRECTS = 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Tells where an answer redirects to, by the rules of RFC 9110 (section 15.4) and the Fetch standard.
 *
 * @param hop What was asked.
 * @param answer The answer to it.
 * @param redirects How many redirects led to it.
 * @param most How many there may be; 0 for none that is followed.
 * @returns What to ask next; undefined if the answer is no redirect.
 */
export function nextHop(
  hop: Hop,
  answer: Answer,
  redirects: number,
  most: number = MOST_REDIRECTS,
): Hop & { readonly headers: Headers } | undefined {
  const location = REDIRECTS.has(answer.status) ? answer.headers.get("location") : null;
  if (location === null) return undefined;
  const { method, url } = hop;
  if (most === 0) return undefined;
  if (redirects >= most) throw misled({ code: "NET_REDIRECTS", params: { method, url, limit: redirects } });
  const target = redirectTarget(hop, location);
  const { status } = answer;
  const becomesGet = (status === 303 && method !== "HEAD") || (status <= 302 && method === "POST");
  const next = becomesGet ? withoutBody(hop) : hop;
  if (next.body?.isReplayable === false) throw misled({ code: "NET_REDIRECT_BODY", params: { method, url } });
  const headers = new Headers(next.headers);
  if (target.origin !== url.origin) dropCredentials(headers);
  takeCredentials(target, headers);
  return { method: next.method, url: target, headers, body: next.body, isRepeatable: hop.isRepeatable };
}

function redirectTarget({ method, url }: Hop, location: string): URL {
  const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (target !== undefined && ["http:", "https:"].includes(target.protocol)) return target;
  throw misled({ code: "NET_REDIRECT_TARGET", params: { method, url, target: location } });
}

function withoutBody(hop: Hop): Hop {
  const headers = new Headers(hop.headers);
  const aboutBody = [...headers.keys()].filter((name) => name.startsWith("content-"));
  for (const name of aboutBody) headers.delete(name);
  return { ...hop, method: "GET", headers, body: undefined };
}

type Misled = Pick<ConstructorParameters<typeof NetworkError>[0], "code" | "params">;

function misled(init: Misled): NetworkError {
  return new NetworkError({ ...init, reason: "protocol" } as ConstructorParameters<typeof NetworkError>[0]);
}

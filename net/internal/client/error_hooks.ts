import { abandonOnAbort } from "../../../internal/signals.ts";
import type { ClientRequest } from "./client_request.ts";

/**
 * Lets a client's hooks have a say in what is thrown.
 *
 * @param error What the request failed with, other than by being cancelled.
 * @param request The request.
 * @param signal Ends the wait for a hook.
 * @returns What is to be thrown.
 */
export async function toldError(
  error: unknown,
  { hooks, plan: { method, url } }: Pick<ClientRequest, "hooks" | "plan">,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  let told = error;
  try {
    for (const hook of hooks.onError) {
      const other = await abandonOnAbort(Promise.resolve(hook(told as Error, { method, url: new URL(url) })), signal);
      if (other instanceof Error) told = other;
    }
  } catch (thrown) {
    return thrown;
  }
  return told;
}

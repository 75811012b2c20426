import { untilCancelled } from "../../../internal/signals.ts";
import type { ClientRequest } from "./client_request.ts";

/**
 * Lets a client's hooks have a say in what is thrown.
 *
 * @param error What the request failed with, other than by being cancelled.
 * @param request The request.
 * @returns What is to be thrown.
 */
export async function toldError(
  error: unknown,
  { hooks, plan: { method, url }, signals }: Pick<ClientRequest, "hooks" | "plan" | "signals">,
): Promise<unknown> {
  let told = error;
  try {
    for (const hook of hooks.onError) {
      const other = await untilCancelled(hook(told as Error, { method, url: new URL(url) }), signals);
      if (other instanceof Error) told = other;
    }
  } catch (thrown) {
    return thrown;
  }
  return told;
}

import { abandonOnAbort } from "../../../internal/signals.ts";
import { SharedSocket } from "./shared_socket.ts";
import type { SubscriptionPlan } from "./subscription_plan.ts";

export { SharedSocket };

/**
 * Reads the results of a subscription over WebSocket ("GraphQL over WebSocket Protocol"), over one connection after the
 * other, subscribing again over each.
 *
 * @param plan The subscription.
 * @param signal Ends it.
 * @param socket What it goes over.
 * @returns The results, those together that came together.
 */
export async function* socketResults(
  plan: SubscriptionPlan,
  signal: AbortSignal,
  socket: SharedSocket,
): AsyncGenerator<readonly unknown[], void> {
  socket.join();
  try {
    let opening = socket.connection();
    for (;;) {
      const connection = await abandonOnAbort(opening, signal);
      const { results, end } = connection.begin(plan.operation, plan.maxQueue);
      try {
        for (let some = await results.take(signal); some.length > 0; some = await results.take(signal)) {
          socket.succeeded();
          yield some;
        }
        return;
      } catch (error) {
        // What is wrong with this operation alone is no loss.
        if (signal.aborted || connection.next === undefined) throw error;
        opening = connection.next;
      } finally {
        end();
      }
    }
  } finally {
    await socket.leave();
  }
}

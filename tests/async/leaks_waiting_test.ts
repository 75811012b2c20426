// A hundred thousand time limits, gatherings and groups that are cancelled leave nothing.
import { gather, sleep, waitFor, withTaskGroup } from "@maktaba/std/async";
import { type Kinds, LONG, testLeaks } from "./support/leaks.ts";

const kinds: Kinds = {
  "waitFor()": [100_000, () => (signal) => waitFor(() => sleep(LONG), LONG, { signal })],
  "gather()": [100_000, () => (signal) => gather([() => sleep(LONG), () => sleep(LONG)], { signal })],
  "withTaskGroup()": [100_000, () => () =>
    withTaskGroup(async (group) => {
      group.start(() => sleep(LONG));
      await sleep(LONG);
    })],
};

testLeaks(kinds);

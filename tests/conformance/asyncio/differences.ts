import type { Event } from "./support/scenario.ts";

/** A way in which this library means to differ from asyncio, and the scenarios that show it. */
export interface Difference {
  /** What docs/en/asyncio.md and docs/ar/asyncio.md call it, which explain it in the same order. */
  titles: readonly [english: string, arabic: string];
  /** What differs and why. */
  reason: string;
  /** The version from which Python does as we do. */
  untilPython?: string;
  /** What the scenarios tell there and here, by topic and name. */
  scenarios: Readonly<Record<string, DifferentEvents>>;
}

/** What a scenario tells where it is meant to differ. */
export interface DifferentEvents {
  python: readonly Event[];
  here: readonly Event[];
}

/** All that is meant to differ: whatever a scenario tells beyond this is a mistake. */
export const differences: readonly Difference[] = [
  {
    titles: ["A task starts at once", "المهمة تبدأ فورًا"],
    reason: "A task starts at once, up to its first wait, as every async function of JavaScript does",
    scenarios: {
      "tasks: a task starts": {
        python: [["main", "created"], ["task", "start"], ["task", "end"]],
        here: [["task", "start"], ["main", "created"], ["task", "end"]],
      },
      "cancellation: a task that is cancelled before it starts": {
        python: [["task", "error", "CancelledError"]],
        here: [["task", "start"], ["task", "cancelled"], ["task", "error", "CancelledError"]],
      },
      "timeouts: wait_for with no time at all": {
        python: [["task", "error", "TimeoutError"]],
        here: [["work", "start"], ["work", "cancelled"], ["task", "error", "TimeoutError"]],
      },
    },
  },
  {
    titles: ["A cancellation lasts", "الإلغاء يدوم"],
    reason: "A cancelled task is cancelled at each wait until it calls uncancel(), outside of shield(), " +
      "so that a cancellation that was caught by mistake is not lost, and further ones change nothing",
    scenarios: {
      "cancellation: a cancelled task that has caught it waits again": {
        python: [["task", "caught"], ["task", "went on"], ["task", "result", null]],
        here: [["task", "caught"], ["task", "error", "CancelledError"]],
      },
      "cancellation: a cancelled task cleans up by waiting": {
        python: [["task", "cleaned up"], ["task", "error", "CancelledError"]],
        here: [["task", "error", "CancelledError"]],
      },
      "cancellation: a second cancellation while the first is being cleaned up": {
        python: [["task", "first"], ["task", "second"], ["task", "error", "CancelledError"]],
        here: [["task", "first"], ["task", "cleaned up"], ["task", "error", "CancelledError"]],
      },
    },
  },
  {
    titles: ["Cancelling a task cancels the tasks that it started", "إلغاء المهمة يلغي المهام التي بدأتها"],
    reason: "Cancelling a task cancels the tasks that it started, awaited or not, so that none is left behind",
    scenarios: {
      "cancellation: cancelling a task and those that it started and does not await": {
        python: [["child", "start"], ["parent", "error", "CancelledError"], ["child", "end"]],
        here: [["child", "start"], ["child", "cancelled"], ["parent", "error", "CancelledError"]],
      },
    },
  },
  {
    titles: ["A wait that is over stays so", "الانتظار الذي انتهى لا يعود"],
    reason:
      "A wait that is over is not taken back by a cancellation: a promise that is resolved stays so, and what it " +
      "brought is not lost; the next wait is cancelled, and a task that has none ends with its result",
    scenarios: {
      "cancellation: a cancellation that comes after the wait was over, before the task has gone on": {
        python: [["task", "error", "CancelledError"]],
        here: [["task", "went on"], ["task", "error", "CancelledError"]],
      },
      "cancellation: a task that cancels itself and waits no more": {
        python: [["task", "error", "CancelledError"]],
        here: [["task", "result", 7]],
      },
      "races: a task is cancelled in the turn in which its time limit runs out": {
        python: [["task", "error", "CancelledError"]],
        here: [["task", "too late"], ["task", "error", "CancelledError"]],
      },
      "locks: a lock that is given back to a waiter that is cancelled in the same turn": {
        python: [["a", "cancelled"], ["b", "in"], ["b", "out"], [false]],
        here: [["a", "in"], ["a", "cancelled"], ["b", "in"], ["b", "out"], [false]],
      },
      "locks: a permit that is given back to a waiter that is cancelled in the same turn": {
        python: [["a", "cancelled"], ["b", "in"], ["b", "out"], ["c", "in"], ["c", "out"], [false]],
        here: [["a", "in"], ["a", "cancelled"], ["b", "in"], ["b", "out"], ["c", "in"], ["c", "out"], [false]],
      },
      "queues: an item comes and its getter is cancelled in the same turn": {
        python: [["a", "cancelled"], [[1]]],
        here: [["a", "got", 1], [[]]],
      },
      "queues: a place comes free and its putter is cancelled in the same turn": {
        python: [["main", "first"], ["a", "cancelled"], [[]]],
        here: [["main", "first"], ["a", "put", "of a"], [["of a"]]],
      },
    },
  },
  {
    titles: ["A place in a queue goes to whoever waits longest", "المكان في الطابور لأطول المنتظرين انتظارًا"],
    reason:
      "A place in a queue that comes free is filled at once by whoever waits longest, so that nobody overtakes it",
    scenarios: {
      "queues: a place comes free and another comes before the putter that waits": {
        python: [["main", "first"], ["late", "put"], ["main", "late"], ["a", "put", "of a"], [["of a"]]],
        here: [["main", "first"], ["late", "full"], ["main", "of a"], ["a", "put", "of a"], [[]]],
      },
    },
  },
  {
    titles: ["A future stays open for the others", "المستقبل يبقى مفتوحًا لغير الملغى"],
    reason: "Whoever is cancelled while it awaits a future leaves the future open for the others",
    scenarios: {
      "futures: one of those who await a future is cancelled": {
        python: [["a", "error", "CancelledError"], ["b", "error", "CancelledError"], [true]],
        here: [["a", "error", "CancelledError"], [false], ["b", "result", 7]],
      },
    },
  },
  {
    titles: ["Waiting for nothing is over at once", "انتظار لا شيء ينتهي فورًا"],
    reason: "Waiting for an empty list is over at once, and no mistake: lists are often computed",
    scenarios: {
      "waiting: wait for nothing": { python: [["misuse"]], here: [["wait", [], []]] },
    },
  },
  {
    titles: ["waitFor ends on time", "انتظار_بمهلة ينتهي في وقته"],
    reason: "waitFor() ends on time, although the work still cleans up or does not heed its cancellation; " +
      "timeout() waits for it, as both of asyncio's do",
    scenarios: {
      "timeouts: wait_for of work that cleans up before it ends": {
        python: [["work", "cleaned up"], ["task", "error", "TimeoutError"]],
        here: [["task", "error", "TimeoutError"], ["work", "cleaned up"]],
      },
      "timeouts: wait_for of work that answers its cancellation with a result": {
        python: [["work", "caught"], ["task", "result", 7]],
        here: [["work", "caught"], ["task", "error", "TimeoutError"]],
      },
      "timeouts: wait_for of work that answers its cancellation with an error": {
        python: [["task", "error", "Failure(clean-up)"]],
        here: [["task", "error", "TimeoutError"]],
      },
    },
  },
  {
    titles: ["A cancellation from outside goes before the errors of a group", "الإلغاء من الخارج يسبق أخطاء المجموعة"],
    reason: "A cancellation from outside goes before the errors of a group: it would be lost in them",
    scenarios: {
      "groups: a group is cancelled from outside while a task of it fails in its clean-up": {
        python: [["task", "error", "ExceptionGroup(Failure(clean-up))"]],
        here: [["task", "error", "CancelledError"]],
      },
      "races: a group fails, and the task is cancelled while the others clean up": {
        python: [["task", "failed"]],
        here: [["task", "cancelled"]],
      },
    },
  },
  {
    titles: ["Done callbacks come first", "دوال الانتهاء أولًا"],
    reason:
      "A task calls its done callbacks as it ends, before whoever awaits it goes on: a promise tells its awaiters " +
      "later, in a number of turns that is not ours to choose",
    scenarios: {
      "races: those who await a task and its done callbacks are told in the order in which they came": {
        python: [["first", "result", null], ["callback"], ["last", "result", null]],
        here: [["callback"], ["first", "result", null], ["last", "result", null]],
      },
    },
  },
  {
    titles: ["No result swallows a cancellation", "لا نتيجة تبتلع إلغاء"],
    reason: "A cancellation is never lost: wait_for of Python before 3.12 swallows one that comes with the result",
    untilPython: "3.12",
    scenarios: {
      "timeouts: a task is cancelled in the turn in which wait_for has its result": {
        python: [["task", "got", 7], ["task", "result", null]],
        here: [["task", "error", "CancelledError"]],
      },
      "races: an item and a permit come in the turn in which the tasks are cancelled that wait for them with time limits":
        {
          python: [["getter", "result", null], ["locker", "result", null], [1, false]],
          here: [["getter", "error", "CancelledError"], ["locker", "error", "CancelledError"], [1, false]],
        },
    },
  },
  {
    titles: ["No notification is lost", "لا يضيع إشعار"],
    reason: "Whoever is cancelled after a condition notified it passes that on: Python before 3.13 drops it",
    untilPython: "3.13",
    scenarios: {
      "meeting: a condition that notified one who is cancelled as it waits for the lock notifies another": {
        python: [["a", "cancelled", true], [false], ["b", "cancelled", true]],
        here: [["a", "cancelled", true], ["b", "notified", true], [true]],
      },
    },
  },
];

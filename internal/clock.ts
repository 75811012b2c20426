import { builtin } from "./runtime.ts";

/** A timer that has been set, to be passed to {@linkcode clearTimer}. */
export type Timer = ReturnType<typeof setTimeout> | ForeignTimer;

/** A timer of another clock than the real one: only it knows how to be cleared. */
export abstract class ForeignTimer {
  /** Takes the timer back. */
  abstract clear(): void;
}

/** The time, and what is called at a time. */
export interface Clock {
  /** Tells the time, in milliseconds since some moment. */
  now(): number;
  /** Has a function called after so many milliseconds. */
  setTimer(call: () => void, ms: number): Timer;
  /** Gives a number from 0, below 1. */
  random(): number;
}

const realClock: Clock = {
  now: () => performance.now(),
  setTimer: (call, ms) => setTimeout(call, ms),
  random: () => Math.random(),
};

let clock = realClock;
// Once another clock has been used, its timers may be cleared after it has gone.
let mayBeForeign = false;

/** Tells the time, in milliseconds since some moment: the real one, unless a test goes by a clock of its own. */
export function now(): number {
  return clock.now();
}

/** Whether the real time holds. */
export function isRealTime(): boolean {
  return clock === realClock;
}

/**
 * Has a function called after a time, as `setTimeout`, but on the clock of a test where there is one.
 *
 * @param call The function.
 * @param ms The time, in milliseconds.
 * @returns The timer.
 */
export function setTimer(call: () => void, ms: number): Timer {
  return clock.setTimer(call, ms);
}

/**
 * Takes a timer back that has not fired.
 *
 * @param timer The timer, if any.
 */
export function clearTimer(timer: Timer | undefined): void {
  if (mayBeForeign && timer instanceof ForeignTimer) timer.clear();
  else clearTimeout(timer as ReturnType<typeof setTimeout> | undefined);
}

/** Gives a random number from 0, below 1, which a test can make the same in each run. */
export function random(): number {
  return clock.random();
}

/**
 * Lets another clock hold until disposed.
 *
 * @param make Makes the clock from the one that holds now.
 * @returns Restores the clock before.
 */
export function useClock(make: (before: Clock) => Clock): Disposable {
  const before = clock;
  clock = make(before);
  mayBeForeign = true;
  return { [Symbol.dispose]: () => void (clock = before) };
}

/** What is used of `node:timers`. */
interface Immediate {
  setImmediate(call: () => void): unknown;
}

let settling = 0;

/**
 * Waits until all has run that can run without a timer or anything from outside. No clock moves on meanwhile.
 *
 * @returns When it has.
 */
export async function settled(): Promise<void> {
  settling++;
  await turn();
  settling--;
}

/** Whether somebody waits in {@linkcode settled}, for whom a clock is to wait. */
export function isSettling(): boolean {
  return settling > 0;
}

/** Waits until what can run now has run. */
export function turn(): Promise<void> {
  const timers = builtin<Immediate>("node:timers");
  if (timers !== undefined) return new Promise((resolve) => void timers.setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

// What the workers of the pool suite do.
import { parentPort } from "node:worker_threads";

/** Computes for a while. */
export function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/** Does next to nothing. */
export function next(n: number): number {
  return n + 1;
}

/** What piscina calls. */
export default function work({ name, n }: { name: "fib" | "next"; n: number }): number {
  return name === "fib" ? fib(n) : next(n);
}

/** A worker with nothing to it: answers each message with a number. Pools have workers of their own. */
export function serveBare(): void {
  parentPort?.on("message", ({ name, n }: { name: "fib" | "next"; n: number }) => {
    parentPort?.postMessage(name === "fib" ? fib(n) : next(n));
  });
}

import {
  Barrier,
  checkpoint,
  CircuitBreaker,
  Condition,
  createTask,
  Event,
  EventLoopMonitor,
  every,
  firstSuccessful,
  gather,
  hedge,
  Lock,
  mapConcurrent,
  observeTasks,
  ProcessPool,
  Queue,
  RateLimit,
  retry,
  run,
  Semaphore,
  sleep,
  TaskGroup,
  timed,
  wait,
  waitFor,
  withVirtualClock,
  WorkerPool,
} from "@maktaba/std/async";
import { testOptions } from "../support/mod.ts";

const work = () => 1;
const url = new URL("./fixtures/work.ts", import.meta.url);

testOptions({
  "createTask()": (options) => createTask(work, options),
  "TaskGroup.start()": (options) => new TaskGroup().start(work, options),
  "run()": (options) => run(work, options),
  "sleep()": (options) => sleep(0, options),
  "gather()": (options) => gather([work], options),
  "wait()": (options) => wait([work], options),
  "waitFor()": (options) => waitFor(work, 1, options),
  "every()": (options) => every(1, options),
  "checkpoint()": (options) => checkpoint(options),
  "firstSuccessful()": (options) => firstSuccessful([work], options),
  "mapConcurrent()": (options) => mapConcurrent([1], work, options),
  "retry()": (options) => retry(work, options),
  "hedge()": (options) => hedge(work, options),
  "timed()": (options) => timed(work, options),
  "CircuitBreaker": (options) => new CircuitBreaker(options),
  "RateLimit": (options) => new RateLimit(options),
  "EventLoopMonitor": (options) => new EventLoopMonitor(options),
  "WorkerPool": (options) => new WorkerPool(options),
  "ProcessPool": (options) => new ProcessPool(options),
  "WorkerPool.run()": (options) => new WorkerPool().run(url, "fib" as never, [1] as never, options),
  "WorkerPool.map()": (options) => new WorkerPool().map(url, "fib" as never, [1] as never, options),
  "Semaphore.acquire()": (options) => new Semaphore().acquire(options),
  "Lock.acquire()": (options) => new Lock().acquire(options),
  "Event.wait()": (options) => new Event().wait(options),
  "Barrier.wait()": (options) => new Barrier(1).wait(options),
  "Condition.acquire()": (options) => new Condition().acquire(options),
  "Condition.wait()": async (options) => {
    const condition = new Condition();
    using _ = await condition.acquire();
    await condition.wait(options);
  },
  "Condition.waitUntil()": async (options) => {
    const condition = new Condition();
    using _ = await condition.acquire();
    await condition.waitUntil(() => false, options);
  },
  "Queue.put()": (options) => new Queue().put(1, options),
  "Queue.get()": (options) => new Queue().get(options),
  "Queue.join()": (options) => new Queue().join(options),
  "Queue.shutdown()": (options) => new Queue().shutdown(options),
  "RateLimit.pass()": (options) => new RateLimit({ count: 1 }).pass(options),
  "withVirtualClock()": (options) => withVirtualClock(work, options),
});

testOptions({ "observeTasks()": (observer) => observeTasks(observer) }, "observer");

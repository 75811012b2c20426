import asyncio

from support.scenario import Scenarios, name_of, pause, tell

scenarios = Scenarios()


async def wait(log, who, event):
    try:
        await event.wait()
        log(who, "went on")
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise


@scenarios("an event lets all go on in the order in which they came, and later ones at once")
async def _(log):
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(log, who, event)) for who in "abc"]
    await pause()
    log(event.is_set())
    event.set()
    await asyncio.wait(tasks)
    log(event.is_set())
    await wait(log, "d", event)


@scenarios("an event that is cleared at once lets go on those who waited")
async def _(log):
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(log, who, event)) for who in "ab"]
    await pause()
    event.set()
    event.clear()
    late = asyncio.create_task(wait(log, "late", event))
    await asyncio.wait(tasks)
    await pause()
    log(late.done())
    event.set()
    await late


@scenarios("an event passes over a cancelled waiter")
async def _(log):
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(log, who, event)) for who in "abc"]
    await pause()
    tasks[1].cancel()
    await pause()
    event.set()
    await asyncio.wait(tasks)


async def take(log, who, condition):
    async with condition:
        try:
            await condition.wait()
            log(who, "notified", condition.locked())
        except asyncio.CancelledError:
            log(who, "cancelled", condition.locked())
            raise


@scenarios("a condition wakes as many as it is told to, first come, first served")
async def _(log):
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(take(log, who, condition)) for who in "abcd"]
    await pause()
    for count in (1, 2):
        async with condition:
            condition.notify(count)
            log("main", "notified", count)
        await pause()
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)
    log(condition.locked())


@scenarios("a condition wakes nobody who was not waiting")
async def _(log):
    condition = asyncio.Condition()
    async with condition:
        condition.notify()
    task = asyncio.create_task(take(log, "a", condition))
    await pause()
    log(task.done())
    async with condition:
        condition.notify()
    await task


@scenarios("a condition passes over a cancelled waiter, which holds the lock as it cleans up")
async def _(log):
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(take(log, who, condition)) for who in "abc"]
    await pause()
    tasks[0].cancel()
    await pause()
    async with condition:
        condition.notify()
    await pause()
    async with condition:
        condition.notify()
    await asyncio.wait(tasks)
    log(condition.locked())


@scenarios("a waiter of a condition that is cancelled while the lock is held waits for the lock")
async def _(log):
    condition = asyncio.Condition()
    task = asyncio.create_task(take(log, "a", condition))
    await pause()
    async with condition:
        task.cancel()
        await pause()
        log("main", task.done())
    await tell(log, "a", task)
    log(condition.locked())


@scenarios("a waiter of a condition that is cancelled after it was notified waits for the lock, and is cancelled")
async def _(log):
    for order in ("before the lock is free", "as the lock becomes free"):
        condition = asyncio.Condition()
        task = asyncio.create_task(take(log, "a", condition))
        await pause()
        async with condition:
            condition.notify()
            if order == "before the lock is free":
                task.cancel()
                await pause()
                log("main", task.done())
        task.cancel()
        await tell(log, order, task)
        log(condition.locked())


@scenarios("a condition that notified one who is cancelled as it waits for the lock notifies another")
async def _(log):
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(take(log, who, condition)) for who in "ab"]
    await pause()
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await pause()
    log(tasks[1].done())
    tasks[1].cancel()
    await asyncio.wait(tasks)


@scenarios("a condition is waited for until a state is there")
async def _(log):
    condition = asyncio.Condition()
    items = []

    async def work():
        async with condition:
            await condition.wait_for(lambda: log("look", len(items)) or len(items) == 2)
            log("task", items)

    task = asyncio.create_task(work())
    await pause()
    for item in "xy":
        async with condition:
            items.append(item)
            condition.notify()
        await pause()
    await task


@scenarios("waiting and notifying without the lock is misuse")
async def _(log):
    condition = asyncio.Condition()
    try:
        await condition.wait()
    except RuntimeError:
        log("wait", "misuse")
    try:
        condition.notify()
    except RuntimeError:
        log("notify", "misuse")


async def meet(log, who, barrier):
    try:
        place = await barrier.wait()
        log(who, "went on", place)
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise
    except asyncio.BrokenBarrierError as error:
        log(who, name_of(error))


def start(log, barrier, names):
    return [asyncio.create_task(meet(log, who, barrier)) for who in names]


@scenarios("a barrier lets all go on when the last has come, each with its place")
async def _(log):
    barrier = asyncio.Barrier(3)
    tasks = start(log, barrier, "ab")
    await pause()
    log(barrier.n_waiting, barrier.broken)
    tasks += start(log, barrier, "c")
    await asyncio.wait(tasks)
    log(barrier.n_waiting)


@scenarios("a barrier is ready for the next round")
async def _(log):
    barrier = asyncio.Barrier(2)
    for names in ("ab", "cd"):
        await asyncio.wait(start(log, barrier, names))
    log(barrier.n_waiting)


@scenarios("a barrier does not count a cancelled waiter")
async def _(log):
    barrier = asyncio.Barrier(2)
    tasks = start(log, barrier, "a")
    await pause()
    tasks[0].cancel()
    await pause()
    log(barrier.n_waiting)
    tasks += start(log, barrier, "b")
    await pause()
    log(barrier.n_waiting)
    tasks += start(log, barrier, "c")
    await asyncio.wait(tasks)


@scenarios("a barrier that is aborted is broken for all who wait and all who come")
async def _(log):
    barrier = asyncio.Barrier(3)
    tasks = start(log, barrier, "ab")
    await pause()
    await barrier.abort()
    await asyncio.wait(tasks)
    log(barrier.broken)
    await meet(log, "c", barrier)


@scenarios("a barrier that is reset turns those away who wait, and is whole again")
async def _(log):
    barrier = asyncio.Barrier(2)
    tasks = start(log, barrier, "a")
    await pause()
    await barrier.reset()
    await asyncio.wait(tasks)
    log(barrier.broken)
    await asyncio.wait(start(log, barrier, "bc"))

import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell, worker

scenarios = Scenarios()


async def after(seconds, value=None):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


@scenarios("wait_for gives a result that comes in time")
async def _(log):
    await tell(log, "task", asyncio.wait_for(worker(log, "work", after(0.02, 7)), 0.06))
    await asyncio.sleep(0.1)
    log("nothing more")


@scenarios("wait_for gives an error that comes in time")
async def _(log):
    await tell(log, "task", asyncio.wait_for(after(0.02, Failure("no")), 0.06))


@scenarios("wait_for cancels work that takes too long")
async def _(log):
    await tell(log, "task", asyncio.wait_for(worker(log, "work", asyncio.sleep(1)), 0.02))


@scenarios("wait_for cancels a task that it is given")
async def _(log):
    task = asyncio.create_task(worker(log, "work", asyncio.sleep(1)))
    await tell(log, "wait", asyncio.wait_for(task, 0.02))
    log(task.done(), task.cancelled())


@scenarios("wait_for leaves shielded work running")
async def _(log):
    task = asyncio.create_task(worker(log, "work", after(0.06, 7)))
    await tell(log, "wait", asyncio.wait_for(asyncio.shield(task), 0.02))
    await tell(log, "task", task)


@scenarios("wait_for is cancelled with the task that calls it, and cancels the work")
async def _(log):
    task = asyncio.create_task(asyncio.wait_for(worker(log, "work", asyncio.sleep(1)), 0.06))
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("wait_for passes on the cancellation of the task that it is given")
async def _(log):
    inner = asyncio.create_task(asyncio.sleep(1))
    waiting = asyncio.create_task(tell(log, "wait", asyncio.wait_for(inner, 0.06)))
    await pause()
    inner.cancel()
    await waiting


@scenarios("wait_for of a task that has ended needs no time")
async def _(log):
    task = asyncio.create_task(after(0, 7))
    await pause()
    await tell(log, "wait", asyncio.wait_for(task, 0))
    await tell(log, "wait", asyncio.wait_for(task, 0.02))


@scenarios("wait_for with no time at all")
async def _(log):
    await tell(log, "task", asyncio.wait_for(worker(log, "work", asyncio.sleep(0.02)), 0))


@scenarios("wait_for of work that cleans up before it ends")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(asyncio.sleep(0.02))
            log("work", "cleaned up")

    await tell(log, "task", asyncio.wait_for(work(), 0.02))
    await pause()
    await pause()


@scenarios("wait_for of work that answers its cancellation with a result")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("work", "caught")
        return 7

    await tell(log, "task", asyncio.wait_for(work(), 0.02))


@scenarios("wait_for of work that answers its cancellation with an error")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Failure("clean-up")

    await tell(log, "task", asyncio.wait_for(work(), 0.02))


@scenarios("wait_for in wait_for: the shorter counts")
async def _(log):
    async def inner(seconds):
        try:
            await asyncio.wait_for(asyncio.sleep(1), seconds)
        except TimeoutError:
            log("inner", "too late")
            return 7

    await tell(log, "outer", asyncio.wait_for(inner(0.02), 0.06))
    await tell(log, "outer", asyncio.wait_for(inner(0.06), 0.02))


@scenarios("after wait_for a task waits as before")
async def _(log):
    async def work():
        await tell(log, "wait", asyncio.wait_for(asyncio.sleep(1), 0.02))
        await asyncio.sleep(0.02)
        return "went on"

    await tell(log, "task", asyncio.create_task(work()))


async def limited(log, seconds, work):
    try:
        async with asyncio.timeout(seconds) as limit:
            await work
        log("block", "ended", limit.expired())
    except TimeoutError:
        log("block", "too late", limit.expired())


@scenarios("timeout lets a block end in time")
async def _(log):
    await limited(log, 0.06, worker(log, "work", asyncio.sleep(0.02)))
    await asyncio.sleep(0.1)
    log("nothing more")


@scenarios("timeout cancels a block that takes too long")
async def _(log):
    await limited(log, 0.02, worker(log, "work", asyncio.sleep(1)))
    await asyncio.sleep(0.02)
    log("went on")


@scenarios("timeout waits for what a block does when it is cancelled")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(asyncio.sleep(0.02))
            log("work", "cleaned up")

    await limited(log, 0.02, work())


@scenarios("timeout passes on the error of a block")
async def _(log):
    await tell(log, "block", limited(log, 0.06, after(0.02, Failure("no"))))


@scenarios("timeout passes on an error with which a block answers")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Failure("clean-up")

    await tell(log, "block", limited(log, 0.02, work()))


@scenarios("timeout of a block that swallows its cancellation")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("work", "caught")

    await limited(log, 0.02, work())
    await asyncio.sleep(0.02)
    log("went on")


@scenarios("timeout is not blamed for a cancellation from outside")
async def _(log):
    task = asyncio.create_task(limited(log, 0.06, worker(log, "work", asyncio.sleep(1))))
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("timeout in timeout: the inner one runs out")
async def _(log):
    async with asyncio.timeout(0.08) as outer:
        await limited(log, 0.02, worker(log, "work", asyncio.sleep(1)))
        await asyncio.sleep(0.02)
    log("outer", "ended", outer.expired())


@scenarios("timeout in timeout: the outer one runs out")
async def _(log):
    await limited(log, 0.02, limited(log, 0.08, worker(log, "work", asyncio.sleep(1))))


@scenarios("timeout in timeout: what catches the inner one is cancelled by the outer one")
async def _(log):
    async def work():
        await limited(log, 0.02, asyncio.sleep(1))
        await worker(log, "work", asyncio.sleep(1))

    await limited(log, 0.06, work())


@scenarios("timeout may be moved to later")
async def _(log):
    async with asyncio.timeout(0.02) as limit:
        limit.reschedule(asyncio.get_running_loop().time() + 0.08)
        await worker(log, "work", asyncio.sleep(0.06))
    log("block", "ended", limit.expired())


@scenarios("timeout may be moved to sooner")
async def _(log):
    async def work(limit):
        limit.reschedule(asyncio.get_running_loop().time() + 0.02)
        await worker(log, "work", asyncio.sleep(0.06))

    try:
        async with asyncio.timeout(1) as limit:
            await work(limit)
    except TimeoutError:
        log("block", "too late", limit.expired())


@scenarios("timeout may be taken away, and set where there was none")
async def _(log):
    async with asyncio.timeout(0.02) as limit:
        limit.reschedule(None)
        await worker(log, "work", asyncio.sleep(0.06))
    log("block", "ended", limit.expired())
    try:
        async with asyncio.timeout(None) as limit:
            await pause()
            limit.reschedule(asyncio.get_running_loop().time() + 0.02)
            await worker(log, "work", asyncio.sleep(1))
    except TimeoutError:
        log("block", "too late", limit.expired())


@scenarios("timeout with no time at all runs out at the first wait")
async def _(log):
    await limited(log, 0, worker(log, "work", asyncio.sleep(0.02)))


@scenarios("timeout of gather cancels what it gathers")
async def _(log):
    await limited(log, 0.02, asyncio.gather(*(worker(log, who, asyncio.sleep(1)) for who in "ab")))


@scenarios("timeout of a lock, a queue, an event and a join")
async def _(log):
    lock, queue, event, joined = asyncio.Lock(), asyncio.Queue(), asyncio.Event(), asyncio.Queue()
    joined.put_nowait(1)
    await lock.acquire()
    for wait in (lock.acquire, queue.get, event.wait, joined.join):
        await limited(log, 0.02, wait())
    lock.release()
    log(lock.locked())


@scenarios("a task is cancelled in the turn in which wait_for has its result")
async def _(log):
    future = asyncio.get_running_loop().create_future()

    async def work():
        result = await asyncio.wait_for(future, 0.06)
        log("task", "got", result)
        await asyncio.sleep(1)

    task = asyncio.create_task(work())
    await pause()
    future.set_result(7)
    task.cancel()
    await tell(log, "task", task)

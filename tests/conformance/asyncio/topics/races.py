import asyncio

from support.scenario import Failure, Scenarios, pause, tell, worker

scenarios = Scenarios()


@scenarios("a time limit runs out, and the task is cancelled during the clean-up")
async def _(log):
    async def work():
        try:
            async with asyncio.timeout(0.02):
                try:
                    await asyncio.sleep(1)
                finally:
                    await asyncio.shield(asyncio.sleep(0.06))
        except TimeoutError:
            log("task", "too late")
        return 7

    task = asyncio.create_task(work())
    await asyncio.sleep(0.04)
    task.cancel()
    await tell(log, "task", task)


@scenarios("a task is cancelled, and its time limit runs out during the clean-up")
async def _(log):
    async def work():
        try:
            async with asyncio.timeout(0.04):
                try:
                    await asyncio.sleep(1)
                finally:
                    log("task", "cleaning up")
        except TimeoutError:
            log("task", "too late")
        return 7

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a group fails, and the task is cancelled while the others clean up")
async def _(log):
    async def slow():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(asyncio.sleep(0.04))

    async def work():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(slow())
                await pause()
                raise Failure("block")
        except* Failure:
            log("task", "failed")
        except* asyncio.CancelledError:
            log("task", "cancelled")

    task = asyncio.create_task(work())
    await asyncio.sleep(0.04)
    task.cancel()
    await asyncio.wait([task])


@scenarios("a task of a group cancels the task that the group is in, before its first wait")
async def _(log):
    async def work():
        parent = asyncio.current_task()

        async def child():
            parent.cancel()

        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            await worker(log, "block", asyncio.sleep(1))
        log("never")

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("a task of a group cancels the task that the group is in, which waits for its tasks")
async def _(log):
    async def work():
        parent = asyncio.current_task()

        async def child():
            await pause()
            parent.cancel()

        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            group.create_task(worker(log, "other", asyncio.sleep(1)))
        log("never")

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("a done callback cancels another task")
async def _(log):
    other = asyncio.create_task(worker(log, "other", asyncio.sleep(1)))
    task = asyncio.create_task(worker(log, "task", asyncio.sleep(0.02)))
    task.add_done_callback(lambda ended: other.cancel())
    await tell(log, "other", other)


@scenarios("two tasks cancel each other")
async def _(log):
    tasks = []

    async def work(who, other):
        try:
            await asyncio.sleep(0.02 + 0.02 * other)
            tasks[other].cancel()
            log(who, "cancels")
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log(who, "cancelled")
            tasks[other].cancel()
            raise

    tasks += [asyncio.create_task(work("a", 1)), asyncio.create_task(work("b", 0))]
    await asyncio.wait(tasks)
    log([task.cancelled() for task in tasks])


@scenarios("whoever is notified and cancelled in the same turn does not keep the lock")
async def _(log):
    condition = asyncio.Condition()

    async def work():
        async with condition:
            await condition.wait()
            await asyncio.sleep(1)

    task = asyncio.create_task(work())
    await pause()
    async with condition:
        condition.notify()
        task.cancel()
    await tell(log, "task", task)
    log(condition.locked())


@scenarios("those who await a task and its done callbacks are told in the order in which they came")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(0.02))
    waiting = [asyncio.create_task(tell(log, "first", task))]
    await asyncio.sleep(0)
    task.add_done_callback(lambda ended: log("callback"))
    waiting.append(asyncio.create_task(tell(log, "last", task)))
    await asyncio.wait(waiting)


@scenarios("a task that awaits itself")
async def _(log):
    async def work():
        await asyncio.sleep(0)
        try:
            await asyncio.current_task()
        except RuntimeError:
            log("misuse")

    task = asyncio.create_task(work())
    await asyncio.wait([task])


@scenarios("gather, wait_for, shield and a group one in the other are cancelled together")
async def _(log):
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "in the group", asyncio.sleep(1)))

    async def save():
        await pause()
        await asyncio.shield(worker(log, "shielded", asyncio.sleep(0.06)))

    async def work():
        await asyncio.wait_for(asyncio.gather(inner(), save()), 1)

    task = asyncio.create_task(work())
    await asyncio.sleep(0.04)
    task.cancel()
    await tell(log, "task", task)
    await asyncio.sleep(0.1)


@scenarios("a clean-up that takes a lock which is held")
async def _(log):
    lock = asyncio.Lock()

    async def save():
        async with lock:
            log("task", "saved")

    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(save())

    task = asyncio.create_task(work())
    await pause()
    await lock.acquire()
    task.cancel()
    await pause()
    log("main", task.done())
    lock.release()
    await tell(log, "task", task)


@scenarios("a time limit runs out while a task answers the failure of a group with a wait")
async def _(log):
    async def fail():
        raise Failure("child")

    async def run_group():
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())

    async def work():
        try:
            await run_group()
        except ExceptionGroup:
            log("work", "delays")
            await asyncio.sleep(1)

    await tell(log, "task", asyncio.create_task(asyncio.wait_for(work(), 0.1)))


@scenarios("a task of a group starts one that fails at once, and waits for what never comes")
async def _(log):
    async def third():
        raise Failure("third")

    async def work():
        async with asyncio.TaskGroup() as group:

            async def second():
                group.create_task(third())
                await worker(log, "second", asyncio.Event().wait())

            group.create_task(second())

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("a task that caught the failure of a group which came at once waits as before")
async def _(log):
    async def fail():
        raise Failure("child")

    async def work():
        for _ in range(3):
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fail())
            except* Failure:
                log("task", "caught")
            await pause()
        return 7

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("a task is cancelled before its time limit begins")
async def _(log):
    async def work():
        asyncio.current_task().cancel()
        try:
            async with asyncio.timeout(0.02):
                await asyncio.sleep(1)
        except TimeoutError:
            log("task", "too late")
        await pause()
        log("never")

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("a task is cancelled in the turn in which its time limit runs out")
async def _(log):
    async def work():
        try:
            async with asyncio.timeout(0.04):
                await asyncio.sleep(1)
        except TimeoutError:
            log("task", "too late")
        await pause()
        log("never")

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.04, task.cancel)
    await tell(log, "task", task)


@scenarios("an item comes in the turn in which the time to get it runs out")
async def _(log):
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_later(0.04, queue.put_nowait, 1)
    task = asyncio.create_task(asyncio.wait_for(queue.get(), 0.04))
    await tell(log, "task", task)
    log(queue.qsize())


@scenarios("an item and a permit come in the turn in which the tasks are cancelled that wait for them with time limits")
async def _(log):
    queue = asyncio.Queue()
    lock = asyncio.Lock()
    await lock.acquire()

    async def get():
        queue.put_nowait(await asyncio.wait_for(queue.get(), 1))
        await pause()

    async def hold():
        await asyncio.wait_for(lock.acquire(), 1)
        lock.release()
        await pause()

    getter = asyncio.create_task(get())
    locker = asyncio.create_task(hold())
    await pause()
    queue.put_nowait(7)
    lock.release()
    getter.cancel()
    locker.cancel()
    await tell(log, "getter", getter)
    await tell(log, "locker", locker)
    log(queue.qsize(), lock.locked())

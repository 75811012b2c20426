import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell, worker

scenarios = Scenarios()


@scenarios("a sleeping task sees its cancellation")
async def _(log):
    task = asyncio.create_task(worker(log, "task", asyncio.sleep(1)))
    await pause()
    log("main", "cancel", task.cancel(), task.done())
    await tell(log, "task", task)
    log("main", task.done(), task.cancelled())


@scenarios("a cancellation carries its reason")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log("task", "cancelled", error.args[0])
            raise

    task = asyncio.create_task(work())
    await pause()
    task.cancel("the user left")
    await tell(log, "task", task)


@scenarios("a cancellation passes through every call that waits")
async def _(log):
    async def outer():
        try:
            await middle()
        finally:
            log("outer")

    async def middle():
        try:
            await worker(log, "inner", asyncio.sleep(1))
        finally:
            log("middle")

    task = asyncio.create_task(outer())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a task that catches its cancellation and returns is not cancelled")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("task", "caught")
        return 7

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)
    log("main", task.done(), task.cancelled())


@scenarios("a task that answers its cancellation with another error has failed")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Failure("clean-up")

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)
    log("main", task.cancelled(), name_of(task.exception()))


@scenarios("a task that throws a cancellation by itself is cancelled")
async def _(log):
    async def work():
        raise asyncio.CancelledError()

    task = asyncio.create_task(work())
    await tell(log, "task", task)
    log("main", task.cancelled())


@scenarios("a cancelled task that has caught it waits again")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("task", "caught")
        await asyncio.sleep(0.02)
        log("task", "went on")

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a cancelled task cleans up by waiting")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.02)
            log("task", "cleaned up")

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a cancelled task cleans up by waiting under a shield")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(asyncio.sleep(0.02))
            log("task", "cleaned up")

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a task that takes its cancellation back waits again")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
        await asyncio.sleep(0.02)
        return 7

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a task that took its cancellation back can be cancelled again")
async def _(log):
    async def work():
        for attempt in range(2):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError as error:
                log("task", attempt, error.args[0])
                asyncio.current_task().uncancel()
        return 7

    task = asyncio.create_task(work())
    for reason in ("first", "second"):
        await pause()
        task.cancel(reason)
    await tell(log, "task", task)


@scenarios("a second cancellation while the first is being cleaned up")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log("task", error.args[0])
            try:
                await asyncio.shield(asyncio.sleep(0.06))
                log("task", "cleaned up")
            except asyncio.CancelledError as again:
                log("task", again.args[0])
            raise

    task = asyncio.create_task(work())
    for reason in ("first", "second"):
        await pause()
        task.cancel(reason)
    await tell(log, "task", task)


@scenarios("a task that is cancelled before it starts")
async def _(log):
    task = asyncio.create_task(worker(log, "task", asyncio.sleep(1)))
    task.cancel()
    await tell(log, "task", task)


@scenarios("a task that cancels itself goes on to its next wait")
async def _(log):
    async def work():
        log("task", asyncio.current_task().cancel())
        log("task", "still here")
        await asyncio.sleep(1)
        log("task", "never")

    task = asyncio.create_task(work())
    await tell(log, "task", task)


@scenarios("a task that cancels itself and waits no more")
async def _(log):
    async def work():
        asyncio.current_task().cancel()
        return 7

    task = asyncio.create_task(work())
    await tell(log, "task", task)


@scenarios("cancelling a task cancels the one that it awaits")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", asyncio.sleep(1)))

    async def work():
        await inner

    outer = asyncio.create_task(worker(log, "outer", work()))
    await pause()
    outer.cancel()
    await tell(log, "outer", outer)
    await tell(log, "inner", inner)


@scenarios("cancelling the awaited task cancels the one that awaits it")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", asyncio.sleep(1)))

    async def work():
        await inner

    outer = asyncio.create_task(worker(log, "outer", work()))
    await pause()
    inner.cancel()
    await tell(log, "outer", outer)
    log(inner.cancelled(), outer.cancelled())


@scenarios("a task may outlive the cancellation of one that it awaits")
async def _(log):
    inner = asyncio.create_task(asyncio.sleep(1))

    async def work():
        await tell(log, "inner", inner)
        await asyncio.sleep(0.02)
        return "went on"

    outer = asyncio.create_task(work())
    await pause()
    inner.cancel()
    await tell(log, "outer", outer)


@scenarios("cancelling a task and those that it started and does not await")
async def _(log):
    async def work():
        asyncio.create_task(worker(log, "child", asyncio.sleep(0.06)))
        await asyncio.sleep(1)

    parent = asyncio.create_task(work())
    await pause()
    parent.cancel()
    await tell(log, "parent", parent)
    await asyncio.sleep(0.1)


@scenarios("a task that ends well leaves those that it started running")
async def _(log):
    async def work():
        asyncio.create_task(worker(log, "child", asyncio.sleep(0.02)))
        return 7

    await tell(log, "parent", asyncio.create_task(work()))
    await asyncio.sleep(0.1)


@scenarios("a cancellation that comes after the wait was over, before the task has gone on")
async def _(log):
    event = asyncio.Event()

    async def work():
        await event.wait()
        log("task", "went on")
        await asyncio.sleep(1)

    task = asyncio.create_task(work())
    await pause()
    event.set()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a loop of waits that catches each cancellation goes on when it takes it back")
async def _(log):
    async def work():
        for turn in range(3):
            try:
                await asyncio.sleep(0.06)
                log("task", turn, "slept")
            except asyncio.CancelledError:
                asyncio.current_task().uncancel()
                log("task", turn, "cancelled")

    task = asyncio.create_task(work())
    await asyncio.sleep(0.08)
    task.cancel()
    await tell(log, "task", task)

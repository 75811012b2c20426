import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell, worker

scenarios = Scenarios()

# A group of asyncio keeps its tasks in a set: no more than one of them is cancelled here at a time, as their order is not
# defined.


async def after(seconds, value=None):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


@scenarios("a group ends when all its tasks have")
async def _(log):
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(worker(log, who, after(seconds, who))) for who, seconds in (("a", 0.06), ("b", 0.04))
        ]
        await pause()
        log("block", "end")
    log("group", [task.result() for task in tasks])


@scenarios("a group without tasks ends with its block")
async def _(log):
    async with asyncio.TaskGroup():
        await pause()
        log("block")
    log("group")


@scenarios("a failure cancels the other tasks of the group")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(1)))
            group.create_task(worker(log, "b", after(0.04, Failure("b"))))
            group.create_task(worker(log, "c", after(0.02)))

    await tell(log, "group", work())


@scenarios("a failure cancels the block of the group")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(0.04, Failure("a"))))
            await pause()
            await worker(log, "block", asyncio.sleep(1))

    await tell(log, "group", work())


@scenarios("a failure of the block cancels the tasks of the group")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(1)))
            await pause()
            raise Failure("block")

    await tell(log, "group", work())


@scenarios("a group gathers the errors of all its tasks")
async def _(log):
    async def stubborn():
        try:
            await asyncio.sleep(1)
        finally:
            raise Failure("clean-up")

    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn())
            group.create_task(after(0.02, Failure("first")))
            group.create_task(stubborn())

    await tell(log, "group", work())


@scenarios("a group waits for tasks that clean up")
async def _(log):
    async def slow():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.shield(asyncio.sleep(0.02))
            log("slow", "cleaned up")

    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())
            group.create_task(after(0.02, Failure("first")))

    await tell(log, "group", work())


@scenarios("a task of a group that is cancelled by itself harms nobody")
async def _(log):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker(log, who, after(0.06, who))) for who in "ab"]
        await pause()
        tasks[0].cancel()
    log("group", [task.cancelled() for task in tasks])


@scenarios("a group is cancelled with the task that it is in")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(1)))
            group.create_task(worker(log, "b", after(0.02)))

    task = asyncio.create_task(work())
    await asyncio.sleep(0.04)
    task.cancel()
    await tell(log, "task", task)


@scenarios("a group is cancelled with the task while it waits for its tasks at the end of a scope")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(1)))
        log("never")

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("a group is cancelled while its block waits")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "a", after(1)))
            await pause()
            await worker(log, "block", asyncio.sleep(1))

    task = asyncio.create_task(work())
    await asyncio.sleep(0.04)
    task.cancel()
    await tell(log, "task", task)


@scenarios("a group is cancelled from outside while a task of it fails in its clean-up")
async def _(log):
    async def stubborn():
        try:
            await asyncio.sleep(1)
        finally:
            raise Failure("clean-up")

    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn())

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "task", task)


@scenarios("after a group that failed a task waits as before")
async def _(log):
    async def work():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(after(0.02, Failure("a")))
                await asyncio.sleep(1)
        except* Failure as errors:
            log("task", name_of(errors))
        await asyncio.sleep(0.02)
        return "went on"

    await tell(log, "task", asyncio.create_task(work()))


@scenarios("tasks of a group start further ones")
async def _(log):
    async with asyncio.TaskGroup() as group:

        async def grow(depth):
            log("depth", depth)
            await pause()
            if depth < 3:
                group.create_task(grow(depth + 1))

        group.create_task(grow(1))
    log("group", "end")


@scenarios("a group that has ended takes no more tasks")
async def _(log):
    async with asyncio.TaskGroup() as group:
        pass
    late = after(0)
    try:
        group.create_task(late)
    except RuntimeError:
        log("misuse")
    late.close()


@scenarios("groups in groups: a failure inside cancels all around")
async def _(log):
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "inner a", after(1)))
            group.create_task(worker(log, "inner b", after(0.02, Failure("b"))))

    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "outer a", after(1)))
            group.create_task(worker(log, "inner", inner()))

    await tell(log, "outer", outer())


@scenarios("groups in groups: a failure inside that is caught there harms nobody around")
async def _(log):
    async def inner():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(worker(log, "inner a", after(1)))
                group.create_task(worker(log, "inner b", after(0.02, Failure("b"))))
        except* Failure as errors:
            log("inner", name_of(errors))

    async with asyncio.TaskGroup() as group:
        group.create_task(worker(log, "outer a", after(0.06)))
        group.create_task(worker(log, "inner", inner()))
    log("outer", "end")


@scenarios("groups in groups: a failure outside cancels those inside")
async def _(log):
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "inner a", after(1)))

    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "inner", inner()))
            await pause()
            group.create_task(worker(log, "outer a", after(0.02, Failure("a"))))

    await tell(log, "outer", outer())


@scenarios("groups in groups: both fail")
async def _(log):
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(after(0.02, Failure("inner")))
            try:
                await asyncio.sleep(1)
            finally:
                log("inner", "block cancelled")

    async def stubborn():
        try:
            await asyncio.sleep(1)
        finally:
            raise Failure("outer")

    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(inner())
            group.create_task(stubborn())

    await tell(log, "outer", outer())


@scenarios("a group in a time limit")
async def _(log):
    try:
        async with asyncio.timeout(0.04):
            async with asyncio.TaskGroup() as group:
                group.create_task(worker(log, "a", after(1)))
                await pause()
                await worker(log, "block", asyncio.sleep(1))
    except TimeoutError:
        log("too late")
    await pause()
    log("went on")


@scenarios("a time limit in a task of a group")
async def _(log):
    async def limited():
        async with asyncio.timeout(0.02):
            await asyncio.sleep(1)

    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(limited())
            group.create_task(worker(log, "a", after(1)))

    await tell(log, "group", work())


@scenarios("a task of a group that fails before its first wait")
async def _(log):
    async def work():
        async with asyncio.TaskGroup() as group:

            async def fail():
                raise Failure("at once")

            group.create_task(fail())
            await worker(log, "block", asyncio.sleep(1))

    await tell(log, "group", work())


@scenarios("the block of a group awaits a task that was cancelled")
async def _(log):
    async def work():
        other = asyncio.create_task(asyncio.sleep(1))
        async with asyncio.TaskGroup() as group:
            group.create_task(worker(log, "in the group", asyncio.sleep(1)))
            await pause()
            other.cancel()
            await other

    task = asyncio.create_task(work())
    await tell(log, "task", task)
    log(task.cancelled())


@scenarios("the block of a group swallows the cancellation that a failure brings")
async def _(log):
    async def fail():
        await pause()
        raise Failure("child")

    async def work():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                try:
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    log("block", "swallowed")
        except* Failure:
            log("task", "failed")
        await pause()
        log("task", "waits as before")

    await tell(log, "task", asyncio.create_task(work()))

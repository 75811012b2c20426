import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell, worker

scenarios = Scenarios()


@scenarios("a result is there for all who await it")
async def _(log):
    async def work():
        await pause()
        return 7

    task = asyncio.create_task(work())
    readers = [asyncio.create_task(tell(log, who, task)) for who in ("a", "b")]
    await asyncio.wait(readers)
    await tell(log, "later", task)


@scenarios("an error is there for all who await it")
async def _(log):
    async def work():
        await pause()
        raise Failure("no")

    task = asyncio.create_task(work())
    readers = [asyncio.create_task(tell(log, who, task)) for who in ("a", "b")]
    await asyncio.wait(readers)
    await tell(log, "later", task)


@scenarios("result() and error() before the end are misuse")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(0.02))
    for read in (task.result, task.exception):
        try:
            read()
        except asyncio.InvalidStateError as error:
            log(name_of(error))
    log(task.done(), task.cancelled())
    await task
    log(task.done(), task.cancelled(), task.result(), task.exception())


@scenarios("result() and error() of a failed task")
async def _(log):
    async def work():
        raise Failure("no")

    task = asyncio.create_task(work())
    await pause()
    log(task.done(), task.cancelled(), name_of(task.exception()))
    try:
        task.result()
    except Failure as error:
        log("thrown", name_of(error))


@scenarios("result() of a cancelled task throws its cancellation")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(1))
    await pause()
    task.cancel()
    await pause()
    log(task.done(), task.cancelled())
    try:
        task.result()
    except asyncio.CancelledError as error:
        log("thrown", name_of(error))


@scenarios("a task that has ended cannot be cancelled")
async def _(log):
    async def work():
        return 7

    task = asyncio.create_task(work())
    await task
    log(task.cancel(), task.cancelled(), task.result())


@scenarios("done callbacks are called in order, after the end")
async def _(log):
    task = asyncio.create_task(worker(log, "task", asyncio.sleep(0.02, 7)))
    for number in range(3):
        task.add_done_callback(lambda ended, number=number: log("callback", number, ended.result()))
    await pause()
    await pause()


@scenarios("a done callback of a task that has ended is called soon, not at once")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(0, 7))
    await task
    task.add_done_callback(lambda ended: log("callback", ended.result()))
    log("added")
    await pause()


@scenarios("a done callback that was taken back is not called")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(0.02))

    def callback(ended):
        log("never")

    task.add_done_callback(callback)
    task.remove_done_callback(callback)
    task.add_done_callback(lambda ended: log("callback"))
    await task
    await pause()


@scenarios("a done callback that throws keeps the others from nothing")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(0.02))

    def callback(ended):
        raise Failure("callback")

    task.add_done_callback(callback)
    task.add_done_callback(lambda ended: log("callback"))
    await tell(log, "task", task)
    await pause()


@scenarios("a done callback sees that its task was cancelled")
async def _(log):
    task = asyncio.create_task(asyncio.sleep(1))
    task.add_done_callback(lambda ended: log("callback", ended.done(), ended.cancelled()))
    await pause()
    task.cancel()
    await pause()


@scenarios("a task knows itself and its name")
async def _(log):
    async def inner():
        await pause()
        return asyncio.current_task().get_name()

    async def work():
        log(await inner())

    tasks = [asyncio.create_task(work(), name=name) for name in ("reader", "writer")]
    log([task.get_name() for task in tasks])
    await asyncio.gather(*tasks)


@scenarios("all tasks are those that have not ended")
async def _(log):
    before = len(asyncio.all_tasks())
    tasks = [asyncio.create_task(asyncio.sleep(seconds)) for seconds in (0.02, 0.06)]
    log(len(asyncio.all_tasks()) - before)
    await tasks[0]
    log(len(asyncio.all_tasks()) - before)
    await tasks[1]
    log(len(asyncio.all_tasks()) - before)


@scenarios("tasks take turns")
async def _(log):
    async def work(who):
        for turn in range(3):
            log(who, turn)
            await asyncio.sleep(0)

    await asyncio.gather(*(work(who) for who in ("a", "b", "c")))


@scenarios("a task starts")
async def _(log):
    task = asyncio.create_task(worker(log, "task", asyncio.sleep(0.02)))
    log("main", "created")
    await task


@scenarios("a new task runs when its maker yields")
async def _(log):
    async def work():
        await asyncio.sleep(0)
        log("task")

    asyncio.create_task(work())
    log("main", "created")
    await pause()
    log("main", "end")


@scenarios("what still runs at the end of the program is cancelled and awaited")
async def _(log):
    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            log("task", "cleaned up")

    asyncio.create_task(work())
    await pause()
    log("main", "end")


@scenarios("a task that nobody awaits runs to its end")
async def _(log):
    asyncio.create_task(worker(log, "task", asyncio.sleep(0.02)))
    await pause()
    await pause()
    log("main", "end")

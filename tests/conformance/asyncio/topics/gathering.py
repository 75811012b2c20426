import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell, worker

scenarios = Scenarios()


async def after(seconds, value):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


@scenarios("gather gives results in the order passed, not of completion")
async def _(log):
    log(await asyncio.gather(after(0.06, "slow"), after(0.02, "quick"), after(0.04, "middling")))
    log(await asyncio.gather())


@scenarios("gather throws the first error and lets the others run on")
async def _(log):
    tasks = [
        asyncio.create_task(worker(log, who, after(seconds, value)))
        for who, seconds, value in (("a", 0.02, 1), ("b", 0.04, Failure("b")), ("c", 0.06, 3))
    ]
    await tell(log, "gather", asyncio.gather(*tasks))
    log([task.done() for task in tasks])
    await tell(log, "c", tasks[2])


@scenarios("gather throws the first of two errors, and the second goes unseen")
async def _(log):
    await tell(log, "gather", asyncio.gather(after(0.04, Failure("late")), after(0.02, Failure("early"))))
    await asyncio.sleep(0.1)
    log("went on")


@scenarios("gather gives errors among the results")
async def _(log):
    results = await asyncio.gather(after(0.04, Failure("a")), after(0.02, 2), return_exceptions=True)
    log(name_of(results[0]), results[1])


@scenarios("gather throws the cancellation of one of its tasks")
async def _(log):
    tasks = [asyncio.create_task(worker(log, who, asyncio.sleep(0.06))) for who in "ab"]
    gathering = asyncio.create_task(tell(log, "gather", asyncio.gather(*tasks)))
    await pause()
    tasks[0].cancel()
    await gathering
    await tell(log, "b", tasks[1])


@scenarios("gather gives the cancellation of one of its tasks among the results")
async def _(log):
    tasks = [asyncio.create_task(after(0.06, who)) for who in "ab"]
    await pause()
    tasks[0].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    log(name_of(results[0]), results[1])


@scenarios("whoever is cancelled in gather cancels what it gathers")
async def _(log):
    async def work():
        await asyncio.gather(*(worker(log, who, asyncio.sleep(1)) for who in "ab"))

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "gather", task)


@scenarios("whoever is cancelled in gather is cancelled although errors are results")
async def _(log):
    async def work():
        return await asyncio.gather(*(worker(log, who, asyncio.sleep(1)) for who in "ab"), return_exceptions=True)

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "gather", task)


@scenarios("whoever is cancelled in gather cancels tasks that it was given")
async def _(log):
    tasks = [asyncio.create_task(worker(log, who, asyncio.sleep(1))) for who in "ab"]

    async def work():
        await asyncio.gather(*tasks)

    task = asyncio.create_task(work())
    await pause()
    task.cancel()
    await tell(log, "gather", task)
    log([task.cancelled() for task in tasks])


@scenarios("gather in gather")
async def _(log):
    async def pair(*values):
        return await asyncio.gather(*(after(0.02, value) for value in values))

    log(await asyncio.gather(pair(1, 2), pair(3, 4)))
    await tell(log, "failing", asyncio.gather(pair(1, 2), pair(3, Failure("four"))))


@scenarios("gather takes the same task twice")
async def _(log):
    task = asyncio.create_task(worker(log, "task", after(0.02, 7)))
    log(await asyncio.gather(task, task))


@scenarios("gather takes tasks that have ended")
async def _(log):
    done = asyncio.create_task(after(0, 1))
    failed = asyncio.create_task(after(0, Failure("before")))
    await pause()
    log(await asyncio.gather(done, after(0, 2)))
    await tell(log, "gather", asyncio.gather(done, failed))

import asyncio

from support.scenario import Failure, Scenarios, pause, tell, worker

scenarios = Scenarios()


async def after(seconds, value=None):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


def start(log, *plan):
    return [
        asyncio.create_task(worker(log, who, after(seconds, value)), name=who) for who, seconds, value in plan
    ]


def tell_waited(log, waited):
    done, pending = waited
    log("wait", sorted(task.get_name() for task in done), sorted(task.get_name() for task in pending))


@scenarios("wait waits for all")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2), ("c", 0.04, Failure("c")))
    tell_waited(log, await asyncio.wait(tasks))


@scenarios("wait waits for the first that ends")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2), ("c", 0.04, Failure("c")))
    tell_waited(log, await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    tell_waited(log, await asyncio.wait(tasks))


@scenarios("wait waits for the first that fails")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2), ("c", 0.04, Failure("c")))
    tell_waited(log, await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    tell_waited(log, await asyncio.wait(tasks))


@scenarios("wait for the first that fails waits for all where none does")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2))
    tell_waited(log, await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))


@scenarios("wait for the first that fails passes over a cancelled task")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 1, 2))
    waiting = asyncio.create_task(asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    await pause()
    tasks[1].cancel()
    tell_waited(log, await waiting)


@scenarios("wait with a time limit tells what still runs, and cancels nothing")
async def _(log):
    tasks = start(log, ("a", 0.02, 1), ("b", 0.08, 2))
    tell_waited(log, await asyncio.wait(tasks, timeout=0.04))
    await tell(log, "b", tasks[1])


@scenarios("wait with a time limit of nothing tells what has ended")
async def _(log):
    tasks = start(log, ("a", 0.02, 1), ("b", 0.06, 2))
    await tasks[0]
    tell_waited(log, await asyncio.wait(tasks, timeout=0))


@scenarios("wait does not wait where enough have ended")
async def _(log):
    tasks = start(log, ("a", 0.02, 1), ("b", 0.06, 2))
    await tasks[0]
    tell_waited(log, await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))


@scenarios("whoever is cancelled in wait leaves the tasks running")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.08, 2))
    waiting = asyncio.create_task(asyncio.wait(tasks))
    await pause()
    waiting.cancel()
    await tell(log, "wait", waiting)
    tell_waited(log, await asyncio.wait(tasks))


@scenarios("wait for nothing")
async def _(log):
    try:
        tell_waited(log, await asyncio.wait([]))
    except ValueError:
        log("misuse")


@scenarios("as_completed gives results in the order of completion")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2), ("c", 0.04, 3))
    for completed in asyncio.as_completed(tasks):
        log("completed", await completed)


@scenarios("as_completed gives errors and cancellations in their turn")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, Failure("b")), ("c", 1, 3))
    asyncio.get_running_loop().call_later(0.04, tasks[2].cancel)
    for completed in asyncio.as_completed(tasks):
        await tell(log, "completed", completed)


@scenarios("as_completed that is left early leaves the rest running")
async def _(log):
    tasks = start(log, ("a", 0.06, 1), ("b", 0.02, 2))
    for completed in asyncio.as_completed(tasks):
        log("completed", await completed)
        break
    await tell(log, "a", tasks[0])


@scenarios("as_completed with a time limit")
async def _(log):
    tasks = start(log, ("a", 0.08, 1), ("b", 0.02, 2))
    try:
        for completed in asyncio.as_completed(tasks, timeout=0.04):
            log("completed", await completed)
    except TimeoutError:
        log("too late")
    await tell(log, "a", tasks[0])


@scenarios("as_completed of tasks that have ended")
async def _(log):
    tasks = start(log, ("a", 0.04, 1), ("b", 0.02, 2))
    await asyncio.wait(tasks)
    log(sorted([await completed for completed in asyncio.as_completed(tasks)]))


@scenarios("as_completed gives a task that is passed twice once")
async def _(log):
    tasks = start(log, ("a", 0.04, 1), ("b", 0.02, 2))
    for completed in asyncio.as_completed([*tasks, *tasks]):
        log("completed", await completed)


@scenarios("wait counts a task that is passed twice once")
async def _(log):
    tasks = start(log, ("a", 0.04, 1), ("b", 0.02, 2))
    tell_waited(log, await asyncio.wait([*tasks, *tasks], return_when=asyncio.FIRST_COMPLETED))
    tell_waited(log, await asyncio.wait([*tasks, *tasks]))

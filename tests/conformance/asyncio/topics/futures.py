import asyncio

from support.scenario import Failure, Scenarios, name_of, pause, tell

scenarios = Scenarios()


def make():
    return asyncio.get_running_loop().create_future()


def readers(log, future):
    return [asyncio.create_task(tell(log, who, future)) for who in "ab"]


@scenarios("a future gives its result to all who await it, in order")
async def _(log):
    future = make()
    waiting = readers(log, future)
    await pause()
    log(future.done())
    future.set_result(7)
    log(future.done(), future.cancelled(), future.result(), future.exception())
    await asyncio.wait(waiting)
    await tell(log, "later", future)


@scenarios("a future gives its error to all who await it")
async def _(log):
    future = make()
    waiting = readers(log, future)
    await pause()
    future.set_exception(Failure("no"))
    log(future.done(), future.cancelled(), name_of(future.exception()))
    await asyncio.wait(waiting)
    await tell(log, "later", future)


@scenarios("a future that is cancelled cancels all who await it")
async def _(log):
    future = make()
    waiting = readers(log, future)
    await pause()
    log(future.cancel(), future.cancel())
    log(future.done(), future.cancelled())
    await asyncio.wait(waiting)


@scenarios("a future is settled once")
async def _(log):
    future = make()
    for read in (future.result, future.exception):
        try:
            read()
        except asyncio.InvalidStateError as error:
            log(name_of(error))
    future.set_result(7)
    for settle in (lambda: future.set_result(8), lambda: future.set_exception(Failure("no"))):
        try:
            settle()
        except asyncio.InvalidStateError as error:
            log(name_of(error))
    log(future.cancel(), future.result())


@scenarios("a task that is cancelled no longer waits for a future")
async def _(log):
    future = make()
    task = asyncio.create_task(tell(log, "task", asyncio.shield(future)))
    await pause()
    task.cancel()
    await asyncio.wait([task])
    future.set_result(7)
    await tell(log, "main", future)


@scenarios("one of those who await a future is cancelled")
async def _(log):
    future = make()
    waiting = readers(log, future)
    await pause()
    waiting[0].cancel()
    await pause()
    log(future.done())
    if not future.done():
        future.set_result(7)
    await asyncio.wait(waiting)


@scenarios("a future that is waited for with a time limit may be settled later")
async def _(log):
    future = make()
    await tell(log, "task", asyncio.wait_for(asyncio.shield(future), 0.02))
    future.set_result(7)
    await tell(log, "later", future)


@scenarios("done callbacks of a future are called in order and soon, however it ends")
async def _(log):
    for how in ("result", "error", "cancelled"):
        future = make()

        def taken_back(ended):
            log("never")

        future.add_done_callback(lambda ended: log(how, "first", ended.done()))
        future.add_done_callback(taken_back)
        future.add_done_callback(lambda ended: log(how, "second", ended.cancelled()))
        future.remove_done_callback(taken_back)
        if how == "result":
            future.set_result(7)
        elif how == "error":
            future.set_exception(Failure("no"))
        else:
            future.cancel()
        log(how, "settled")
        await pause()
        future.add_done_callback(lambda ended: log(how, "late"))
        log(how, "added")
        await pause()

import asyncio

from support.scenario import Failure, Scenarios, pause, tell, worker

scenarios = Scenarios()


async def after(seconds, value=None):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


@scenarios("shield gives results and errors as if it were not there")
async def _(log):
    await tell(log, "a", asyncio.shield(after(0.02, 7)))
    await tell(log, "b", asyncio.shield(after(0.02, Failure("no"))))


@scenarios("whoever is cancelled under a shield is so at once, and the work runs on")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", after(0.06, 7)))

    async def work():
        await asyncio.shield(inner)

    outer = asyncio.create_task(work())
    await pause()
    outer.cancel()
    await tell(log, "outer", outer)
    await tell(log, "inner", inner)


@scenarios("work that is started under a shield runs on as well")
async def _(log):
    async def work():
        await asyncio.shield(worker(log, "inner", after(0.06, 7)))

    outer = asyncio.create_task(work())
    await pause()
    outer.cancel()
    await tell(log, "outer", outer)
    await asyncio.sleep(0.1)


@scenarios("shielded work fails after its task was cancelled, and nobody is hurt")
async def _(log):
    async def work():
        await asyncio.shield(worker(log, "inner", after(0.06, Failure("late"))))

    outer = asyncio.create_task(work())
    await pause()
    outer.cancel()
    await tell(log, "outer", outer)
    await asyncio.sleep(0.1)
    log("main", "went on")


@scenarios("a shield does not keep the work itself from being cancelled")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", after(1, 7)))
    outer = asyncio.create_task(tell(log, "outer", asyncio.shield(inner)))
    await pause()
    inner.cancel()
    await outer


@scenarios("one of two that wait under shields for the same work is cancelled")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", after(0.06, 7)))
    outer = [asyncio.create_task(tell(log, who, asyncio.shield(inner))) for who in "ab"]
    await pause()
    outer[0].cancel()
    await asyncio.wait(outer)


@scenarios("whoever catches the cancellation at a shield may await the work after all")
async def _(log):
    async def work():
        inner = asyncio.create_task(worker(log, "inner", after(0.06, 7)))
        try:
            return await asyncio.shield(inner)
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
            log("outer", "still waits")
            return await inner

    outer = asyncio.create_task(work())
    await pause()
    outer.cancel()
    await tell(log, "outer", outer)


@scenarios("a shield in a time limit")
async def _(log):
    inner = asyncio.create_task(worker(log, "inner", after(0.06, 7)))
    try:
        async with asyncio.timeout(0.02):
            await asyncio.shield(inner)
    except TimeoutError:
        log("too late", inner.done())
    await tell(log, "inner", inner)

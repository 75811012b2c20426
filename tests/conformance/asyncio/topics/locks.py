import asyncio

from support.scenario import Failure, Scenarios, pause, tell

scenarios = Scenarios()


async def hold(log, who, lock, seconds=0.02):
    try:
        async with lock:
            log(who, "in")
            await asyncio.sleep(seconds)
            log(who, "out")
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise


def start(log, lock, names):
    # Each holds it longer than the one before, so that no two end at the same time.
    return [asyncio.create_task(hold(log, who, lock, 0.02 * (place + 1))) for place, who in enumerate(names)]


@scenarios("a lock lets one in at a time, first come, first served")
async def _(log):
    lock = asyncio.Lock()
    log(lock.locked())
    tasks = start(log, lock, "abc")
    await asyncio.sleep(0.01)
    log(lock.locked())
    await asyncio.gather(*tasks)
    log(lock.locked())


@scenarios("a lock passes over a cancelled waiter")
async def _(log):
    lock = asyncio.Lock()
    tasks = start(log, lock, "abc")
    await asyncio.sleep(0.01)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    log(lock.locked())


@scenarios("a lock is given back by a holder that is cancelled")
async def _(log):
    lock = asyncio.Lock()
    tasks = start(log, lock, "abc")
    await asyncio.sleep(0.01)
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(lock.locked())


@scenarios("a lock is free after all who waited were cancelled")
async def _(log):
    lock = asyncio.Lock()
    tasks = start(log, lock, "abc")
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    log(lock.locked())
    await hold(log, "d", lock)


@scenarios("a lock is given back by a holder that fails")
async def _(log):
    lock = asyncio.Lock()

    async def work():
        async with lock:
            await pause()
            raise Failure("inside")

    task = asyncio.create_task(work())
    other = asyncio.create_task(hold(log, "b", lock))
    await tell(log, "a", task)
    await other


@scenarios("giving back a lock that nobody holds is misuse")
async def _(log):
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError:
        log("misuse")


@scenarios("whoever comes while others wait does not overtake them")
async def _(log):
    lock = asyncio.Lock()
    await lock.acquire()
    waiting = start(log, lock, "ab")
    await pause()
    lock.release()
    late = start(log, lock, "c")
    await asyncio.wait(waiting + late)


@scenarios("a lock that is given back to a waiter that is cancelled in the same turn")
async def _(log):
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = start(log, lock, "ab")
    await pause()
    lock.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(lock.locked())


@scenarios("a lock that is waited for with a time limit is not taken later")
async def _(log):
    lock = asyncio.Lock()
    holder = asyncio.create_task(hold(log, "a", lock, 0.1))
    await pause()
    try:
        async with asyncio.timeout(0.02):
            await hold(log, "b", lock)
    except TimeoutError:
        log("b", "too late")
    await holder
    log(lock.locked())


@scenarios("a semaphore lets so many in, first come, first served")
async def _(log):
    semaphore = asyncio.Semaphore(2)
    tasks = start(log, semaphore, "abcde")
    await asyncio.sleep(0.01)
    log(semaphore.locked())
    await asyncio.gather(*tasks)
    log(semaphore.locked())


@scenarios("a semaphore passes over cancelled waiters and loses no permit")
async def _(log):
    semaphore = asyncio.Semaphore(2)
    tasks = start(log, semaphore, "abcdef")
    await asyncio.sleep(0.01)
    tasks[2].cancel()
    tasks[4].cancel()
    await asyncio.wait(tasks)
    await asyncio.gather(hold(log, "g", semaphore), hold(log, "h", semaphore, 0.04))


@scenarios("a semaphore gets its permits back from holders that are cancelled")
async def _(log):
    semaphore = asyncio.Semaphore(2)
    tasks = start(log, semaphore, "abcd")
    await asyncio.sleep(0.01)
    tasks[0].cancel()
    tasks[1].cancel()
    await asyncio.wait(tasks)
    log(semaphore.locked())


@scenarios("a semaphore may be given more permits than it began with")
async def _(log):
    semaphore = asyncio.Semaphore(0)
    tasks = start(log, semaphore, "ab")
    await pause()
    log(semaphore.locked())
    semaphore.release()
    semaphore.release()
    semaphore.release()
    await asyncio.wait(tasks)
    log(semaphore.locked())


@scenarios("a permit that is given back to a waiter that is cancelled in the same turn")
async def _(log):
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    tasks = start(log, semaphore, "abc")
    await pause()
    semaphore.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(semaphore.locked())


@scenarios("a bounded semaphore takes no more permits than it began with")
async def _(log):
    semaphore = asyncio.BoundedSemaphore(1)
    await semaphore.acquire()
    semaphore.release()
    try:
        semaphore.release()
    except ValueError:
        log("misuse")
    log(semaphore.locked())

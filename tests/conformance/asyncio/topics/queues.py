import asyncio

from support.scenario import Scenarios, pause, tell

scenarios = Scenarios()


async def get(log, who, queue):
    try:
        log(who, "got", await queue.get())
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise


async def put(log, who, queue, item):
    try:
        await queue.put(item)
        log(who, "put", item)
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise


def getters(log, queue, names):
    return [asyncio.create_task(get(log, who, queue)) for who in names]


def putters(log, queue, names):
    return [asyncio.create_task(put(log, who, queue, f"of {who}")) for who in names]


def rest(queue):
    items = []
    while not queue.empty():
        items.append(queue.get_nowait())
    return items


@scenarios("a queue gives its items in the order in which they came")
async def _(log):
    queue = asyncio.Queue()
    log(queue.empty(), queue.full(), queue.qsize())
    for item in (1, 2, 3):
        await queue.put(item)
    log(queue.empty(), queue.full(), queue.qsize())
    log([await queue.get() for _ in range(3)])


@scenarios("getters are served in the order in which they came")
async def _(log):
    queue = asyncio.Queue()
    tasks = getters(log, queue, "abc")
    await pause()
    for item in (1, 2, 3):
        queue.put_nowait(item)
    await asyncio.wait(tasks)


@scenarios("a full queue lets putters wait, in the order in which they came")
async def _(log):
    queue = asyncio.Queue(1)
    tasks = putters(log, queue, "abc")
    await pause()
    log(queue.full(), queue.qsize())
    for _ in range(3):
        log("main", await queue.get())
        await pause()
    await asyncio.wait(tasks)
    log(queue.empty())


@scenarios("an empty and a full queue say so where nobody waits")
async def _(log):
    queue = asyncio.Queue(1)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        log("empty")
    queue.put_nowait(1)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull:
        log("full")
    log(rest(queue))


@scenarios("a getter that is cancelled takes no item")
async def _(log):
    queue = asyncio.Queue()
    tasks = getters(log, queue, "abc")
    await pause()
    tasks[1].cancel()
    await pause()
    for item in (1, 2, 3):
        queue.put_nowait(item)
    await asyncio.wait(tasks)
    log(rest(queue))


@scenarios("a putter that is cancelled leaves no item")
async def _(log):
    queue = asyncio.Queue(1)
    tasks = putters(log, queue, "abc")
    await pause()
    tasks[1].cancel()
    await pause()
    log("main", await queue.get())
    await asyncio.wait(tasks)
    log(rest(queue))


@scenarios("all getters and putters of a queue are cancelled, and it still works")
async def _(log):
    queue = asyncio.Queue(1)
    waiting = getters(log, queue, "ab")
    await pause()
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    waiting = putters(log, queue, "cde")
    await pause()
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    log(rest(queue))
    await put(log, "f", queue, "of f")
    await get(log, "g", queue)


@scenarios("an item comes and its getter is cancelled in the same turn")
async def _(log):
    queue = asyncio.Queue()
    tasks = getters(log, queue, "a")
    await pause()
    queue.put_nowait(1)
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(rest(queue))


@scenarios("a place comes free and its putter is cancelled in the same turn")
async def _(log):
    queue = asyncio.Queue(1)
    queue.put_nowait("first")
    tasks = putters(log, queue, "a")
    await pause()
    log("main", queue.get_nowait())
    tasks[0].cancel()
    await asyncio.wait(tasks)
    log(rest(queue))


@scenarios("a place comes free and another comes before the putter that waits")
async def _(log):
    queue = asyncio.Queue(1)
    queue.put_nowait("first")
    tasks = putters(log, queue, "a")
    await pause()
    log("main", queue.get_nowait())
    try:
        queue.put_nowait("late")
        log("late", "put")
    except asyncio.QueueFull:
        log("late", "full")
    log("main", await queue.get())
    await asyncio.wait(tasks)
    log(rest(queue))


@scenarios("whoever gets with a time limit takes nothing later")
async def _(log):
    queue = asyncio.Queue()
    await tell(log, "a", asyncio.wait_for(queue.get(), 0.02))
    queue.put_nowait(1)
    await pause()
    log(rest(queue))


@scenarios("an item that comes in time is got")
async def _(log):
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_later(0.02, queue.put_nowait, 1)
    await tell(log, "a", asyncio.wait_for(queue.get(), 0.06))


@scenarios("join waits until each item has been dealt with")
async def _(log):
    queue = asyncio.Queue()
    for item in range(3):
        queue.put_nowait(item)

    async def work():
        while True:
            item = await queue.get()
            await asyncio.sleep(0.02)
            log("done", item)
            queue.task_done()

    worker = asyncio.create_task(work())
    await queue.join()
    log("joined", queue.qsize())
    worker.cancel()
    await tell(log, "worker", worker)
    await queue.join()
    log("joined again")


@scenarios("whoever waits in join can be cancelled")
async def _(log):
    queue = asyncio.Queue()
    queue.put_nowait(1)
    tasks = [asyncio.create_task(tell(log, who, queue.join())) for who in "ab"]
    await pause()
    tasks[0].cancel()
    await pause()
    queue.get_nowait()
    queue.task_done()
    await asyncio.wait(tasks)


@scenarios("more items dealt with than were put in is misuse")
async def _(log):
    queue = asyncio.Queue()
    try:
        queue.task_done()
    except ValueError:
        log("misuse")


@scenarios("a priority queue gives the smallest first")
async def _(log):
    queue = asyncio.PriorityQueue()
    for item in (3, 1, 4, 1, 5, 9, 2, 6):
        queue.put_nowait(item)
    log(rest(queue))


@scenarios("a priority queue gives what waits outside of it its turn")
async def _(log):
    queue = asyncio.PriorityQueue(2)

    async def work():
        for item in (5, 3, 4, 1):
            await queue.put(item)
            log("put", item)

    task = asyncio.create_task(work())
    await pause()
    for _ in range(4):
        log("got", await queue.get())
        await pause()
    await task


@scenarios("a last-in queue gives the newest first")
async def _(log):
    queue = asyncio.LifoQueue()
    for item in (1, 2, 3):
        queue.put_nowait(item)
    log(queue.get_nowait())
    queue.put_nowait(4)
    log(rest(queue))


@scenarios("workers share a queue until it is done")
async def _(log):
    queue = asyncio.Queue(2)

    async def work(who, seconds):
        while True:
            item = await queue.get()
            await asyncio.sleep(seconds)
            log(who, item)
            queue.task_done()

    workers = [asyncio.create_task(work("quick", 0.03)), asyncio.create_task(work("slow", 0.07))]
    for item in range(6):
        await queue.put(item)
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.wait(workers)
    log([worker.cancelled() for worker in workers])

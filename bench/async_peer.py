"""Measures asyncio:  async_peer.py ROUNDS  (prints the thousands of operations a second of each round, by group)"""

import asyncio
import json
import sys
import time

CONCURRENCY = 100


async def work():
    await asyncio.sleep(0)
    return 1


async def tasks(count):
    for _ in range(count):
        await asyncio.create_task(work())


async def take_free(count):
    semaphore = asyncio.Semaphore(1)
    for _ in range(count):
        await semaphore.acquire()
        semaphore.release()


async def take_scarce(count):
    semaphore = asyncio.Semaphore(10)

    async def take():
        for _ in range(count // CONCURRENCY):
            await semaphore.acquire()
            await asyncio.sleep(0)
            semaphore.release()

    await asyncio.gather(*[take() for _ in range(CONCURRENCY)])


def through(bound):
    async def run(count):
        queue = asyncio.Queue(bound)

        async def put():
            for index in range(count):
                await queue.put(index)

        async def get():
            for _ in range(count):
                await queue.get()

        await asyncio.gather(put(), get())

    return run


async def cancel(count):
    sleepers = [asyncio.create_task(asyncio.sleep(60)) for _ in range(count)]
    await asyncio.sleep(0)
    for sleeper in sleepers:
        sleeper.cancel()
    await asyncio.gather(*sleepers, return_exceptions=True)


async def gather(count):
    await asyncio.gather(*[work() for _ in range(count)])


GROUPS = {
    "gather": (20_000, gather),
    "task": (20_000, tasks),
    "semaphore, free": (50_000, take_free),
    "semaphore of 10 for 100": (20_000, take_scarce),
    "queue": (50_000, through(0)),
    "queue of 100": (50_000, through(CONCURRENCY)),
    "cancel sleepers": (20_000, cancel),
}


def measure(count, run):
    async def main():
        start = time.process_time()
        await run(count)
        return count / (time.process_time() - start) / 1_000

    return asyncio.run(main())


rounds = int(sys.argv[1])
rates = {name: {"asyncio": [measure(*group) for _ in range(rounds + 1)][1:]} for name, group in GROUPS.items()}
print(json.dumps(rates))

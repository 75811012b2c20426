# Measures requests with aiohttp:  http_peer.py URL ROUNDS
import asyncio
import json
import sys
import time

import aiohttp

url, rounds = sys.argv[1], int(sys.argv[2])
TIMES, AT_A_TIME = 5_000, 100


async def main():
    timeout = aiohttp.ClientTimeout(total=10)
    connector = aiohttp.TCPConnector(limit=AT_A_TIME)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:

        async def ask(limit):
            async with limit, session.get(url) as answer:
                return await answer.json()

        rates = []
        for number in range(rounds + 1):
            limit = asyncio.Semaphore(AT_A_TIME)
            start = time.perf_counter()
            answers = await asyncio.gather(*(ask(limit) for _ in range(TIMES)))
            if number > 0:
                rates.append(TIMES / (time.perf_counter() - start))
            assert all(answer["id"] == 7 for answer in answers)
        print(json.dumps(rates))


asyncio.run(main())

import asyncio
import json

from .virtual_time import VirtualTimeLoop


class Failure(Exception):
    """The error that scenarios raise."""


def record(scenario):
    """Runs a scenario as the main function of a program and gives what it told, as JSON lines."""
    lines = []

    def log(*event):
        lines.append(json.dumps(event, ensure_ascii=False, separators=(",", ":")))

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        # What scenarios leave behind is told by their events.
        runner.get_loop().set_exception_handler(lambda loop, context: None)
        runner.run(scenario(log))
    return lines


async def pause():
    """Lets everything run that can."""
    await asyncio.sleep(0.02)


async def tell(log, who, work):
    """Tells what something results in, or with what error it ends."""
    try:
        value = await work
        log(who, "result", value)
    except (Exception, asyncio.CancelledError) as error:
        log(who, "error", name_of(error))


async def worker(log, who, work):
    """Work that tells of its start, its end and its cancellation."""
    log(who, "start")
    try:
        value = await work
        log(who, "end")
        return value
    except asyncio.CancelledError:
        log(who, "cancelled")
        raise
    except Exception:
        log(who, "failed")
        raise


def name_of(error):
    if isinstance(error, BaseExceptionGroup):
        return f"ExceptionGroup({', '.join(name_of(one) for one in error.exceptions)})"
    if isinstance(error, Failure):
        return f"Failure({error})"
    return type(error).__name__


class Scenarios(dict):
    """Scenarios by name: `@scenarios("a name")` adds one."""

    def __call__(self, name):
        def add(scenario):
            self[name] = scenario
            return scenario

        return add

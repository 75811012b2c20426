"""An event loop in a time of its own, which moves on only when nothing else can run."""

import asyncio
import selectors


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.now = 0.0
        super().__init__(Selector(self))

    def time(self):
        return self.now


class Selector(selectors.SelectSelector):
    def __init__(self, loop):
        super().__init__()
        self.loop = loop

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("The scenario waits for something that never comes")
        self.loop.now += timeout
        return super().select(0)

"""Runs the scenarios in Python's asyncio: `python3 scenarios.py [topic]` prints what they tell."""

import importlib
import pathlib
import sys
import warnings

sys.dont_write_bytecode = True
# A task that is cancelled before it starts never awaits what it was given: that is what some scenarios are about.
warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
folder = pathlib.Path(__file__).parent
sys.path.insert(0, str(folder))

from support.scenario import record  # noqa: E402


def run(topics):
    """What each scenario of each topic tells, as JSON lines, and Python's version."""
    told = {
        topic: {name: record(scenario) for name, scenario in importlib.import_module(f"topics.{topic}").scenarios.items()}
        for topic in topics
    }
    return {"version": sys.version_info[:2], "topics": told}


if __name__ == "__main__":
    topics = sys.argv[1:] or sorted(path.stem for path in (folder / "topics").glob("*.py"))
    for topic, scenarios in run(topics)["topics"].items():
        for name, lines in scenarios.items():
            print(f"\n{topic}: {name}", *lines, sep="\n")

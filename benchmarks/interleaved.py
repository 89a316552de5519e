"""Runs commands in turn and compares their medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Prepare = Callable[[], object]


@dataclass
class Side:
    """One side of a comparison: a list of commands that belong together, and what to do before each round."""

    name: str
    commands: Sequence[Sequence[str]]
    before: Prepare = lambda: None
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def warm_up(self) -> None:
        """A round that does not count, so that no side pays for compiling or for a cold disk."""
        self.run()
        self.wall.clear()
        self.cpu.clear()

    def run(self) -> None:
        """One round: the seconds on the clock, and the processor seconds of the commands and their children."""
        self.before()
        started, used = time.perf_counter(), _children_cpu()
        for command in self.commands:
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
            )
        self.wall.append(time.perf_counter() - started)
        self.cpu.append(_children_cpu() - used)


def compare(first: Side, second: Side, rounds: int) -> None:
    """Runs both sides in turn and prints medians, `first / second` and `first - second`."""
    for side in (first, second):
        side.warm_up()
    for _ in range(rounds):
        first.run()
        second.run()
    for what in ("wall", "cpu"):
        one, other = (statistics.median(getattr(side, what)) for side in (first, second))
        print(
            f"{what:4}  {first.name}: {one:.3f} s   {second.name}: {other:.3f} s   "
            f"ratio {one / other:.2f}   difference {one - other:+.3f} s"
        )


def estimator(*arguments: str) -> list[str]:
    """The installed command of this environment."""
    return [str(Path(sys.executable).with_name("estimator")), *arguments]


def python(*arguments: str) -> list[str]:
    """This interpreter."""
    return [sys.executable, *arguments]


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _environment() -> Mapping[str, str]:
    """This environment with a fixed date, and with compiled modules kept as on a user's machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "SOURCE_DATE_EPOCH": "1795305600", "NO_MKDOCS_2_WARNING": "1"}

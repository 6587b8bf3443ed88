"""The same questions to every peer, each in a process of its own, in turns; who answers what, and how fast."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from exchange import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange import Range, Task

HERE = Path(__file__).parent
OURS = "ours"
PEERS = ("brute", "cvc5", "cpsat", "highs")
MEMORY = 8 << 30
"""How many bytes a process may take."""


class Verdict(Enum):
    """How a peer fared."""

    ANSWERED = "answered"
    TIME = "out of time"
    MEMORY = "out of memory"
    FAILED = "failed"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A peer's answers to a task, and the seconds that they took, or that it had. `words` says why it failed.

    `startup` is the rest of the process: starting, loading the peer, reading the questions.
    """

    verdict: Verdict
    ranges: tuple[Range, ...] = ()
    seconds: float = 0.0
    startup: float = 0.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What all made of a task, by their names."""

    task: Task
    outcomes: dict[str, Outcome]

    @property
    def agreed(self) -> bool:
        """Whether nobody failed, and all who answered gave the same ranges."""
        answers = {each.ranges for each in self.outcomes.values() if each.verdict is Verdict.ANSWERED}
        return len(answers) <= 1 and all(each.verdict is not Verdict.FAILED for each in self.outcomes.values())


def title(name: str) -> str:
    """Return what a peer is called in a table."""
    return str(import_module(f"peer_{name}").TITLE)


def installed(names: Iterable[str]) -> list[str]:
    """Return the peers whose packages are there."""
    return [name for name in names if find_spec(import_module(f"peer_{name}").NEEDS.partition(".")[0]) is not None]


def race(task: Task, names: Sequence[str], limit: float, rounds: int) -> Result:
    """Let the peers answer in turns, round after round, and take each one's median time.

    One that needed more than a tenth of the limit, or did not answer, is not asked again.
    """
    outcomes: dict[str, list[Outcome]] = {name: [] for name in names}
    for _ in range(rounds):
        for name, before in outcomes.items():
            if all(each.verdict is Verdict.ANSWERED and each.seconds < limit / 10 for each in before):
                before.append(ask(task, name, limit))
    return Result(task, {name: _together(rounds) for name, rounds in outcomes.items()})


def ask(task: Task, name: str, limit: float, memory: int = MEMORY) -> Outcome:
    """Let one peer answer once, in a new process."""
    began = perf_counter()
    process = subprocess.run(
        [sys.executable, str(HERE / "worker.py"), name, str(limit), str(memory)],
        input=json.dumps(to_json(task.questions)),
        capture_output=True,
        text=True,
        check=False,
    )
    taken = perf_counter() - began
    if process.returncode == 0:
        found = json.loads(process.stdout)
        ranges = tuple((low, high) for low, high in found["ranges"])
        return Outcome(Verdict.ANSWERED, ranges, found["seconds"], taken - found["seconds"])
    if process.returncode == -signal.SIGALRM:
        return Outcome(Verdict.TIME, seconds=limit)
    if process.returncode == 3 or "bad_alloc" in process.stderr:
        return Outcome(Verdict.MEMORY, seconds=taken)
    return Outcome(Verdict.FAILED, words=process.stderr.strip().rpartition("\n")[2] or f"exit {process.returncode}")


def _together(rounds: Sequence[Outcome]) -> Outcome:
    """Return the median outcome; one that is no answer outweighs all."""
    for each in rounds:
        if each.verdict is not Verdict.ANSWERED or each.ranges != rounds[0].ranges:
            return each if each.ranges == rounds[0].ranges else Outcome(Verdict.FAILED, words="answers vary")
    return Outcome(
        Verdict.ANSWERED,
        rounds[0].ranges,
        median(each.seconds for each in rounds),
        median(each.startup for each in rounds),
    )

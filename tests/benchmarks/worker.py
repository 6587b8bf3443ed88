"""One peer in a process of its own: `python worker.py PEER SECONDS BYTES`, questions as JSON in, answers out.

The peer is loaded and answers a first small question before the clock starts, so that start-up does not count. From
then on it has so many seconds, after which the system ends the process, whatever it is in the midst of.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from exchange import Question, from_json

from reconcile.bounds import Overlap, Problem, Sum

WARM_UP = Question(
    Problem((4, 1, 2, 1), (4, 1, 3, 1), (0, 1, 1, 0), (0, 4, 2, 0), (Overlap(9, 0, 1),), (Sum(0, 6),)), (7, 15)
)


def main(name: str, seconds: float, memory: int) -> None:
    """Answer what standard input asks, on standard output: ranges, and the seconds that they took."""
    questions = from_json(json.load(sys.stdin))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # some libraries greet on standard output
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    peer = import_module(f"peer_{name}")
    import_module(peer.NEEDS)
    peer.answer(WARM_UP)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    began = perf_counter()
    ranges = [ends for asked in questions for ends in peer.answer(asked)]
    taken = perf_counter() - began
    signal.setitimer(signal.ITIMER_REAL, 0)
    with answers:
        json.dump({"ranges": ranges, "seconds": taken}, answers)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1] / "bounds"))  # where brute force is
    try:
        main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
    except MemoryError:
        sys.exit(3)

"""How long the bounds take, beside whatever else could answer: `python tests/benchmarks/run.py`.

Every time is taken in this one run, in processes of their own that take turns, so that ratios hold on any machine and
times only on this one. Peers are optional (`pip install '.[bench]'`); whoever answers must agree, or the command fails.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scale
import sheets
import tasks
from race import OURS, PEERS, Outcome, Result, Verdict, installed, race, title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exchange import Task
    from scale import Incident, Reported
    from sheets import Sheet


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is run."""

    limit: float
    rounds: int
    overlapping: Sequence[int]
    tangled: Sequence[int]
    disagreeing: Sequence[tuple[int, int]]
    random: Sequence[tuple[int, int]]
    country: list[int]


FULL = Extent(
    limit=60,
    rounds=5,
    overlapping=(5, 8, 12, 16, 22, 30),
    tangled=(5, 8, 12, 16, 20, 24),
    disagreeing=((8, 2), (12, 3), (16, 4), (1000, 200)),
    random=((4, 50), (6, 20)),
    country=[300, 1000, 2000, 5000, 10_000, 20_000],
)
QUICK = Extent(
    limit=5,
    rounds=1,
    overlapping=(5, 8, 22),
    tangled=(5, 12, 20),
    disagreeing=((8, 2), (1000, 200)),
    random=((4, 10),),
    country=[300, 1000, 2000],
)
RACES: dict[str, Callable[[Extent], Iterator[Task]]] = {
    "overlapping": lambda extent: tasks.overlapping(extent.overlapping),
    "tangled": lambda extent: tasks.tangled(extent.tangled),
    "random": lambda extent: (task for one in extent.random for task in tasks.random(*one)),
    "disagreeing": lambda extent: tasks.disagreeing(extent.disagreeing),
    "shipped": lambda _: tasks.shipped(),
}
REPORTS: dict[str, Callable[[Extent], Iterator[Incident]]] = {
    "shipped": lambda _: scale.shipped(),
    "disagreeing": lambda extent: scale.disagreeing(*extent.disagreeing[-1]),
    "calm": lambda extent: scale.calm(extent.country),
    "text": lambda extent: scale.text(extent.country),
    "anywhere": lambda extent: scale.anywhere(extent.country),
    "country": lambda extent: scale.country(extent.country),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks, print the tables, and return the exit code."""
    asked = _parser().parse_args(arguments)
    extent = QUICK if asked.quick else FULL
    limit, rounds = asked.limit or extent.limit, asked.rounds or extent.rounds
    peers = installed(asked.peer or PEERS)
    for name in asked.peer or PEERS:
        if name not in peers:
            _say(f"{title(name)} is not installed and left out: pip install '.[bench]'")
    chosen = asked.family or list({**RACES, **REPORTS})
    results = [
        result for name in RACES if name in chosen for result in run_races(RACES[name](extent), peers, limit, rounds)
    ]
    found = [
        reported for name in REPORTS if name in chosen for reported in run_reports(REPORTS[name](extent), limit, rounds)
    ]
    if results:
        _show(sheets.races(results, peers, limit), sheets.startups(results, peers), markdown=asked.markdown)
    if found:
        _show(sheets.reports(found), markdown=asked.markdown)
    sound = all(result.agreed for result in results) and all(each.code in (0, 3, scale.ENDED) for each in found)
    return 0 if sound else 1


def run_races(made: Iterator[Task], peers: Sequence[str], limit: float, rounds: int) -> Iterator[Result]:
    """Race through tasks of growing size. Who does not finish one of a family is not asked the larger ones."""
    gone: set[tuple[str, str]] = set()
    for task in made:
        _say(f"{task.family} · {task.size}")
        names = [name for name in (OURS, *peers) if name == OURS or (task.family, name) not in gone]
        result = race(task, names, limit, rounds)
        gone |= {(task.family, name) for name, each in result.outcomes.items() if each.verdict is not Verdict.ANSWERED}
        unasked = {name: Outcome(Verdict.NOT_ASKED) for name in peers if name not in names}
        yield Result(task, {**result.outcomes, **unasked})


def run_reports(incidents: Iterator[Incident], limit: float, rounds: int) -> Iterator[Reported]:
    """Report on incidents, one after the other."""
    for incident in incidents:
        _say(f"report · {incident.family} · {incident.label}")
        yield scale.report(incident, limit, rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a minute or two instead of an hour: fewer, smaller, once")
    parser.add_argument("--family", action="append", choices=[*{**RACES, **REPORTS}], help="only this; repeatable")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only this peer; repeatable")
    parser.add_argument("--limit", type=float, help="seconds that each process may take to answer")
    parser.add_argument("--rounds", type=int, help="how often each is timed")
    parser.add_argument("--markdown", action="store_true", help="print the tables for a page")
    return parser


def _show(sheet: Sheet, below: str = "", *, markdown: bool) -> None:
    if markdown:
        print(sheet.markdown(), below, sep="\n")
        return
    from rich.console import Console  # noqa: PLC0415 - a page does without it

    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(sheet.rich(), below)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1] / "bounds"))  # where the random problems are
    sys.exit(main())

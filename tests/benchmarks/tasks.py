"""What the peers are asked: the families and the shipped cases, as problems of sets."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import families
from exchange import Question, Task

import reconcile
from reconcile.api import Options, inquire
from reconcile.bounds import Overlap, Problem
from reconcile.findings import answering
from reconcile.findings.problem import to_problem
from reconcile.graph import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CASES = Path(__file__).parents[2] / "cases"


def overlapping(sizes: Sequence[int]) -> Iterator[Task]:
    """One place, as many claims that may all overlap."""
    for size in sizes:
        yield Task("overlapping", str(size), (_read(families.overlapping(size)),))


def disagreeing(sizes: Sequence[tuple[int, int]]) -> Iterator[Task]:
    """One town, so many claims and so many disagreements."""
    for size, clashes in sizes:
        yield Task("disagreeing", f"{size:,}, {clashes} clashes", (_read(families.disagreeing(size, clashes)),))


def tangled(sizes: Sequence[int]) -> Iterator[Task]:
    """As many sets with inclusions, disjoint pairs and known overlaps, which all hold in one hidden world."""
    for size in sizes:
        problem = hidden_world(Random(size), size)
        yield Task("tangled", str(size), (Question(problem, (problem.everything,)),))


def random(size: int, problems: int) -> Iterator[Task]:
    """Many small problems of up to four people a set, with every kind of rule; most of them hold conflicts."""
    from random_problems import random_problem  # noqa: PLC0415 - beside the tests of the bounds

    dice = Random(size)
    made = [random_problem(dice, size) for _ in range(problems)]
    asked = tuple(Question(problem, (problem.everything, 1)) for problem in made)
    yield Task("random", f"{size} × {problems}", asked)


def shipped() -> Iterator[Task]:
    """Every case that comes with the project, with all its questions."""
    for path in sorted(CASES.glob("*.yaml")):
        if not path.name.endswith(".decisions.yaml"):
            asked = question(path)
            yield Task(path.stem, str(asked.problem.size), (asked,))


def question(path: Path) -> Question:
    """Return a case file's problem, with a query for each of its questions."""
    case = reconcile.load(path)
    asked = inquire(case, Options())
    graph = build(case, asked.claims, asked.settings, asked.assumed)
    return Question(to_problem(graph), tuple(answering(graph, each) for each in asked.questions))


def hidden_world(random: Random, size: int, people: int = 60) -> Problem:
    """Return a problem that one world is known to solve: the sizes are counted there, some to within five.

    A set in five lies within an earlier one, a pair in ten is apart; one overlap in twenty is known.
    """
    outer = [0] * size
    apart = [0] * size
    for one in range(1, size):
        if random.random() < 0.2:
            other = random.randrange(one)
            outer[one] = outer[other] | 1 << other
    for one in range(size):
        for other in range(one):
            # What lies within two sets that are apart would be empty: apartness is left to the outermost.
            if not outer[one] and not outer[other] and random.random() < 0.1:
                apart[one] |= 1 << other
                apart[other] |= 1 << one
    lives = [_somebody(random, outer, apart) for _ in range(people)]
    lo = [sum(life >> one & 1 for life in lives) for one in range(size)]
    hi = [count + random.choice([0, 0, 5]) for count in lo]
    overlaps = []
    for one in range(size):
        for other in range(one):
            both = 1 << one | 1 << other
            if random.random() < 0.05 and not apart[one] >> other & 1:
                shared = sum(life & both == both for life in lives)
                overlaps.append(Overlap(both, shared, shared))
    return Problem(tuple(lo), tuple(hi), tuple(outer), tuple(apart), tuple(overlaps))


def _somebody(random: Random, outer: list[int], apart: list[int]) -> int:
    """Return the sets that a person belongs to: at random, as far as the rules allow."""
    life = 0
    for one in random.sample(range(len(outer)), len(outer)):
        joined = life | outer[one] | 1 << one
        forbidden = 0
        for other, disjoint in enumerate(apart):
            if joined >> other & 1:
                forbidden |= disjoint
        if random.random() < 0.3 and not joined & forbidden:
            life = joined
    return life


def _read(text: str) -> Question:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return question(path)

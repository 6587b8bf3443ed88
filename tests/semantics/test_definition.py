"""Whole case files, read and reported, against the definition taken word for word."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import definition
import oracle
import pytest
from random_cases import random_case, random_decisions

import reconcile
from reconcile.bounds import Problem, bits
from reconcile.casefile import read
from reconcile.findings import answer
from reconcile.model import Scope

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Case

    Answers = list[tuple[int, int] | None]


def readable(path: Path, seed: int) -> Case | None:
    """Write a random case and read it; None where chance made its links contradict its scopes."""
    random = Random(seed)
    path.write_text(random_case(random), encoding="utf-8")
    case, diagnostics = read(path, decisions=False)
    if case is not None and len(case.claims) > 1 and random.random() < 0.3:
        decisions = path.with_name("case.decisions.yaml")
        decisions.write_text(random_decisions(random, list(case.claims)), encoding="utf-8")
        case, diagnostics = read(path)
        decisions.unlink()
    if case is None:
        assert {diagnostic.code for diagnostic in diagnostics if diagnostic.severity == "error"} == {"unpaired-link"}
        return None
    return None if reconcile.check(case) else case


@pytest.mark.parametrize("several", [1, answer.SEVERAL], ids=["strands", "search"])
@pytest.mark.parametrize("block", range(8))
def test_reports_are_those_of_the_definition(
    block: int, several: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However answers are looked at: as strands, as in large cases, or by search."""
    monkeypatch.setattr(answer, "SEVERAL", several)
    compared = 0
    for seed in range(block * 25, block * 25 + 25):
        case = readable(tmp_path / "case.yaml", seed)
        if case is not None:
            compare(case, seed)
            compared += 1
    assert compared > 10


def compare(case: Case, seed: int) -> None:
    report = reconcile.report(case)
    world = definition.interpret(case, dict(case.claims), case.settings)
    problem = definition.problem_of(world, case.settings)
    names = list(world.claims)
    assert {gone.claim for gone in report.withdrawn} == set(world.withdrawn), seed
    assert {(tension.claim, tension.other) for tension in report.tensions} == world.tensions, seed
    assert {frozenset(clash.claims) for clash in report.disagreements} == {
        frozenset(names[one] for one in bits(conflict)) for conflict in oracle.smallest_conflicts(problem)
    }, seed
    queries = [
        definition.answers(case, world, Scope(toll.outcome, toll.place, toll.who, case.date))
        for toll in report.questions
    ]
    for toll, query in zip(report.questions, queries, strict=True):
        assert toll.claims == tuple(sorted(names[one] for one in bits(query))), seed
        assert (toll.lower, toll.upper) == (oracle.bounds(problem, query) if query else (None, None)), seed
    listed = {frozenset((one.claim, one.other)): one for one in report.ambiguities}
    moving = _moving_pairs(world, problem, queries)
    assert set(listed) <= set(moving), seed
    for pair, ambiguity in listed.items():
        within, apart = moving[pair](names.index(ambiguity.claim), names.index(ambiguity.other))
        for effect in ambiguity.effects:
            assert (effect.if_within, effect.if_apart) == (within[effect.question], apart[effect.question]), seed
    # Whatever is not listed is said by a listed pair that narrows at least as far.
    for pair in set(moving) - set(listed):
        assert listed, (seed, pair)


class _Moving:
    """The answers to one open pair, as the definition has them."""

    def __init__(self, problem: Problem, queries: list[int]) -> None:
        self.problem, self.queries = problem, queries

    def __call__(self, one: int, other: int) -> tuple[Answers, Answers]:
        return self._ranges(self.problem.with_within(one, other)), self._ranges(self.problem.with_apart(one, other))

    def _ranges(self, problem: Problem) -> Answers:
        return [oracle.bounds(problem, query) if query else None for query in self.queries]

    def possible(self, one: int, other: int) -> bool:
        """Whether some world of the case gives each answer."""
        both = 1 << one | 1 << other
        groups = [group for group in oracle.kept_groups(self.problem) if group & both == both]
        return all(
            any(oracle.unions(problem, group, 0) for group in groups)
            for problem in (self.problem.with_within(one, other), self.problem.with_apart(one, other))
        )


def most_of(problem: Problem, at: int) -> int:
    """Return how many a set can hold: no more than those that it lies within, over sets that every world keeps."""
    sure = problem.everything
    for group in oracle.kept_groups(problem):
        sure &= group
    around = 1 << at if sure >> at & 1 else 0
    for _ in range(problem.size):
        for one in bits(around):
            around |= problem.within[one] & sure
    return min([problem.hi[at], *(problem.hi[one] for one in bits(around))])


def _moving_pairs(world: definition.World, problem: Problem, queries: list[int]) -> dict[frozenset[str], _Moving]:
    """Find the open pairs, both of whose answers are possible, one of which moves a bound."""
    names = list(world.claims)
    moving = _Moving(problem, queries)
    now = [oracle.bounds(problem, query) if query else None for query in queries]
    found = {}
    for inner, outer, kind in world.open_pairs:
        one, other = names.index(inner), names.index(outer)
        if kind == "overlaps":
            one, other = sorted((one, other), key=lambda at: (most_of(problem, at), problem.lo[at], at))
        if moving.possible(one, other) and any(ranges != now for ranges in moving(one, other)):
            found[frozenset((inner, outer))] = moving
    return found

"""The shortest way to certainty, against every list of questions and every combination of answers."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import families
import oracle
import pytest
from random_cases import random_case

import reconcile
from reconcile.api import Options, inquire
from reconcile.bounds import Clock, Problem, Solver
from reconcile.casefile import read
from reconcile.findings import Tolls, questions_of
from reconcile.findings.ambiguities import ambiguities
from reconcile.findings.answer import UnprovenError
from reconcile.findings.narrowing import Narrowing
from reconcile.findings.settling import FEW, settling
from reconcile.graph import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.findings import Ambiguity
    from reconcile.findings.component import Replies
    from reconcile.findings.settling import Settling
    from reconcile.model import Case
    from reconcile.reports.value import Toll

CASES = Path(__file__).parents[2] / "cases"


TWO_TOWNS = """\
title: Two towns
date: 2024-03-11
places: {Land: {N: , S: }}
claims:
  n: {source: n council, says: {killed: 10}, place: N}
  s: {source: s council, says: {killed: 4}, place: S}
  land: {source: ministry, says: {killed: 11}, place: Land}
"""


def tolls_of(case: Case) -> Tolls:
    claims = list(case.claims.values())
    return Tolls(build(case, claims, case.settings), questions_of(case, claims), Solver())


def test_one_answer_settles_the_worked_example() -> None:
    report = reconcile.report(reconcile.load(CASES / "kyiv-2025-06-06.yaml"))
    killed, wounded = report.settling
    assert (report.questions[killed.question].outcome, killed.width_after, killed.exact) == ("killed", (0,), True)
    assert (report.questions[wounded.question].outcome, wounded.width_after) == ("wounded", (10,))
    for way in (killed, wounded):
        assert way.ask == report.questions[way.question].ambiguities


def test_a_question_that_lapses_promises_nothing(tmp_path: Path) -> None:
    """Are the 10 among the 11? If so, not all of the 4 can be, but one may: nobody can answer that with yes or no."""
    path = tmp_path / "case.yaml"
    path.write_text(TWO_TOWNS, encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    (way,) = (way for way in report.settling if report.questions[way.question].place == "Land")
    assert (way.ask, way.width_after) == (("A1", "A2"), (4, 1))
    answers = reconcile.report(reconcile.load(path), reconcile.Options(assume=("n:within:land=yes",)))
    (land,) = (toll for toll in answers.questions if toll.place == "Land")
    assert (land.lower, land.upper) == (14, 15)


def test_a_list_ends_where_it_is_not_known_what_more_answers_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    width = Narrowing.width

    def known(narrowing: Narrowing, replies: Replies) -> int:
        if len(replies) > 1:
            raise UnprovenError
        return width(narrowing, replies)

    monkeypatch.setattr(Narrowing, "width", known)
    path = tmp_path / "case.yaml"
    path.write_text(TWO_TOWNS, encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    (way,) = (way for way in report.settling if report.questions[way.question].place == "Land")
    assert (way.ask, way.width_after, way.exact) == (("A1",), (4,), False)


def test_many_questions_are_answered_by_rule_of_thumb_and_say_so() -> None:
    report = reconcile.report(reconcile.load(CASES / "kyiv-2025-06-06-later.yaml"))
    way = next(way for way in report.settling if len(report.questions[way.question].ambiguities) > FEW)
    assert not way.exact
    assert list(way.width_after) == sorted(way.width_after, reverse=True)
    assert set(way.ask) <= set(report.questions[way.question].ambiguities)


def test_when_the_time_is_over_nothing_is_promised() -> None:
    tolls = tolls_of(reconcile.load(CASES / "kyiv-2025-06-06.yaml"))
    found = ambiguities(tolls)
    tolls.solver.clock = Clock(-1)
    assert settling(tolls, found) == []
    assert not tolls.complete


@pytest.mark.parametrize("claims", [4, 6])
@pytest.mark.parametrize("strands", [False, True], ids=["search", "strands"])
def test_no_list_is_better(claims: int, *, strands: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if strands:
        _look_at_strands(monkeypatch)
    assert [way for case in random_cases(claims, tmp_path) for way in compare(case)]


def test_a_greedy_list_is_exact_where_one_answer_settles_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[settling.__module__], "FEW", 1)  # the function is in the way of its name
    greedy = [
        way
        for case in random_cases(6, tmp_path)
        for way in compare(case)
        if len(reconcile.report(case).questions[way.question].ambiguities) > 1
    ]
    assert {len(way.ask) for way in greedy if way.exact} == {1}
    assert any(not way.exact for way in greedy)


def random_cases(claims: int, folder: Path) -> Iterator[Case]:
    path = folder / "case.yaml"
    for seed in range(120):
        path.write_text(random_case(Random(seed), claims), encoding="utf-8")
        case, _ = read(path)
        if case is not None and not reconcile.check(case):
            yield case


def test_that_all_fit_may_be_known_from_worlds_seen_before_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an answer no world of strands is woven there, though one that was seen gives it."""
    _look_at_strands(monkeypatch)
    path = tmp_path / "case.yaml"
    path.write_text(random_case(Random(2978), 6), encoding="utf-8")
    assert len(compare(reconcile.load(path))) == 2


def _look_at_strands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the smallest components as strands."""
    monkeypatch.setattr("reconcile.bounds.solve.LARGE", 2)
    monkeypatch.setattr("reconcile.findings.answer.SEVERAL", 1)


@pytest.mark.parametrize("seed", range(2))
def test_lists_of_a_country_keep_their_promise(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an answer leaves is read off worlds seen before, where they show it; here every answer is assumed."""
    path = tmp_path / "case.yaml"
    path.write_text(families.country(60, seed), encoding="utf-8")
    case = reconcile.load(path)
    with monkeypatch.context() as patch:
        patch.setattr("reconcile.bounds.solve.LARGE", 20)  # from so many claims on they are looked at as strands
        report = reconcile.report(case)
    claims = {one.id: (one.claim, one.other) for one in report.ambiguities}
    assert any(len(way.ask) > 2 for way in report.settling)
    for way in report.settling:
        pairs = [claims[one] for one in way.ask[:3]]
        country = _Assumed(case, report.questions[way.question])
        told = [country.widest(pairs[:count], ()) for count in range(1, len(pairs) + 1)]
        assert told == list(way.width_after[:3])


def test_of_a_large_case_the_first_step_alone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(families.country(60), encoding="utf-8")
    monkeypatch.setattr("reconcile.findings.component.MOST_CLAIMS", 1)
    report = reconcile.report(reconcile.load(path))
    claims = {one.id: (one.claim, one.other) for one in report.ambiguities}
    assert {way.exact for way in report.settling} == {True, False}
    for way in report.settling:
        (asked,) = way.ask
        left = _Assumed(reconcile.load(path), report.questions[way.question]).widest([claims[asked]], ())
        assert way.width_after == (left,)
        assert way.exact == (not left)


class _Assumed:
    """What is left of a toll when answers are assumed."""

    def __init__(self, case: Case, toll: Toll) -> None:
        self.case = case
        self.options = Options(outcome=(toll.outcome,), place=(toll.place,), who=(toll.who,))
        self._looked_at: dict[tuple[str, ...], tuple[set[int], int]] = {}

    def widest(self, pairs: Sequence[tuple[str, str]], assume: tuple[str, ...]) -> int:
        """Return the widest range after questions; one of which an answer would keep other claims is not asked."""
        if not pairs:
            return self._look(assume)[1]
        (claim, other), *more = pairs
        answered = [(*assume, f"{claim}:within:{other}={answer}") for answer in ("yes", "no")]
        if any(self._look(each)[0] != self._look(())[0] for each in answered):
            return self.widest(more, assume)
        return max(self.widest(more, each) for each in answered)

    def _look(self, assume: tuple[str, ...]) -> tuple[set[int], int]:
        """Return what cannot be kept together, and how wide the range is."""
        if assume not in self._looked_at:
            asked = inquire(self.case, replace(self.options, assume=assume))
            graph = build(self.case, asked.claims, asked.settings, asked.assumed)
            tolls = Tolls(graph, asked.questions, Solver())
            assert tolls.proven(0)
            bounds = tolls.tolls[0].bounds
            assert bounds is not None
            conflicts = {conflict for bundle in tolls.structure.bundles for conflict in bundle.conflicts}
            self._looked_at[assume] = conflicts, bounds.upper.value - bounds.lower.value
        return self._looked_at[assume]


def compare(case: Case) -> list[Settling]:
    tolls = tolls_of(case)
    found = ambiguities(tolls)
    ways = settling(tolls, found)
    for way in ways:
        asked = [at for at, one in enumerate(found) if any(effect.question == way.question for effect in one.effects)]
        if len(asked) > 3:  # the definition would take minutes
            continue
        query = tolls.tolls[way.question].claims
        widths = {
            order: widest(tolls.structure.problem, query, [found[at] for at in order])
            for size in range(len(asked) + 1)
            for order in permutations(asked, size)
        }
        told = [widths[way.ask[:count]] for count in range(1, len(way.ask) + 1)]
        assert list(way.width_after) == told
        if way.exact:
            least = min(widths.values())
            size = min(len(order) for order in widths if widths[order] == least)
            assert len(way.ask) == size
            assert told == min(
                [widths[order[:count]] for count in range(1, size + 1)]
                for order in permutations(asked, size)
                if widths[order] == least
            )
    return ways


def widest(problem: Problem, query: int, asked: Sequence[Ambiguity], replies: tuple[bool | None, ...] = ()) -> int:
    """Return the widest range that may be left, as questions are asked in turn, but for those with only one answer."""
    after = answered(problem, asked, replies)
    assert after is not None, "only what can be answered is"
    if len(replies) == len(asked):
        low, high = oracle.bounds(after, query)
        return high - low
    possible = [answer for answer in (True, False) if answered(problem, asked, (*replies, answer))]
    answers = possible if len(possible) > 1 else [None]
    return max(widest(problem, query, asked, (*replies, answer)) for answer in answers)


def answered(problem: Problem, asked: Sequence[Ambiguity], replies: Sequence[bool | None]) -> Problem | None:
    after = problem
    for one, within in zip(asked, replies, strict=False):
        if within is not None:
            after = after.with_within(one.claim, one.other) if within else after.with_apart(one.claim, one.other)
    kept = set(oracle.kept_groups(problem)) & set(oracle.kept_groups(after))
    told = [one for one, within in zip(asked, replies, strict=False) if within is not None]
    return after if all(any(group >> one.claim & group >> one.other & 1 for group in kept) for one in told) else None

"""The plugin that has every bound proven: it hears of the bounds, and a wrong one fails."""

from __future__ import annotations

from random import Random

import pytest
from proving import Asked, EveryBound, Found, alone, prove
from random_problems import random_problem

import reconcile
from reconcile.bounds import Clock, Problem, Sense, Solver

APART = Problem((4, 3, 2), (4, 3, 2), (0, 0, 0), (0b110, 0b001, 0b001))
"""Four, apart from three and two, which may share elements."""


@pytest.fixture
def plugin(request: pytest.FixtureRequest) -> EveryBound:
    found = request.config.pluginmanager.get_plugin(EveryBound.__name__)
    assert isinstance(found, EveryBound)
    return found


def test_both_ends_are_noted(plugin: EveryBound) -> None:
    Solver().solve(APART, 0b111)
    assert plugin.noted == [
        (Found(APART, 0b111, 0b111, Sense.LEAST), 7),
        (Found(APART, 0b111, 0b111, Sense.GREATEST), 9),
    ]


def test_shares_are_noted(plugin: EveryBound) -> None:
    solver = Solver()
    _, *rest = solver.structure(APART).bundles
    solver.least(APART, rest, 0b110)
    solver.most(APART, rest[0], 0b110)
    assert plugin.noted == [
        (Found(APART, 0b110, 0b110, Sense.LEAST), 3),
        (Found(APART, 0b010, 0b110, Sense.GREATEST), 3),
    ]


def test_the_tolls_of_a_case_are_noted(plugin: EveryBound) -> None:
    report = reconcile.report(reconcile.load("cases/kyiv-2025-06-06.yaml"))
    noted = {(found.sense, value) for found, value in plugin.noted if found.sets == found.problem.everything}
    for toll in report.questions:
        assert {(Sense.LEAST, toll.lower), (Sense.GREATEST, toll.upper)} <= noted


def test_what_is_not_proven_is_not_noted(plugin: EveryBound) -> None:
    problem = random_problem(Random(1), 14, 40)
    bounds = Solver(Clock(0)).solve(problem, problem.everything)
    assert not bounds.lower.proven
    assert not any(found.problem == problem and found.sense is Sense.LEAST for found, _ in plugin.noted)


def test_a_bound_is_proven_among_the_sets_that_it_is_about() -> None:
    two = Problem((3, 2), (3, 2), (0, 0), (0, 0))
    assert alone(Found(APART, 0b111, 0b010, Sense.GREATEST)) == (two, Asked(0b01, Sense.GREATEST))
    assert alone(Found(APART, 0b111, 0b111, Sense.LEAST)) == (APART, Asked(0b111, Sense.LEAST))


@pytest.mark.parametrize("sense", [Sense.LEAST, Sense.GREATEST])
@pytest.mark.parametrize("by", [-1, 1])
def test_a_wrong_bound_fails(sense: Sense, by: int) -> None:
    right = {Sense.LEAST: 7, Sense.GREATEST: 9}[sense]
    prove(APART, {Asked(0b111, sense): right})
    with pytest.raises(AssertionError, match="is proven, not"):
        prove(APART, {Asked(0b111, sense): right + by})

"""Strands against the search: the same conflicts, never a bound that is not one, and worlds that hold."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
from random_strands import random_strands

from reconcile.bounds import Clock, OutOfTimeError, Problem, Solver, bits, holds
from reconcile.bounds.solve import LARGE
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import strands_of
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from reconcile.bounds import End
    from reconcile.bounds.attained import Attained
    from reconcile.bounds.summing import SumBound


def _in_strands(problem: Problem) -> StrandBounds | None:
    strands = strands_of(problem, problem.everything)
    bounds = strands and StrandBounds(strands, Clock().tick)
    return bounds if bounds and bounds.sound else None


def _agree(bound: SumBound, world: Attained | None, end: End, problem: Problem, query: int) -> bool:
    """Hold a bound and its world against the searched end; return whether there was a world."""
    if world is None:
        return False
    found = world.make()
    assert found.kept == world.kept
    assert holds(problem, found)
    assert bound.value == end.value == found.union(query)
    return True


@pytest.mark.parametrize("seed", range(500))
def test_what_is_proven_is_what_the_search_finds(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(2, 8))
    strands = _in_strands(problem)
    if strands is None:
        return
    solver = Solver()
    structure = solver.structure(problem)
    assert sorted(strands.conflicts()) == sorted(group for bundle in structure.bundles for group in bundle.conflicts)
    kept = {sum(groups) for groups in product(*(bundle.groups or () for bundle in structure.bundles))}
    strands.foresee(queries)
    for query in queries:
        bounds = solver.solve(problem, query)
        lower, upper = strands.at_least(query), strands.at_most(query)
        assert lower.value <= bounds.lower.value
        assert upper.value >= bounds.upper.value
        worlds = strands.least_world(query), strands.most_world(query)
        _agree(lower, worlds[0], bounds.lower, problem, query)
        _agree(upper, worlds[1], bounds.upper, problem, query)
        assert all(world is None or world.kept in kept for world in worlds)


@pytest.mark.parametrize("seed", range(500))
def test_without_a_set_is_as_if_it_had_never_been(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(3, 7))
    strands = _in_strands(problem)
    if strands is None:
        return
    for query in queries:
        for one in bits(query):
            if strands.doubts(one) and query != 1 << one:
                bounds = Solver().solve(problem.without(one), query & ~(1 << one))
                assert strands.least_without(query, one) in (None, bounds.lower.value)
                assert strands.most_without(query, one) in (None, bounds.upper.value)


def test_most_ends_are_proven() -> None:
    proven = ends = 0
    for seed in range(150):
        random = Random(seed)
        problem, queries = random_strands(random, random.randint(2, 8))
        strands = _in_strands(problem)
        for query in queries if strands else ():
            assert strands is not None
            ends += 2
            proven += (strands.least_world(query) is not None) + (strands.most_world(query) is not None)
    assert proven > 0.9 * ends > 0


def _chain(sizes: list[int]) -> Problem:
    """Sets of one kind, each within all later ones; a later one that is smaller is its rival."""
    count = len(sizes)
    within = tuple(((1 << count) - 1) >> (at + 1) << (at + 1) for at in range(count))
    return Problem(tuple(sizes), tuple(sizes), within, (0,) * count, kinds=(0,) * count)


def test_a_long_quarrel_is_not_enumerated() -> None:
    """Every other figure is three too high: two to the power of some hundred ways to keep what fits together."""
    sizes = [at + (3 if at % 2 else 0) for at in range(10, 11 + 3 * LARGE)]
    problem = _chain(sizes)
    bounds = Solver().solve(problem, problem.everything)
    assert bounds.lower.proven
    assert bounds.upper.proven
    assert bounds.range == (sizes[-1], sizes[-2])  # the last two are rivals, and one of them is kept
    for end in (bounds.lower, bounds.upper):
        world = end.witness()
        assert world is not None
        assert holds(problem, world)
        assert world.union(problem.everything) == end.value


def test_a_limit_stops_the_choice() -> None:
    def stop() -> None:
        raise OutOfTimeError

    strands = strands_of(_chain([3, 2, 1]), 0b111)
    assert strands is not None
    with pytest.raises(OutOfTimeError):
        StrandBounds(strands, stop)


def test_nothing_is_woven_where_too_many_must_stand_in_time() -> None:
    """Two sets of three, apart from each other, are to stand within one of five."""
    problem = Problem((3, 3, 5), (3, 3, 5), (0b100, 0b100, 0), (0b010, 0b001, 0), kinds=(0, 1, 2))
    strands = strands_of(problem, 0b111)
    assert strands is not None
    assert weave(strands, {0: 3, 1: 3, 2: 5}, Aim()) is None
    assert not StrandBounds(strands, Clock().tick).sound

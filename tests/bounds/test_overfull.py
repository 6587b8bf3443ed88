"""Sets too small for what lies within them: what is found is a conflict, and the search says so too."""

from __future__ import annotations

from random import Random

import pytest
from random_strands import random_strands

from reconcile.bounds import Clock, Problem, Solver
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import strands_of


def _bounds(problem: Problem) -> StrandBounds:
    strands = strands_of(problem, problem.everything)
    assert strands is not None
    return StrandBounds(strands, Clock())


def _chain(size: int) -> Problem:
    """Two sets of 4 and of 5 that are apart; the second lies within a third of 5, and all in one of a size."""
    return Problem(
        (4, 5, 5, size), (4, 5, 5, size), (0b1000, 0b0100, 0b1000, 0), (0b0110, 0b0001, 0b0001, 0), kinds=(*range(4),)
    )


def test_the_set_is_named_with_what_it_has_no_room_for_and_the_ties_between() -> None:
    bounds = _bounds(_chain(8))
    assert not bounds.sound
    found = bounds.overfull(0b1111)
    assert found is not None
    assert found.outer == 3
    assert found.conflict in (0b1101, 0b1111)
    assert bounds.overfull(0b0111) is None


def test_where_there_is_room_nothing_is_found() -> None:
    bounds = _bounds(_chain(9))
    assert bounds.sound
    assert bounds.overfull(0b1111) is None


@pytest.mark.parametrize("block", range(4))
def test_what_is_found_cannot_be_kept_together(block: int) -> None:
    found = 0
    for seed in range(block * 500, block * 500 + 500):
        random = Random(seed)
        problem, _ = random_strands(random, random.randint(4, 12))
        strands = strands_of(problem, problem.everything)
        full = strands and StrandBounds(strands, Clock()).overfull(problem.everything)
        if full:
            found += 1
            assert full.conflict >> full.outer & 1
            assert not Solver().feasible(problem, full.conflict), seed
    assert found > 5

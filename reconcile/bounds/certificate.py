"""The proofs that need no arithmetic but a sum: sets apart from each other for a lower bound, a cover for an upper one.

Sets that are apart hold at least the sum of their sizes; a union holds at most the sum of the sizes of sets
that cover it. Where such a sum meets the optimum, it is the proof that people understand; where none does,
the weights of the linear program prove the bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.regions import Regions

_STEPS = 2_000
"""How many sets a search may try before it gives up: the weights of the linear program serve as well."""

_MOST = 400
"""Of more sets no such sum is looked for: each is a step further down."""


def apart_sets(problem: Problem, regions: Regions, query: int, value: int) -> int | None:
    """Find sets of the query, each two of them apart, whose least sizes add up to `value`; None if none are found."""
    return None if problem.size > _MOST else _Search(problem, regions).apart(query, value)


def covering_sets(problem: Problem, regions: Regions, query: int, value: int) -> int | None:
    """Find sets that hold all of the query's, whose greatest sizes add up to `value`; None if none are found."""
    return None if problem.size > _MOST else _Search(problem, regions).covering(query, value)


class _Search:
    def __init__(self, problem: Problem, regions: Regions) -> None:
        self.problem, self.regions = problem, regions
        self.steps = 0

    def apart(self, free: int, value: int) -> int | None:
        """Choose sets among `free`, largest first."""
        self.steps += 1
        if value == 0:
            return 0
        order = sorted(bits(free), key=lambda one: (-self.problem.lo[one], one))
        reach = sum(self.problem.lo[one] for one in order)
        for one in order:
            size = self.problem.lo[one]
            if reach < value or size == 0 or self.steps > _STEPS:
                return None
            reach -= size
            free &= ~(1 << one)
            if size <= value:
                rest = self.apart(free & self.regions.barred[one], value - size)
                if rest is not None:
                    return rest | 1 << one
        return None

    def covering(self, left: int, value: int) -> int | None:
        """Choose a set for each that is `left`, those with the fewest choices first."""
        self.steps += 1
        if not left:
            return 0 if value == 0 else None
        hardest = min(bits(left), key=lambda one: (self.regions.closed[one].bit_count(), one))
        for one in sorted(bits(self.regions.closed[hardest]), key=lambda one: (self.problem.hi[one], one)):
            size = self.problem.hi[one]
            if size > value or self.steps > _STEPS:
                return None
            rest = self.covering(left & ~self.regions.below[one], value - size)
            if rest is not None:
                return rest | 1 << one
        return None

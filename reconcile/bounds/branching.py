"""Rivals that decide for others: upper bounds of unions of strands, case by case of which rivals are kept.

What lies within a set that has rivals is there only where that set is kept. So a sum of sizes that takes nothing
for granted of sets in doubt is too large where one of two rivals is kept anyway, and others lie within either.
The cases are gone through by branch and bound, the greatest bound first (Land and Doig 1960).
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.strands import strands_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.summing import Summing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.summing import SumBound

MOST_STRANDS = 60
"""Of more strands, there are too many cases."""

_MOST_SETS = 10_000
"""After cases of so many sets in all, the bound is what the case with the greatest bound allows."""


@dataclass(frozen=True, slots=True)
class Case:
    """An upper bound of a union, and what to keep of the sets that are asked for to reach it, if it can be reached."""

    bound: SumBound
    kept: int


class _Node:
    """A case, not yet decided: the sets that may still be kept, as strands, and the sum of their sizes."""

    def __init__(self, strands: Strands, tick: Callable[[], None]) -> None:
        self.strands = strands
        self.everything = (1 << len(strands.strands)) - 1
        self.summing = Summing(strands, StrandSizes(strands), tick)
        self.bound = self.summing.at_most(self.everything)

    def deciding(self) -> int | None:
        """Return the set with rivals on which most depends, or None if nothing does."""
        gains: dict[int, int] = {}
        rivalled = self.strands.doubted & ~self.strands.unsure
        for at, ties in enumerate(self.strands.ties):
            choice = self.summing.reaching.choice(at, self.everything)
            for pairs in ties.values():
                for one, outer in pairs:
                    gain = min(self.summing.sizes.lo[one], choice.reach) - choice.elsewhere
                    for each in (one, outer):
                        if gain > 0 and rivalled >> each & 1:
                            gains[each] = gains.get(each, 0) + gain
        return max(gains, key=lambda one: (gains[one], -one), default=None)

    def parts(self, one: int) -> tuple[int, int]:
        """Return what remains if a set in doubt is not kept, and if it is."""
        rivals = self.strands.strands[self.strands.strand_of[one]].rivals[one]
        return self.strands.sets & ~(1 << one), self.strands.sets & ~rivals

    def kept(self) -> int:
        """Return what is kept of the strands to reach furthest."""
        choices = (self.summing.reaching.choice(at, self.everything) for at in bits(self.everything))
        return sum(choice.kept for choice in choices)


def best_case(problem: Problem, sets: int, unsure: int, tick: Callable[[], None]) -> Case | None:
    """Find the case in which the union of some sets, all of several strands, can be greatest.

    Parameters
    ----------
    unsure
        The sets that a world may leave out for other reasons than rivals.

    Returns
    -------
    Case or None
        None where the sets are not of that form. What is kept is a maximal group.

    Notes
    -----
    Who is left out in a case is not kept in it, and who is kept has no rivals left. A world keeps, of what remains, a
    maximal group without rivals, so what holds for these strands holds for it.
    """
    strands = strands_of(problem, sets, unsure)
    if strands is None:
        return None
    root = _Node(strands, tick)
    waiting = [(-root.bound.value, 0)]
    nodes = [root]
    for _ in range(_MOST_SETS // sets.bit_count()):
        tick()
        at = waiting[0][1]
        one = nodes[at].deciding()
        if one is None:
            break
        heappop(waiting)
        for part in nodes[at].parts(one):
            strands = strands_of(problem, part, unsure & part)
            if strands is None:
                return None
            node = _Node(strands, tick)
            node.bound = min(node.bound, nodes[at].bound, key=lambda bound: bound.value)
            heappush(waiting, (-node.bound.value, len(nodes)))
            nodes.append(node)
    best = nodes[waiting[0][1]]
    return Case(best.bound, _completed(root.strands, best.kept()))


def _completed(strands: Strands, kept: int) -> int:
    """Add to what is kept whatever has no rival there."""
    for strand in strands.strands:
        for one in bits(strand.sets & ~kept):
            if not strand.rivals.get(one, 0) & kept:
                kept |= 1 << one
    return kept

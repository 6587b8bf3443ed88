"""Rivals that decide for others: upper bounds of unions of strands, case by case of which rivals are kept.

What lies within a set that has rivals is there only where that set is kept. So a bound that takes nothing for granted
of sets in doubt is too large where one of two rivals is kept anyway, and others lie within either. The cases are gone
through by branch and bound, the greatest bound first (Land and Doig 1960). Each is bounded by a sum of sizes and, where
that is not enough, by the linear program of an outline (`outlining`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush, heapreplace
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Roof, in_line, outlined, telling
from reconcile.bounds.strands import strands_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.summing import SumBound, Summing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.strands import Strand, Strands

MOST_STRANDS = 60
"""Of more strands, there is too much to go through."""

_SHARE = 1 / 8
"""What part of the time that is left one union may take."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A union of strands whose greatest size is asked for.

    Attributes
    ----------
    sets, unsure
        All sets of the strands, and those of them that a world may leave out for other reasons than rivals, as groups.
    beyond
        Sets that surely are kept, to be looked at as well: of other strands where there was too little room, and what
        lies within these.
    roofs
        What is known of unions of some of the strands.
    """

    problem: Problem
    sets: int
    unsure: int
    beyond: int
    roofs: Sequence[Roof]


@dataclass(frozen=True, slots=True)
class Case:
    """An upper bound of a union, and what to keep of the sets that are asked for to reach it, if it can be reached.

    `union` is how large it is in some world. Where that is one of these sets and those beyond, `regions` tell how many
    elements lie in just which of the sets that matter, and `sizes` how large these are.
    """

    bound: SumBound
    kept: int = 0
    union: int = 0
    regions: Mapping[int, int] | None = None
    sizes: Mapping[int, int] = field(default_factory=dict)


class _Node:
    """A case, not yet decided: the sets that may still be kept, as strands, and what the union is at most."""

    def __init__(self, asked: Asked, strands: Strands, clock: Clock, above: SumBound | None) -> None:
        self.asked, self.strands, self.clock = asked, strands, clock
        self.everything = (1 << len(strands.strands)) - 1
        self.sizes = StrandSizes(strands)
        self.summing = Summing(strands, self.sizes, clock.tick)
        bounds = [self.summing.at_most(self.everything), *([above] if above else [])]
        self.bound = min(bounds, key=lambda bound: bound.value)
        self.outlined = False

    def outline(self) -> None:
        """Bound the case by the linear program, too."""
        self.outlined = True
        roofs = [*map(self._roof, self.strands.strands), *self.asked.roofs]
        sets = telling(self.strands) | self.asked.beyond
        found = outlined(self.asked.problem, sets, 0, roofs, self.clock)
        assert found is not None, "what surely is kept fits together"
        if found.bound.value < self.bound.value:
            self.bound = found.bound

    def _roof(self, strand: Strand) -> Roof:
        """Return what a strand holds at most."""
        problem = self.asked.problem
        longest = max(bits(strand.sets), key=lambda one: (self.sizes.most(one), -one))
        most = self.sizes.most(longest)
        around = (one for one in bits(problem.within[longest] & self.strands.sure) if problem.hi[one] == most)
        teller = longest if problem.hi[longest] == most else next(around)
        terms = (Term(1 << teller, at_lo=False, weight=Fraction(1)),)
        return Roof(strand.sets, problem.apart[longest], SumBound(most, terms), counts=True)

    def kept(self) -> int:
        """Return what to keep of the strands to reach furthest, as far as sums of sizes tell."""
        choices = (self.summing.reaching.choice(at, self.everything) for at in bits(self.everything))
        return sum(choice.kept for choice in choices)

    def deciding(self, kept: int) -> int | None:
        """Return a set with rivals on which most depends, of some that are kept best, or None if all is decided."""
        rivalled = self.strands.doubted & ~self.strands.unsure
        gains = dict.fromkeys(bits(rivalled), 0)
        for at, ties in enumerate(self.strands.ties):
            choice = self.summing.reaching.choice(at, self.everything)
            for pairs in ties.values():
                for one, outer in pairs:
                    gain = min(self.sizes.lo[one], choice.reach) - choice.elsewhere
                    for each in (one, outer):
                        if gain > 0 and each in gains:
                            gains[each] += gain
        return max(gains, key=lambda one: (gains[one], kept >> one & 1, self.sizes.most(one), -one), default=None)

    def parts(self, one: int) -> tuple[int, int]:
        """Return what remains if a set in doubt is not kept, and if it is."""
        rivals = self.strands.strands[self.strands.strand_of[one]].rivals[one]
        return self.strands.sets & ~(1 << one), self.strands.sets & ~rivals


class _Search:
    """Goes through the cases; `best` is what is known so far."""

    def __init__(self, asked: Asked, root: Strands, attained: int, clock: Clock) -> None:
        self.asked, self.root, self.clock = asked, root, clock
        self.nodes = [_Node(asked, root, clock, None)]
        self.waiting = [(-self.nodes[0].bound.value, 0)]
        self.best = Case(self.nodes[0].bound, union=attained)

    def go(self) -> None:
        """Go on until the bound is reached, or all is decided."""
        while True:
            self.clock.tick()
            number = self.waiting[0][1]
            node = self.nodes[number]
            self.best = replace(self.best, bound=node.bound)
            if node.bound.value <= self.best.union:
                return
            if not node.outlined:
                node.outline()
                heapreplace(self.waiting, (-node.bound.value, number))
                continue
            kept = _completed(self.root, node.kept())
            self._try(kept)
            one = node.deciding(kept)
            if one is None:
                return
            if node.bound.value > self.best.union:
                heappop(self.waiting)
                for part in node.parts(one):
                    self._consider(part, node.bound)

    def _consider(self, left: int, above: SumBound) -> None:
        """Put a case on the list, unless some set is left out in it for no reason."""
        for strand in self.root.strands:
            if any(not strand.rivals[one] & left for one in bits(strand.sets & ~left)):
                return
        strands = strands_of(self.asked.problem, left, self.asked.unsure & left)
        assert strands is not None, "some of strands are strands"
        self.nodes.append(_Node(self.asked, strands, self.clock, above))
        heappush(self.waiting, (-self.nodes[-1].bound.value, len(self.nodes) - 1))

    def _try(self, kept: int) -> None:
        """Find a world in which these sets are kept of those asked for."""
        problem = self.asked.problem
        strands = strands_of(problem, kept)
        assert strands is not None, "some of strands are strands"
        tops = gathered(max(members, key=lambda one: (problem.hi[one], -one)) for members in strands.members)
        vague = gathered(one for one in bits(kept) if problem.lo[one] < problem.hi[one])
        sets = telling(strands) | tops | vague | self.asked.beyond
        found = outlined(in_line(strands, problem, sets), sets, tops, (), self.clock)
        if found is not None and found.bound.value > self.best.union:
            sizes = {
                one: sum(count for region, count in found.regions.items() if region >> one & 1) for one in bits(sets)
            }
            self.best = replace(self.best, kept=kept, union=found.bound.value, sizes=sizes, regions=found.regions)


def best_case(asked: Asked, attained: int, clock: Clock) -> Case | None:
    """Find the case in which the union of some sets, all of several strands, can be greatest.

    Parameters
    ----------
    attained
        How large a union is known; there is no need to look for a smaller one.

    Returns
    -------
    Case or None
        None where the sets are not of that form. What is kept is a maximal group.

    Notes
    -----
    Who is left out in a case is not kept in it, and who is kept has no rivals left. A world keeps, of what remains, a
    maximal group without rivals, so what holds for these strands holds for it.
    """
    root = strands_of(asked.problem, asked.sets, asked.unsure)
    if root is None:
        return None
    search = _Search(asked, root, attained, clock)
    with suppress(OutOfTimeError), clock.part(_SHARE):
        search.go()
    clock.tick()
    return search.best


def _completed(strands: Strands, kept: int) -> int:
    """Add to what is kept whatever has no rival there."""
    for strand in strands.strands:
        for one in bits(strand.sets & ~kept):
            if not strand.rivals.get(one, 0) & kept:
                kept |= 1 << one
    return kept

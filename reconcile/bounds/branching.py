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
from functools import cached_property
from heapq import heappop, heappush, heapreplace
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.choosing import leaving_out
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Roof, in_line, outlined, telling
from reconcile.bounds.problem import union
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
    roofs
        What is known of unions of some of the strands.
    rooms
        How many elements at most some sets hold together that surely are kept, as others outside have no more room.
    """

    problem: Problem
    sets: int
    unsure: int
    roofs: Sequence[Roof]
    rooms: Sequence[Roof] = ()

    @property
    def inside(self) -> int:
        """The sets that rooms are about, as a group."""
        return union(room.sets for room in self.rooms)


@dataclass(frozen=True, slots=True)
class Case:
    """An upper bound of a union, and what to keep of the sets that are asked for to reach it, if it can be reached.

    `union` is how large it is in some world. Where that is one of these sets, `regions` tell how many elements lie in
    just which of those that matter, and `sizes` how large these are.
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
        self.regions: Mapping[int, int] | None = None
        self._shared: dict[int, int] = {}

    def outline(self) -> None:
        """Bound the case by the linear program, too."""
        roofs = [*map(self._roof, self.strands.strands), *self.asked.roofs, *self.asked.rooms]
        self.telling = telling(self.strands) | self.asked.inside
        found = outlined(self.asked.problem, self.telling, 0, roofs, self.clock)
        assert found is not None, "what surely is kept fits together"
        self.regions = found.regions
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

    @cached_property
    def misplaced(self) -> Mapping[int, int]:
        """For each set with rivals how many elements would stand elsewhere than in the outline if it were kept."""
        problem, strands = self.asked.problem, self.strands
        found = dict.fromkeys(bits(strands.doubted & ~strands.unsure), 0)
        for one in found:
            at = strands.strand_of[one]
            for outer in bits(problem.within[one] & strands.sure & ~strands.strands[at].sets):
                found[one] += max(0, problem.lo[one] - min(problem.hi[outer], self._within_both(at, outer)))
            for inner, around in strands.entering(at).items():
                if around >> one & 1 and strands.sure >> inner & 1:
                    found[one] += max(0, problem.lo[inner] - self._within_both(at, inner))
        return found

    def held(self, at: int) -> int:
        """Return how many elements of a strand there are in the outline."""
        return self._count(1 << self.asked.problem.size + at)

    def _within_both(self, at: int, one: int) -> int:
        """Return how many elements of a strand are in a set of another as well, or in its strand at least."""
        size = self.asked.problem.size
        other = 1 << one if self.telling >> one & 1 else 1 << size + self.strands.strand_of[one]
        return self._count(1 << size + at | other)

    def _count(self, region: int) -> int:
        if region not in self._shared:
            regions = (self.regions or {}).items()
            self._shared[region] = sum(number for group, number in regions if not region & ~group)
        return self._shared[region]

    def deciding(self, kept: int, proof: SumBound | None) -> int | None:
        """Return a set with rivals on which much depends; None if all is decided.

        Parameters
        ----------
        kept
            What was kept for a large union.
        proof
            Why that was no larger: it rests on sets that might be left out, or others might reach further.
        """
        problem, rivalled = self.asked.problem, self.strands.doubted & ~self.strands.unsure
        gains = dict.fromkeys(bits(rivalled), Fraction(0))
        for term in proof.terms if proof else ():
            one = term.sets.bit_length() - 1
            if term.at_lo:
                for each in bits((problem.within[one] & kept | 1 << one) & rivalled):
                    gains[each] += abs(term.weight) * problem.lo[one]
            elif one in self.strands.strand_of:
                strand = self.strands.strands[self.strands.strand_of[one]]
                longest = max(bits(strand.sets), key=lambda one: (self.sizes.most(one), -one))
                if longest in gains:
                    gains[longest] += term.weight * max(0, self.sizes.most(longest) - problem.hi[one])

        def promise(one: int) -> tuple[bool, int, Fraction, int]:
            return bool(kept >> one & 1), self.misplaced[one], gains[one], -one

        return max(gains, key=promise, default=None)

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
            if node.regions is None:
                node.outline()
                heapreplace(self.waiting, (-node.bound.value, number))
                continue
            kept = self._fitting(node)
            if kept is None:
                heappop(self.waiting)
                continue
            one = node.deciding(kept, self._try(kept))
            if one is None:
                return
            if node.bound.value > self.best.union:
                heappop(self.waiting)
                for left in node.parts(one):
                    if (part := self._part(left, node.bound)) is not None:
                        heappush(self.waiting, (-part.bound.value, len(self.nodes)))
                        self.nodes.append(part)

    def _part(self, left: int, above: SumBound) -> _Node | None:
        """Return a case in which some sets are left out; None if there is no reason for it.

        The reason is that a rival is kept: where only one is left, it is that one.
        """
        changed = True
        while changed:
            changed = False
            for strand in self.root.strands:
                for one in bits(strand.sets & ~left):
                    reasons = strand.rivals[one] & left
                    if not reasons:
                        return None
                    if not reasons & (reasons - 1) and (gone := strand.rivals[reasons.bit_length() - 1] & left):
                        left &= ~gone
                        changed = True
        return _Node(self.asked, self.root.only(left, self.asked.unsure), self.clock, above)

    def _fitting(self, node: _Node) -> int | None:
        """Return what to keep so that the world of an outline needs little change; None where the case cannot be."""
        kept = 0
        for strand in self.root.strands:
            group = self._fitting_of(strand, node) if strand.rivals else strand.sets
            if group is None:
                return None
            kept |= group
        return kept

    def _fitting_of(self, strand: Strand, node: _Node) -> int | None:
        left, misplaced = strand.sets & node.strands.sets, node.misplaced

        def reaches(one: int) -> bool:
            return node.sizes.most(one) >= node.held(node.strands.strand_of[one])

        def fits(one: int) -> tuple[bool, int, int, int]:
            return not reaches(one), misplaced.get(one, 0), -node.sizes.most(one), one

        out = strand.sets & ~left
        for top in sorted(bits(left), key=fits):
            group = leaving_out(strand.sets, strand.rivals, out, 1 << top, self.clock.tick)
            if group is not None:
                for one in sorted(misplaced.keys() & set(bits(left)), key=lambda one: (-misplaced[one], one)):
                    lighter = leaving_out(strand.sets, strand.rivals, out | 1 << one, 1 << top, self.clock.tick)
                    if misplaced[one] and lighter is not None:
                        group, out = lighter, out | 1 << one
                return group
        return None

    def _try(self, kept: int) -> SumBound | None:
        """Find a world in which these sets are kept of those asked for; return why the union is no larger."""
        problem = self.asked.problem
        strands = self.root.only(kept, 0)
        tops = gathered(max(members, key=lambda one: (problem.hi[one], -one)) for members in strands.members)
        vague = gathered(one for one in bits(kept) if problem.lo[one] < problem.hi[one])
        sets = telling(strands) | tops | vague | self.asked.inside
        lined = in_line(strands, sets)
        found = outlined(lined, sets, tops, self.asked.rooms, self.clock) if lined else None
        if found is None:
            return None
        if found.bound.value > self.best.union:
            inside = [
                (one, [count for region, count in found.regions.items() if region >> one & 1]) for one in bits(sets)
            ]
            sizes = {one: sum(counts) for one, counts in inside}
            self.best = replace(self.best, kept=kept, union=found.bound.value, sizes=sizes, regions=found.regions)
        return found.bound


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

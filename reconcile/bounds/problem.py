"""Sets with sizes and relations: the problem whose bounds are asked.

Sets are numbered from 0; a group of sets is an integer whose bit i stands for set i. Nobody here knows what
the sets are of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Overlap:
    """All sets of `sets` share between `lo` and `hi` elements."""

    sets: int
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Set `whole` is the union of the sets `parts`, while all of them are kept.

    That the parts lie within the whole is said in `Problem.within`, and holds for those of them that are kept; that no
    two of them share anything while the whole is kept, in `Problem.overlaps`, unless they are apart anyway.
    """

    whole: int
    parts: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Sets with interval sizes, and what is known of each two.

    Attributes
    ----------
    lo, hi
        Size of set i is a whole number in `lo[i]..hi[i]`.
    within
        Bit j of `within[i]`: set i lies within set j. Not necessarily closed under transitivity: a relation
        holds while both its sets are kept.
    apart
        Bit j of `apart[i]`: sets i and j share nothing. Symmetric.
    overlaps, sums
        Further relations, in force while all their sets are kept.
    firm
        The sets that are kept before any other.
    kinds
        For each set the number of its kind, if anything is known of kinds: a query asks for all sets of a kind, or for
        none.
    """

    lo: tuple[int, ...]
    hi: tuple[int, ...]
    within: tuple[int, ...]
    apart: tuple[int, ...]
    overlaps: tuple[Overlap, ...] = ()
    sums: tuple[Sum, ...] = ()
    firm: int = 0
    kinds: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many sets there are."""
        return len(self.lo)

    @property
    def everything(self) -> int:
        """All sets, as a group."""
        return (1 << len(self.lo)) - 1

    def with_within(self, inner: int, outer: int) -> Problem:
        """Return the problem in which set `inner` also lies within set `outer`."""
        within = list(self.within)
        within[inner] |= 1 << outer
        return replace(self, within=tuple(within))

    def with_apart(self, one: int, other: int) -> Problem:
        """Return the problem in which the two sets also share nothing."""
        return self.with_groups_apart(1 << one, 1 << other)

    def with_groups_apart(self, some: int, others: int) -> Problem:
        """Return the problem in which also no set of one group shares anything with any of the other."""
        apart = list(self.apart)
        for one in bits(some):
            apart[one] |= others
        for one in bits(others):
            apart[one] |= some
        return replace(self, apart=tuple(apart))

    def without(self, one: int) -> Problem:
        """Return the problem in which a set, that no overlap and no sum speaks of, is empty and bound to none."""
        others = ~(1 << one)
        return replace(
            self,
            lo=(*self.lo[:one], 0, *self.lo[one + 1 :]),
            hi=(*self.hi[:one], 0, *self.hi[one + 1 :]),
            within=tuple(outer & others if at != one else 0 for at, outer in enumerate(self.within)),
            apart=tuple(
                apart | 1 << one if at != one else self.everything & others for at, apart in enumerate(self.apart)
            ),
            firm=self.firm & others,
        )


@dataclass(frozen=True)
class World:
    """A witness: which sets are kept, and how many elements lie in exactly which of them (a Venn region)."""

    kept: int
    regions: Mapping[int, int]

    def union(self, query: int) -> int:
        """Return how many elements lie in some set of `query`."""
        return sum(number for region, number in self.regions.items() if region & query)

    def shared(self, sets: int) -> int:
        """Return how many elements lie in all of `sets`."""
        return sum(number for region, number in self.regions.items() if region & sets == sets)

    def lies_within(self, one: int, other: int) -> bool:
        """Whether all elements of one set, that is kept, lie in another."""
        return bool(self._around(one)[0] >> other & 1)

    def lie_apart(self, one: int, other: int) -> bool:
        """Whether one set, that is kept, shares no element with another."""
        return not self._around(one)[1] >> other & 1

    def _around(self, one: int) -> tuple[int, int]:
        """Return the sets that hold all of one, and those that share some of it, as groups."""
        if one not in self._known:
            holders, sharers = self.kept, 0
            for region, number in self.regions.items():
                if number and region >> one & 1:
                    holders &= region
                    sharers |= region
            self._known[one] = holders, sharers
        return self._known[one]

    @cached_property
    def _known(self) -> dict[int, tuple[int, int]]:
        return {}


def union(groups: Iterable[int]) -> int:
    """Return all sets of some groups."""
    found = 0
    for group in groups:
        found |= group
    return found


def common(groups: Sequence[int] | Mapping[int, int], of: int) -> int:
    """Return what all groups of some sets have in common."""
    return reduce(and_, (groups[one] for one in bits(of)))


def holds(problem: Problem, world: World) -> bool:
    """Recount a world: whether sizes and relations of the kept sets all hold, in whole numbers."""
    kept = world.kept
    sizes = dict.fromkeys(bits(kept), 0)
    for region, number in world.regions.items():
        for one in bits(region & kept):
            sizes[one] += number
    if any(number < 0 or region & ~kept for region, number in world.regions.items()):
        return False
    populated = [region for region, number in world.regions.items() if number]
    for one in bits(kept):
        if not problem.lo[one] <= sizes[one] <= problem.hi[one]:
            return False
        outer = problem.within[one] & kept
        for region in populated:
            if region >> one & 1 and (region & outer != outer or region & problem.apart[one]):
                return False
    for overlap in problem.overlaps:
        if overlap.sets & ~kept == 0 and not overlap.lo <= world.shared(overlap.sets) <= overlap.hi:
            return False
    return all(
        region & total.parts
        for total in problem.sums
        if (total.parts | 1 << total.whole) & ~kept == 0
        for region in populated
        if region >> total.whole & 1
    )

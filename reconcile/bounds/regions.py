"""Which Venn regions may hold elements, and the search for the one that weighs most.

A region is the group of sets that an element lies in. It may hold elements when it is closed (with a set come
all sets that it lies within), when no two of its sets are apart, and when with a whole comes one of its
parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds.problem import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reconcile.bounds.problem import Problem, Sum


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions that may hold elements, described by what each set brings along and keeps out.

    Attributes
    ----------
    closed
        Set i and all sets that it lies within, as a group.
    below
        Set i and all sets that lie within it.
    barred
        Sets that no region of set i may hold. A set that bars itself is empty.
    sums
        With the whole of a sum, a region holds one of its parts.
    """

    closed: Mapping[int, int]
    below: Mapping[int, int]
    barred: Mapping[int, int]
    sums: tuple[Sum, ...]

    @property
    def empty(self) -> int:
        """The sets that no element can lie in, whatever the sizes."""
        return sum(1 << one for one, barred in self.barred.items() if barred >> one & 1)

    def clash(self, region: int) -> bool:
        """Whether a region holds two sets that are apart."""
        return any(self.barred[one] & region for one in bits(region))

    def complete(self, region: int) -> bool:
        """Whether a region that holds the whole of a sum holds one of its parts."""
        return all(region & total.parts or not region >> total.whole & 1 for total in self.sums)


def regions_of(problem: Problem, keep: int | None = None, also: Mapping[int, int] | None = None) -> Regions:
    """Describe the regions of a problem.

    Parameters
    ----------
    keep
        The sets that are kept; all of them by default.
    also
        Further nesting: for a set the group of those that it lies within as well.
    """
    keep = problem.everything if keep is None else keep
    closed = nesting(problem, keep, also)
    below = dict.fromkeys(closed, 0)
    for one, group in closed.items():
        for outer in bits(group):
            below[outer] |= 1 << one
    apart = _downwards(problem, keep, below)
    barred = {}
    for one, group in closed.items():
        clash = 0
        for outer in bits(group):
            clash |= apart[outer]
        barred[one] = clash
    sums = tuple(total for total in problem.sums if (total.parts | 1 << total.whole) & ~keep == 0)
    return Regions(closed, below, barred, sums)


def nesting(problem: Problem, keep: int, also: Mapping[int, int] | None = None) -> dict[int, int]:
    """Return each kept set with all sets that it lies within, itself included; `also` is as in `regions_of`."""
    also = also or {}
    # Sets with fewest containers come first, so that few rounds do.
    direct = {one: (problem.within[one] | also.get(one, 0)) & keep for one in bits(keep)}
    order = sorted(direct, key=lambda one: direct[one].bit_count())
    closed = {one: 1 << one for one in direct}
    changed = True
    while changed:
        changed = False
        for one in order:
            found = closed[one]
            for outer in bits(direct[one]):
                found |= closed[outer]
            if found != closed[one]:
                closed[one] = found
                changed = True
    return closed


def _downwards(problem: Problem, keep: int, below: Mapping[int, int]) -> dict[int, int]:
    """Return for each set the sets apart from it and all that lie within those. Many sets share one answer."""
    known: dict[int, int] = {}
    for one in below:
        group = problem.apart[one] & keep
        if group not in known:
            found = 0
            for other in bits(group):
                found |= below[other]
            known[group] = found
    return {one: known[problem.apart[one] & keep] for one in below}


def heaviest(
    regions: Regions, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
) -> tuple[int, int] | None:
    """Find the region of most weight, by depth-first branch and bound.

    Parameters
    ----------
    weights
        Maps a group of sets to what a region that holds all of them gains.
    query, bonus
        A region that meets `query` gains `bonus` as well.
    tick
        Called now and then; may raise to stop the search.

    Returns
    -------
    tuple or None
        The region and its weight, which is positive; None where no region weighs more than 0.
    """
    return _Search(regions, weights, query, bonus, tick).run()


class _Search:
    """One search: `chosen` is always closed and clash-free, `free` the sets that could still join it."""

    def __init__(
        self, regions: Regions, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
    ) -> None:
        self.regions = regions
        self.single = [0] * len(regions.closed)
        self.several: list[tuple[int, int]] = []
        for group, weight in weights.items():
            if group & (group - 1) == 0:
                self.single[group.bit_length() - 1] += weight
            elif weight:
                self.several.append((group, weight))
        self.query, self.bonus, self.tick = query, bonus, tick
        self.best: tuple[int, int] | None = None

    def run(self) -> tuple[int, int] | None:
        everything = (1 << len(self.single)) - 1
        self._search(0, everything & ~self.regions.empty)
        return self.best

    def _weigh(self, region: int) -> int:
        weight = sum(self.single[one] for one in bits(region))
        weight += sum(gain for group, gain in self.several if group & ~region == 0)
        return weight + (self.bonus if region & self.query else 0)

    def _hope(self, chosen: int, free: int) -> int:
        """Return what no region between `chosen` and `chosen | free` can exceed."""
        reach = chosen | free
        hope = sum(self.single[one] for one in bits(chosen))
        hope += sum(weight for one in bits(free) if (weight := self.single[one]) > 0)
        hope += sum(gain for group, gain in self.several if group & ~(reach if gain > 0 else chosen) == 0)
        if (reach if self.bonus > 0 else chosen) & self.query:
            hope += self.bonus
        return hope

    def _search(self, chosen: int, free: int) -> None:
        while True:
            self.tick()
            if self._hope(chosen, free) <= (self.best[1] if self.best else 0):
                return
            branches = self._branches(chosen, free)
            if not branches:
                self._offer(chosen)
                return
            for one in branches:
                closed = self.regions.closed[one]
                self._search(chosen | closed, free & ~closed & ~self.regions.barred[one])
                free &= ~self.regions.below[one]
            if not self.regions.complete(chosen):
                return

    def _branches(self, chosen: int, free: int) -> list[int]:
        """Return the sets of which one must join or all be left out; none where nothing more can help."""
        for total in self.regions.sums:
            if chosen >> total.whole & 1 and not chosen & total.parts:
                return list(bits(free & total.parts))
        gaining = max(bits(free), key=lambda one: self.single[one], default=-1)
        if gaining >= 0 and self.single[gaining] > 0:
            return [gaining]
        for group, gain in self.several:
            if gain > 0 and group & ~chosen and group & ~(chosen | free) == 0:
                return [next(bits(group & ~chosen))]
        if self.bonus > 0 and not chosen & self.query:
            return list(bits(free & self.query))
        return []

    def _offer(self, region: int) -> None:
        if region and self.regions.complete(region):
            weight = self._weigh(region)
            if weight > (self.best[1] if self.best else 0):
                self.best = (region, weight)

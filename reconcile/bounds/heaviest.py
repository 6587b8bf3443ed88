"""The search for the region that weighs most: what the linear program asks for where no region it knows helps."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.regions import Regions


@dataclass(frozen=True, slots=True)
class Branch:
    """Sets of a problem, as far as can be told before anything has a weight.

    Attributes
    ----------
    sets
        The sets, as a group.
    chains
        Those of them that are in no branch, in chains, each with its group: each set lies within the one before it.
    branches
        Groups of narrower sets, those of two of which are apart: a region meets one at most.
    """

    sets: int
    chains: Sequence[tuple[int, Sequence[int]]]
    branches: Sequence[Branch]

    def only(self, sets: int) -> Branch:
        """Return the chains and branches that hold some sets of a group."""
        chains = [chain for chain in self.chains if chain[0] & sets]
        return Branch(self.sets, chains, [branch.only(sets) for branch in self.branches if branch.sets & sets])


class Shape:
    """What can be told of a problem's regions before anything has a weight.

    Attributes
    ----------
    root
        All sets.
    """

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.root = self._branch(gathered(regions.closed))

    def _branch(self, sets: int) -> Branch:
        families = _families(self.regions, sets)
        chains = [(gathered(chain), chain) for chain in _chains(self.regions, sets & ~union(families))]
        return Branch(sets, chains, [self._branch(family) for family in families])


def _families(regions: Regions, sets: int) -> list[int]:
    """Split the narrow sets, that keep out at least half as many as any does, so that those of two parts are apart."""
    widths = {one: (regions.barred[one] & sets).bit_count() for one in bits(sets)}
    most = max(widths.values(), default=0)
    left = gathered(one for one, width in widths.items() if 2 * width >= most > 0)
    found = []
    while left:
        family, fresh = 0, left & -left
        while fresh:
            family |= fresh
            fresh = union(left & ~regions.barred[one] for one in bits(fresh)) & ~family
        found.append(family)
        left &= ~family
    return found if len(found) > 1 else []


def _chains(regions: Regions, group: int) -> Iterator[Sequence[int]]:
    """Split sets into chains, each set after one of the smallest that it lies within."""
    depth = {one: regions.closed[one].bit_count() for one in bits(group)}
    found: list[list[int]] = []
    for one in sorted(depth, key=lambda one: (depth[one], one)):
        outer = (chain for chain in found if regions.closed[one] >> chain[-1] & 1)
        nearest = max(outer, key=lambda chain: depth[chain[-1]], default=None)
        if nearest is None:
            found.append([one])
        else:
            nearest.append(one)
    yield from found


def heaviest(
    shape: Shape, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
) -> list[tuple[int, int]]:
    """Find the region of most weight in each branch, by depth-first branch and bound.

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
    list of tuple
        The regions and their weights, which are positive, the heaviest first; none where no region weighs more than 0.
    """
    search = _Search(shape.regions, weights, query, bonus, tick)
    found = [search.heaviest(branch) for branch in search.branches(shape.root)]
    return sorted(filter(None, found), key=lambda each: (-each[1], each[0]))


class _Search:
    """One search: `chosen` is always closed and clash-free, `free` the sets that could still join it."""

    def __init__(
        self, regions: Regions, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
    ) -> None:
        self.regions = regions
        self.single = [0] * len(self.regions.closed)
        self.several: list[tuple[int, int]] = []
        for group, weight in weights.items():
            if group & (group - 1) == 0:
                self.single[group.bit_length() - 1] += weight
            elif weight:
                self.several.append((group, weight))
        self.losses = [(group, weight) for group, weight in self.several if weight < 0]
        self.gains = [
            (group, weight, sorted(bits(group), key=self.single.__getitem__))
            for group, weight in self.several
            if weight > 0
        ]
        self.query, self.bonus, self.tick = query, bonus, tick
        self.best: tuple[int, int] | None = None
        self.most = 0

    def branches(self, root: Branch) -> Iterator[Branch]:
        """Part a shape, as far as anything of it gains: each region is of one of the parts."""
        gaining = union(group for group, *_ in self.gains)
        gaining |= gathered(one for one, weight in enumerate(self.single) if weight > 0)
        shape = root.only(gaining)
        if len(shape.branches) < 2:
            yield shape
            return
        wide = root.sets & ~union(branch.sets for branch in root.branches)
        for branch in shape.branches:
            yield Branch(wide | branch.sets, shape.chains, [branch])

    def heaviest(self, shape: Branch) -> tuple[int, int] | None:
        """Find the region of some sets that weighs most; None where none weighs more than 0."""
        self.best, self.most = None, 0
        self._search(0, shape.sets & ~self.regions.empty, 0, shape)
        return self.best

    def _search(self, chosen: int, free: int, weight: int, shape: Branch) -> None:
        """Go through the regions between `chosen`, which weighs so much, and `chosen | free`."""
        if weight > self.most and self.regions.complete(chosen):
            self.best, self.most = (chosen, weight), weight
        while True:
            self.tick()
            together = self._together(chosen, free) if self.several else {}
            gain, _, one = self._hope(shape, chosen, free, together)
            hope = weight + gain
            if self.bonus > 0 and free & self.query and not chosen & self.query:
                hope += self.bonus
            if hope <= self.most:
                return
            must = self._must(chosen, free)
            if must is None:
                if one is not None:
                    self._join(one, chosen, free, weight, shape)
                    free &= ~self.regions.below[one]
                    continue
                must = free & self.query  # nothing but the bonus is left to gain
            for each in bits(must):
                self._join(each, chosen, free, weight, shape)
                free &= ~self.regions.below[each]
            return

    def _hope(self, shape: Branch, chosen: int, free: int, together: Mapping[int, int]) -> tuple[int, int, int | None]:
        """Return what a region may gain yet at most, and of the free sets with which it does one that gains most.

        Of each chain a region holds the sets up to some place.

        Returns
        -------
        tuple
            What it may gain, what that set does by itself, and the set; None where none gains anything.
        """
        single, total, most = self.single, 0, 0
        first: int | None = None
        for mask, chain in shape.chains:
            if not mask & free:
                continue
            best = gain = 0
            for one in chain:
                if free >> one & 1:
                    each = single[one] + together.get(one, 0) if together else single[one]
                    gain += each
                    if gain > best:  # noqa: PLR1730 - twice as fast
                        best = gain
                    if each > most or (each == most and first is not None and one < first):
                        first, most = one, each
                elif not chosen >> one & 1:
                    break
            total += best
        hopes = [self._hope(branch, chosen, free, together) for branch in shape.branches if branch.sets & free]
        if hopes:
            gain, each, best_of_branch = max(hopes, key=itemgetter(0))
            total += gain
            if each > most:
                first, most = best_of_branch, each
        return total, most, first

    def _together(self, chosen: int, free: int) -> dict[int, int]:
        """Return what free sets may gain, and surely lose, with others.

        What several sets gain together is credited to one of them, the one that costs most by itself; what they lose
        to the last one to join.
        """
        found: dict[int, int] = {}
        for group, weight, order in self.gains:
            missing = group & ~chosen
            if missing and not missing & ~free:
                one = next(one for one in order if missing >> one & 1)
                found[one] = found.get(one, 0) + weight
        for group, weight in self.losses:
            missing = group & ~chosen
            if missing & free and not missing & (missing - 1):
                one = missing.bit_length() - 1
                found[one] = found.get(one, 0) + weight
        return found

    def _must(self, chosen: int, free: int) -> int | None:
        """Return the sets of which one must join, as the region holds a whole without a part; None where none must."""
        for total in self.regions.sums:
            if chosen >> total.whole & 1 and not chosen & total.parts:
                return free & total.parts
        return None

    def _join(self, one: int, chosen: int, free: int, weight: int, shape: Branch) -> None:
        """Go through the regions that hold a set as well."""
        closed = self.regions.closed[one]
        joined = chosen | closed
        weight += sum([self.single[other] for other in bits(closed & ~chosen)])
        weight += sum([gain for group, gain in self.several if group & ~chosen and not group & ~joined])
        if joined & self.query and not chosen & self.query:
            weight += self.bonus
        free &= ~closed & ~self.regions.barred[one]
        self._search(joined, free, weight, shape.only(free))

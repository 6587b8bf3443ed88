"""The search for the region that weighs most: what the linear program asks for where no region it knows helps."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.regions import Regions


Chains = list[tuple[int, list[int]]]
"""Sets in chains, each with its group: each set lies within the one before it."""


class Branch(NamedTuple):
    """Sets among which there is all that some region may hold, as a group and in chains."""

    sets: int
    chains: Chains


class Shape:
    """What can be told of a problem's regions before anything has a weight.

    Attributes
    ----------
    families
        Families of branches. Whatever a region holds is among the sets of one branch, and of narrow ones only sets of
        one family.
    """

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        everything = gathered(regions.closed)
        families = _families(regions, everything) or [0]
        wide = everything & ~union(families)
        chains = _chains(regions, wide)
        self.families = [list(self._branches(Branch(wide, chains), family)) for family in families]

    def _branches(self, around: Branch, family: int) -> Iterator[Branch]:
        """Part a family until nothing of it is narrow."""
        inner = _families(self.regions, family)
        wide = family & ~union(inner)
        around = Branch(around.sets | wide, around.chains + _chains(self.regions, wide))
        if not inner:
            yield around
        for each in inner:
            yield from self._branches(around, each)


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


def _chains(regions: Regions, group: int) -> Chains:
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
    return [(gathered(chain), chain) for chain in found]


def heaviest(
    shape: Shape, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
) -> list[tuple[int, int]]:
    """Find the region of most weight in each family, and the lighter ones on the way, by depth-first branch and bound.

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
    for family in shape.families:
        search.look_among(family)
    return sorted(search.found.items(), key=lambda each: (-each[1], each[0]))


class _Search:
    """One search: `chosen` is always closed and clash-free, `free` the sets that could still join it.

    Attributes
    ----------
    found
        The regions that weighed more than any of their family before, with their weights.
    """

    def __init__(
        self, regions: Regions, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
    ) -> None:
        self.regions, self.empty = regions, regions.empty
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
        self.gaining = union(group for group, *_ in self.gains)
        self.gaining |= gathered(one for one, weight in enumerate(self.single) if weight > 0)
        self.query, self.bonus, self.tick = query, bonus, tick
        self.found: dict[int, int] = {}
        self.most = 0

    def look_among(self, family: Sequence[Branch]) -> None:
        """Find the region of some branches that weighs most, if any weighs more than 0."""
        self.most = 0
        likely = []
        for sets, chains in family:
            free = sets & ~self.empty
            gaining = [chain for chain in chains if chain[0] & self.gaining]
            likely.append((self._hope(gaining, 0, free, self._together(0, free))[0], free, gaining))
        for _, free, gaining in sorted(likely, key=itemgetter(0), reverse=True):
            self._search(0, free, 0, gaining)

    def _search(self, chosen: int, free: int, weight: int, chains: Chains) -> None:
        """Go through the regions between `chosen`, which weighs so much, and `chosen | free`."""
        if weight > self.most and self.regions.complete(chosen):
            self.found[chosen] = self.most = weight
        while True:
            self.tick()
            gain, one = self._hope(chains, chosen, free, self._together(chosen, free))
            hope = weight + gain
            if self.bonus > 0 and free & self.query and not chosen & self.query:
                hope += self.bonus
            if hope <= self.most:
                return
            must = self._must(chosen, free)
            if must is None:
                if one is not None:
                    self._join(one, chosen, free, weight, chains)
                    free &= ~self.regions.below[one]
                    continue
                must = free & self.query  # nothing but the bonus is left to gain
            for each in bits(must):
                self._join(each, chosen, free, weight, chains)
                free &= ~self.regions.below[each]
            return

    def _hope(self, chains: Chains, chosen: int, free: int, together: Mapping[int, int]) -> tuple[int, int | None]:
        """Return what a region may gain yet at most, and the free set that gains most by itself; None where none does.

        Of each chain a region holds the sets up to some place.
        """
        single, total, most = self.single, 0, 0
        first: int | None = None
        for mask, chain in chains:
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
        return total, first

    def _together(self, chosen: int, free: int) -> dict[int, int]:
        """Return what free sets may gain, and surely lose, with others.

        What several sets gain together is credited to one of them, the one that costs most by itself; what they lose
        to the last one to join.
        """
        found: dict[int, int] = {}
        if not self.several:
            return found
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

    def _join(self, one: int, chosen: int, free: int, weight: int, chains: Chains) -> None:
        """Go through the regions that hold a set as well."""
        closed = self.regions.closed[one]
        joined = chosen | closed
        weight += sum([self.single[other] for other in bits(closed & ~chosen)])
        weight += sum([gain for group, gain in self.several if group & ~chosen and not group & ~joined])
        if joined & self.query and not chosen & self.query:
            weight += self.bonus
        free &= ~closed & ~self.regions.barred[one]
        self._search(joined, free, weight, [chain for chain in chains if chain[0] & free])

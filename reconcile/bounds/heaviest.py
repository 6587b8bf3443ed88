"""The search for the region that weighs most: what the linear program asks for where no region it knows helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.regions import Regions


class Shape:
    """What can be told of a problem's regions before anything has a weight.

    Attributes
    ----------
    families
        How many families of narrow sets there are, of which a region meets at most one.
    chains
        The sets, in chains: each lies within the one before it. With each chain its family; None for sets that are not
        narrow.
    """

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        families = _families(regions)
        self.families = len(families)
        self.chains: list[tuple[int | None, Sequence[int]]] = []
        left = gathered(regions.closed)
        for at, family in enumerate(families):
            self.chains += [(at, chain) for chain in _chains(regions, family)]
            left &= ~family
        self.chains += [(None, chain) for chain in _chains(regions, left)]


def _families(regions: Regions) -> list[int]:
    """Split the narrow sets, that keep out at least half as many as any does, so that those of two parts are apart."""
    widths = {one: barred.bit_count() for one, barred in regions.barred.items()}
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
    return _Search(shape, weights, query, bonus, tick).run()


class _Search:
    """One search: `chosen` is always closed and clash-free, `free` the sets that could still join it."""

    def __init__(
        self, shape: Shape, weights: Mapping[int, int], query: int, bonus: int, tick: Callable[[], None]
    ) -> None:
        self.regions, self.families = shape.regions, shape.families
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
        gaining = union(group for group, *_ in self.gains)
        gaining |= gathered(one for one, weight in enumerate(self.single) if weight > 0)
        self.chains = [(at, chain) for at, chain in shape.chains if any(gaining >> one & 1 for one in chain)]
        self.query, self.bonus, self.tick = query, bonus, tick
        self.best: tuple[int, int] | None = None
        self.most = 0

    def run(self) -> tuple[int, int] | None:
        everything = (1 << len(self.single)) - 1
        self._search(0, everything & ~self.regions.empty, 0)
        return self.best

    def _search(self, chosen: int, free: int, weight: int) -> None:
        """Go through the regions between `chosen`, which weighs so much, and `chosen | free`."""
        if weight > self.most and self.regions.complete(chosen):
            self.best, self.most = (chosen, weight), weight
        while True:
            self.tick()
            gain, one = self._hope(chosen, free)
            hope = weight + gain
            if self.bonus > 0 and free & self.query and not chosen & self.query:
                hope += self.bonus
            if hope <= self.most:
                return
            must = self._must(chosen, free)
            if must is None:
                if one is not None:
                    self._join(one, chosen, free, weight)
                    free &= ~self.regions.below[one]
                    continue
                must = free & self.query  # nothing but the bonus is left to gain
            for each in bits(must):
                self._join(each, chosen, free, weight)
                free &= ~self.regions.below[each]
            return

    def _hope(self, chosen: int, free: int) -> tuple[int, int | None]:
        """Return what a region may gain yet at most, and the free set that gains most by itself; None where none does.

        Of each chain a region holds the sets up to some place, and of the families it meets but one.
        """
        single, together = self.single, self._together(chosen, free) if self.several else {}
        total, by_family = 0, [0] * self.families
        first, most = None, 0
        for family, chain in self.chains:
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
            if family is None:
                total += best
            else:
                by_family[family] += best
        return total + max(by_family, default=0), first

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

    def _join(self, one: int, chosen: int, free: int, weight: int) -> None:
        """Go through the regions that hold a set as well."""
        closed = self.regions.closed[one]
        joined = chosen | closed
        weight += sum([self.single[other] for other in bits(closed & ~chosen)])
        weight += sum([gain for group, gain in self.several if group & ~chosen and not group & ~joined])
        if joined & self.query and not chosen & self.query:
            weight += self.bonus
        self._search(joined, free & ~closed & ~self.regions.barred[one], weight)

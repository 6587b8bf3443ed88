"""The search for the region that weighs most: what the linear program asks for where no region it knows helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reconcile.bounds.regions import Regions


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
        self.losses = [(group, weight) for group, weight in self.several if weight < 0]
        self.gains = [
            (group, weight, sorted(bits(group), key=self.single.__getitem__))
            for group, weight in self.several
            if weight > 0
        ]
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
            hopes = self._hopes(chosen, free)
            hope = weight + sum([each for each in hopes.values() if each > 0])
            if self.bonus > 0 and free & self.query and not chosen & self.query:
                hope += self.bonus
            if hope <= self.most:
                return
            must = self._must(chosen, free)
            if must is None:
                one = max(hopes, key=hopes.__getitem__)
                if hopes[one] > 0:
                    self._join(one, chosen, free, weight)
                    free &= ~self.regions.below[one]
                    continue
                must = free & self.query  # nothing but the bonus is left to gain
            for one in bits(must):
                self._join(one, chosen, free, weight)
                free &= ~self.regions.below[one]
            return

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

    def _hopes(self, chosen: int, free: int) -> dict[int, int]:
        """Return what each free set may add, so that no region adds more than its sets may in all.

        What several sets gain together is credited to one of them, the one that costs most by itself; what they lose
        to the last one to join.
        """
        single = self.single
        hopes = {one: single[one] for one in bits(free)}
        for group, weight, order in self.gains:
            missing = group & ~chosen
            if missing and not missing & ~free:
                for one in order:
                    if missing >> one & 1:
                        hopes[one] += weight
                        break
        for group, weight in self.losses:
            missing = group & ~chosen
            if missing & free and not missing & (missing - 1):
                hopes[missing.bit_length() - 1] += weight
        return hopes

"""Giving way: parts that nobody asks for take as little room as they can where what is asked for needs it.

All towns of a country lie within what is said of the country as a whole. Where that has too little room, of the towns
of other regions that is kept of which least lies within it, and they stand in it so that they need least, as a linear
program says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import gathered
from reconcile.bounds.choosing import lowest
from reconcile.bounds.room import heaviest_apart
from reconcile.bounds.standing import least_standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.recipe import WovenWorld
    from reconcile.bounds.standing import Standing
    from reconcile.bounds.summing import Summing


class Giving:
    """Seats parts of a problem so that they take little room within crowded sets of strands outside of them."""

    def __init__(self, summing: Summing, clock: Clock) -> None:
        self.summing, self.clock, self.strands = summing, clock, summing.strands
        self._known: dict[tuple[int, int, int], Standing | None] = {}

    def way(self, woven: WovenWorld, parts: Sequence[int], strand: int, size: int) -> Iterator[tuple[int, Standing]]:
        """Iterate over parts that take more room in a world than they need, and who is to stand where instead.

        Parameters
        ----------
        parts
            Groups of strands that share nothing with each other.
        strand, size
            Where it is crowded: in how many of the first places of which strand.
        """
        inside, lo = self.summing.covering.inside(strand, size), self.summing.sizes.lo
        weights = {at: lo[one] for at, one in inside.items()}
        for part in parts:
            mine = gathered(at for at in inside if part >> at & 1)
            needed, _ = heaviest_apart(self.strands, mine, weights, self.clock.tick, {})
            if woven.within(part, strand, size) > needed:
                standing = self._least(woven, part, inside)
                if standing is not None:
                    yield part, standing

    def _least(self, woven: WovenWorld, part: int, inside: Mapping[int, int]) -> Standing | None:
        """Find out what to keep of a part, and who is to stand where in it, so that little lies within a crowded set.

        `inside` are the largest sets of strands that surely lie within it.
        """
        kept, query = self._lowest(woven.kept, part, inside)
        if (part, query, kept) not in self._known:

            def traces(sets: int) -> list[int]:
                return woven.traces(self.strands, part, sets)

            among = self.strands.among(part).only(kept, 0)
            self._known[part, query, kept] = least_standing(among, query, traces, self.clock)
        return self._known[part, query, kept]

    def _lowest(self, around: int, part: int, inside: Mapping[int, int]) -> tuple[int, int]:
        """Choose what to keep of a part, where others are kept around it; return that, and what of it lies within."""
        strands, covering, lo = self.strands, self.summing.covering, self.summing.sizes.lo
        largest = {at: one for at, one in inside.items() if not part >> at & 1}
        kept = query = 0
        for at in reversed(strands.order):
            if part >> at & 1:
                tied = covering.tied_into(strands.ties[at], largest)
                sizes = {one: lo[one] for one, outer in tied if (around | kept) >> outer & 1}
                _, group = lowest(strands.strands[at].sets, strands.strands[at].rivals, sizes, 0, self.clock.tick)
                kept |= group
                if mine := [one for one in sizes if group >> one & 1]:
                    largest[at] = max(mine, key=lambda one: (lo[one], -one))
                    query |= 1 << largest[at]
        return kept, query

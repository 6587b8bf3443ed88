"""Giving way: parts that nobody asks for take as little room as they can where what is asked for needs it.

All towns of a country lie within what is said of the country as a whole. Where that has too little room, the towns of
other regions stand in it so that they need least, as a linear program says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union
from reconcile.bounds.room import heaviest_apart
from reconcile.bounds.standing import least_standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
                standing = self._least(woven, part, union(1 << inside[at] for at in bits(mine)))
                if standing is not None:
                    yield part, standing

    def _least(self, woven: WovenWorld, part: int, query: int) -> Standing | None:
        """Find out who is to stand where in a part, with what is kept of it in a world, for a small union."""
        among = self.strands.among(part)
        kept = woven.kept & among.sets
        key = part, query, kept
        if key not in self._known:

            def traces(sets: int) -> list[int]:
                return woven.traces(self.strands, part, sets)

            self._known[key] = least_standing(among.only(kept, 0), query & kept, traces, self.clock)
        return self._known[key]

"""How much room sets need that are mutually apart, and what lies within a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.strands import Strands


def lying_within(strands: Strands, outer: int, among: int) -> tuple[int, int]:
    """Return which of some sets of other strands lie within a set, straight or by others.

    These are sets of its own strand, and such of unknown size as larger ones of their strand lie within.

    Returns
    -------
    tuple of int
        The sets that do, and those by which some do that do not so without them, as groups.
    """
    at, within = strands.strand_of[outer], strands.problem.within
    mine = strands.strands[at].sets & among & ~(1 << outer) & ~strands.strands[at].rivals.get(outer, 0)
    straight = between = fresh = gathered(one for one in bits(mine) if within[one] >> outer & 1)
    while fresh:
        fresh = gathered(one for one in bits(mine & ~between) if within[one] & fresh)
        between |= fresh
    entering = strands.entering(at).items()
    found = {one: around for one, around in entering if among >> one & 1 and around & (between | 1 << outer)}
    ways = union(around for around in found.values() if not around >> outer & 1) & between
    surely = gathered(one for one, around in found.items() if around >> outer & 1)
    inside, vague = _with_larger(strands, gathered(found), among & ~surely)
    return inside, vague | (between if ways & ~straight else ways)


def _with_larger(strands: Strands, inside: int, among: int) -> tuple[int, int]:
    """Return sets with larger ones, of `among`, that lie within them, and those of unknown size that hold such."""
    problem, vague, fresh = strands.problem, 0, inside
    while fresh:
        more = 0
        for one in bits(fresh):
            if problem.lo[one] < problem.hi[one]:
                mine = strands.strands[strands.strand_of[one]].sets & among
                larger = gathered(
                    other
                    for other in bits(mine)
                    if problem.within[other] >> one & 1 and problem.lo[one] < problem.lo[other] <= problem.hi[one]
                )
                if larger:
                    vague |= 1 << one
                    more |= larger
        inside, fresh = inside | more, more & ~inside
    return inside, vague


def room_needed(strands: Strands, sets: int, tick: Callable[[], None]) -> tuple[int, int]:
    """Return how many elements some sets hold at least if they are kept, and which of them, mutually apart, do."""
    lo = strands.problem.lo
    largest = [
        max(bits(strand.sets & sets), key=lambda one: (lo[one], -one), default=None) for strand in strands.strands
    ]
    group = sum(1 << at for at, one in enumerate(largest) if one is not None)
    needed, family = heaviest_apart(strands, group, [0 if one is None else lo[one] for one in largest], tick, {})
    return needed, sum(1 << one for at, one in enumerate(largest) if one is not None and family >> at & 1)


def connected(shares: Sequence[int], group: int) -> Iterator[int]:
    """Split a group of strands into such as share nothing with each other; `shares` as of `Strand`."""
    while group:
        found = fresh = group & -group
        while fresh:
            reached = 0
            for at in bits(fresh):
                reached |= shares[at]
            fresh = reached & group & ~found
            found |= fresh
        yield found
        group &= ~found


def heaviest_apart(
    strands: Strands,
    group: int,
    weights: Mapping[int, int] | Sequence[int],
    tick: Callable[[], None],
    known: dict[int, tuple[int, int]],
) -> tuple[int, int]:
    """Find mutually apart strands of a group with the greatest sum of weights.

    Strands that share nothing with the others of a group add up; of those that may, one that may share with most is
    taken, or not.

    Parameters
    ----------
    known
        What was found before with these weights, by group; extended in place.

    Returns
    -------
    tuple of int
        The sum and the strands.
    """
    return _Apart(strands.shares, weights, tick, known).best(group)


class _Apart(NamedTuple):
    """A search for the heaviest strands that are mutually apart (see `heaviest_apart`)."""

    shares: Sequence[int]
    weights: Mapping[int, int] | Sequence[int]
    tick: Callable[[], None]
    known: dict[int, tuple[int, int]]

    def best(self, group: int) -> tuple[int, int]:
        if not group:
            return 0, 0
        if group not in self.known:
            self.tick()
            part = next(connected(self.shares, group))
            rest = group & ~part
            self.known[group] = _added(self.best(part), self.best(rest)) if rest else self._chosen(group)
        return self.known[group]

    def _chosen(self, group: int) -> tuple[int, int]:
        """Take the strand that may share with most others, or do not."""
        broadest = max(bits(group), key=lambda at: ((self.shares[at] & group).bit_count(), -at))
        mine = self.weights[broadest], 1 << broadest
        with_it = _added(self.best(group & ~self.shares[broadest]), mine)
        without = self.best(group & ~(1 << broadest))
        return with_it if with_it[0] >= without[0] else without


def _added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] | other[1]

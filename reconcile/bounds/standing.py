"""Who is to stand where in strands without rivals so that a union of some of their sets is large, or is small.

A linear program says so for the few sets that tell something. Where others turn out not to lie in what they should lie
in, these are looked at as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.outlining import Outline, in_line, outlined, seats_of, telling
from reconcile.bounds.problem import union
from reconcile.bounds.sense import Sense
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.weaving import Seats


class Standing(NamedTuple):
    """Who is to stand where, if certain sets are kept, and how large those that were looked at are then."""

    kept: int
    seats: Seats
    sizes: Mapping[int, int]


def tops_of(strands: Strands) -> int:
    """Return of each strand the set that can be the largest, as a group."""
    sizes, within = StrandSizes(strands), strands.problem.within

    def end(one: int) -> tuple[int, int, int, int]:
        return sizes.most(one), sizes.lo[one], -(within[one] & strands.sets).bit_count(), -one

    return gathered(max(members, key=end) for members in strands.members if members)


def to_look_at(strands: Strands, also: int) -> int:
    """Return the sets that tell something: the largest within others, the vague, and of some those that there are."""
    problem = strands.problem
    vague = gathered(one for one in bits(strands.sets) if problem.lo[one] < problem.hi[one])
    return telling(strands) | vague | also & strands.sets


def out_of_place(strands: Strands, sizes: Mapping[int, int], seats: Seats | None) -> int:
    """Return the sets in which others do not lie as they should where elements are seated, and these, as a group.

    Parameters
    ----------
    sizes
        How large sets are, as far as they are not as small as they can be.
    seats
        None where there are no seats: then all that lie within sets of other strands are returned.
    """
    ties = [(at, pair) for tied in strands.ties for at, pairs in tied.items() for pair in pairs]
    if seats is None:
        return union(1 << one | 1 << outer for _, (one, outer) in ties)
    everything = {one: sizes.get(one, strands.problem.lo[one]) for one in bits(strands.sets)}
    aim = Aim(seats=seats)
    weave(strands, everything, aim)
    return union(1 << one | 1 << outer for at, (one, outer) in ties if (at, everything[outer]) in aim.crowded)


def least_standing(strands: Strands, query: int, seen: Callable[[int], Iterable[int]], clock: Clock) -> Standing | None:
    """Find out who is to stand where so that a union is small.

    Parameters
    ----------
    seen
        Returns regions of some sets of which a good world may be made.

    Returns
    -------
    Standing or None
        None where that is not found out.
    """
    also = query | tops_of(strands)
    while True:
        clock.tick()
        sets = to_look_at(strands, also)
        lined = in_line(strands, sets)
        found = outlined(Outline(lined, sets, query, (), seen(sets)), clock, Sense.LEAST) if lined else None
        if found is None:
            return None
        sizes = found.sizes(sets)
        seats = seats_of(strands, sets, found.regions)
        wrong = out_of_place(strands, sizes, seats) & ~sets
        if not wrong:
            return None if seats is None else Standing(strands.sets, seats, sizes)
        also |= wrong

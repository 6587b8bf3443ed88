"""What sets put in doubt that are too small for all that lies within them: everything else is kept in every world.

Where the towns of a region hold more than a figure of the region, that figure is left out, or enough of the towns' are,
in any of what may be millions of ways. They need not be gone through. A world is woven in which such a set is as
large as it would have to be. Whatever is kept with it, the set shrinks to its size by giving up elements that nothing
kept needs in it. So it is if what is kept of each part of it holds no more in that world than it must in any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.enlarging import chains_of, weave_enlarged, within_each_other
from reconcile.bounds.filling import Line
from reconcile.bounds.problem import union
from reconcile.bounds.room import lying_within, room_needed
from reconcile.bounds.strandsizes import StrandSizes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reconcile.bounds.strands import Strands

_MOST_ROUNDS = 12
"""How often a world is woven anew, with more sets enlarged, before one gives up."""

_MOST_CHAINED = 200
"""Of more sets in chains one gives up."""


class Doubt(NamedTuple):
    """What too small sets put in doubt.

    Attributes
    ----------
    sets
        The sets that some world may leave out, with all their rivals, as a group. All others are kept in every world,
        but for rivals, of which every world keeps as many as can be, whatever it keeps of these sets.
    aside
        Some of them: without these all sets fit into one world, but for rivals, and none of these can be kept as well.
    """

    sets: int
    aside: int


def doubt(strands: Strands, tick: Callable[[], None]) -> Doubt | None:
    """Find what sets that are too small put in doubt; None where that is not found out."""
    given = StrandSizes(strands).largest_needed(strands.sets)
    if given is None:
        return None
    small: dict[int, int] = {}
    ahead: dict[int, int] = {}
    for _ in range(_MOST_ROUNDS):
        tick()
        chains = chains_of(strands, given, small)
        few = sum(map(len, chains)) <= _MOST_CHAINED and not within_each_other(strands, given, chains)
        world = weave_enlarged(strands, given, chains, ahead, tick) if few else None
        if world is None:
            return None
        if world.woven is None:
            more = _too_small(strands, world.crowded(strands, small), tick)
            if not more:
                return None
            small |= more
            continue
        lines = [Line(strands, world, chain, tick) for chain in chains]
        if not all(line.gives_up for line in lines):
            return None
        wanted = {one: places for line in lines for one, places in line.ahead() if places > ahead.get(one, 0)}
        if not wanted:
            return _doubt(strands, small, union(line.doubted for line in lines), tick)
        ahead |= wanted
    return None


def _doubt(strands: Strands, small: Iterable[int], doubted: int, tick: Callable[[], None]) -> Doubt | None:
    """Return what is in doubt, with all rivals; None where nothing else is left of some strand."""
    doubted |= gathered(small)
    fresh = doubted
    while fresh:
        rivals = union(strands.strands[strands.strand_of[one]].rivals.get(one, 0) for one in bits(fresh))
        fresh = rivals & ~doubted
        doubted |= fresh
    aside = _aside(strands, small, tick)
    if aside is None or doubted & strands.problem.firm:
        return None
    if any(not strand.sets & ~aside for strand in strands.strands):
        return None
    return Doubt(doubted, aside)


def _aside(strands: Strands, small: Iterable[int], tick: Callable[[], None]) -> int | None:
    """Find sets without which all others fit together, and none of which fits in with what surely is kept then."""
    problem, others = strands.problem, strands.sets & ~gathered(small)
    aside = inflated = 0
    for outer in small:
        if room_needed(strands, lying_within(strands, outer, strands.sure & others)[0], tick)[0] > problem.hi[outer]:
            aside |= 1 << outer
            continue
        inside, _ = lying_within(strands, outer, others)
        needed, family = room_needed(strands, inside & ~inflated, tick)
        while needed > problem.hi[outer]:
            inflated |= family & strands.doubted
            if not family & strands.doubted:
                return None
            needed, family = room_needed(strands, inside & ~inflated, tick)
    for one in bits(inflated):
        rivals = strands.strands[strands.strand_of[one]].rivals
        if all(rivals[other] & ~(aside | inflated) for other in bits(rivals[one] & ~(aside | inflated))):
            return None
    left = strands.sets & ~aside & ~inflated
    fit = (
        room_needed(strands, lying_within(strands, outer, left)[0], tick)[0] <= problem.hi[outer]
        for outer in bits(gathered(small) & left)
    )
    return aside | inflated if all(fit) else None


def _too_small(strands: Strands, sets: Iterable[int], tick: Callable[[], None]) -> dict[int, int]:
    """Find among sets, and larger ones of their strands, those too small for what lies within them.

    Returns
    -------
    mapping
        The room that each of them would need.
    """
    hi = strands.problem.hi
    found: dict[int, int] = {}
    least: dict[int, int] = {}
    for one in sets:
        at = strands.strand_of[one]
        least[at] = min(hi[one], least.get(at, hi[one]))
    for at, size in least.items():
        most = size
        for one in sorted(bits(strands.strands[at].sets), key=lambda one: hi[one]):
            if size <= hi[one] <= most:
                needed, _ = room_needed(strands, lying_within(strands, one, strands.sets)[0], tick)
                if needed > hi[one]:
                    found[one], most = needed, max(most, needed)
    return found

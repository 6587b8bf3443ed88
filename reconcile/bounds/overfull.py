"""Sets that are too small for all that lies within them: where a world of strands cannot be woven, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits
from reconcile.bounds.room import room_needed
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.strands import Strands


class Overfull(NamedTuple):
    """A set that is too small, and a conflict, perhaps not a smallest: the set, what it has no room for, the ties."""

    outer: int
    conflict: int


def overfull(
    strands: Strands, group: int, sizes: Mapping[int, int], least: Mapping[int, int], tick: Callable[[], None]
) -> Overfull | None:
    """Find a set of a group in which others, that are mutually apart, need more room than it has.

    Such others as are always kept come first.

    Parameters
    ----------
    sizes, least
        How large each set of the group must be at most, and at least, as a world of all of them is woven.

    Returns
    -------
    Overfull or None
        None if such a world is woven, or fails for another reason.
    """
    aim = Aim()
    if weave(strands, sizes, aim, least) is not None:
        return None
    problem = strands.problem
    for at, places in sorted(aim.crowded):
        for outer in strands.members[at]:
            if group >> outer & 1 and problem.lo[outer] <= places <= problem.hi[outer]:
                tick()
                rivals = strands.strands[at].rivals.get(outer, 0)
                for among in (group & strands.sure, group & ~rivals):
                    if conflict := _conflict(strands, among, outer, tick):
                        return Overfull(outer, conflict)
    return None


def _conflict(strands: Strands, among: int, outer: int, tick: Callable[[], None]) -> int:
    """Return a set and what it has no room for, with the ties between them, as a group; 0 if there is room."""
    within = _towards(strands.problem, among, outer)
    needed, apart = room_needed(strands, sum(1 << one for one in within), tick)
    if needed <= strands.problem.hi[outer]:
        return 0
    conflict = 1 << outer
    for one in bits(apart):
        while one != outer:
            conflict |= 1 << one
            one = within[one]  # noqa: PLW2901 - on from tie to tie
    return conflict


def _towards(problem: Problem, among: int, outer: int) -> dict[int, int]:
    """Find which of some sets lie within one: for each of them the next one on the shortest way to it."""
    found: dict[int, int] = {}
    left, fresh = among & ~(1 << outer), 1 << outer
    while fresh:
        reached = 0
        for one in bits(left):
            if around := problem.within[one] & fresh:
                found[one] = (around & -around).bit_length() - 1
                reached |= 1 << one
        left, fresh = left & ~reached, reached
    return found

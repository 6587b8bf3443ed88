"""Which sets can be kept together: the smallest conflicts, and the maximal kept sets.

The two are dual: a group can be kept exactly if it contains no conflict, so the maximal kept groups leave out a
minimal hitting set of the conflicts (Reiter 1987). Conflicts are found as they are met: a group that the
known conflicts allow and the sizes forbid is shrunk to a new one, until none is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.clock import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem

    Feasible = Callable[[Problem, int], bool]


_MOST_GROUPS = 20_000
"""How many kept groups of one bundle are gone through; more would take memory and time without end."""


def conflicts(problem: Problem, sets: int, feasible: Feasible, clock: Clock, known: Iterable[int] = ()) -> list[int]:
    """Find all smallest groups among some sets that cannot be kept together.

    Parameters
    ----------
    feasible
        Tells whether some world of a problem keeps all of a group.
    known
        Groups already known to be impossible. Where these are not smallest, they may be returned instead of the
        smaller ones inside them; the kept groups are the same.

    Returns
    -------
    list of int
        Groups, none inside another, in increasing order of size, then of members.
    """
    found = _minimal([*_pairs(problem, sets), *known])
    leaves = [0]
    for conflict in found:
        leaves = _hit(leaves, conflict, clock)
    allowed: set[int] = set()
    while (group := _impossible(problem, sets, feasible, leaves, allowed)) is not None:
        conflict = shrink(problem, feasible, group)
        found.append(conflict)
        leaves = _hit(leaves, conflict, clock)
    return sorted(_minimal(found), key=lambda group: (group.bit_count(), list(bits(group))))


def kept_groups(problem: Problem, sets: int, found: Iterable[int], clock: Clock) -> list[int]:
    """Return the maximal groups that contain no conflict and keep as many firm sets as can be, firm sets first."""
    known = list(found)
    leaves = [0]
    for conflict in known:
        leaves = _hit(leaves, conflict, clock)
    firm = problem.firm & sets
    among_firm = [conflict for conflict in known if conflict & ~firm == 0]
    groups = (sets & ~leave for leave in leaves)
    return sorted(group for group in groups if _firm_first(group, firm, among_firm))


def _firm_first(group: int, firm: int, among_firm: list[int]) -> bool:
    kept = group & firm
    return all(any(conflict & ~(kept | 1 << one) == 0 for conflict in among_firm) for one in bits(firm & ~kept))


def _pairs(problem: Problem, sets: int) -> Iterator[int]:
    """Find the conflicts that two sizes alone make: more elements than what they lie within can hold."""
    for one in bits(sets):
        for other in bits(problem.within[one] & sets):
            if problem.lo[one] > problem.hi[other] or (problem.lo[one] and problem.apart[one] >> other & 1):
                yield 1 << one | 1 << other


def _impossible(problem: Problem, sets: int, feasible: Feasible, leaves: list[int], allowed: set[int]) -> int | None:
    for leave in leaves:
        group = sets & ~leave
        if group not in allowed:
            if not feasible(problem, group):
                return group
            allowed.add(group)
    return None


def shrink(problem: Problem, feasible: Feasible, group: int) -> int:
    """Leave out of a group that cannot be kept what it takes to make it a smallest."""
    for one in bits(group):
        if not feasible(problem, group & ~(1 << one)):
            group &= ~(1 << one)
    return group


def _hit(leaves: list[int], conflict: int, clock: Clock) -> list[int]:
    """Extend minimal hitting sets by one more group to hit (Berge 1989)."""
    hitting = [leave for leave in leaves if leave & conflict]
    extended = []
    for leave in leaves:
        clock.tick()
        if not leave & conflict:
            for one in bits(conflict):
                larger = leave | 1 << one
                if not any(smaller & ~larger == 0 for smaller in hitting):
                    extended.append(larger)
    if len(hitting) + len(extended) > _MOST_GROUPS:
        raise OutOfTimeError
    return [*hitting, *extended]


def _minimal(groups: Iterable[int]) -> list[int]:
    """Leave out the groups that hold another."""
    kept: list[int] = []
    for group in sorted(set(groups), key=int.bit_count):
        if not any(smaller & ~group == 0 for smaller in kept):
            kept.append(group)
    return kept

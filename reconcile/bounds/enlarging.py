"""Problems in which some sets are larger than they are, or lie with more than all of theirs within others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.strands import strands_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.strands import Strands


def enlarged(
    strands: Strands, given: Mapping[int, int], sizes: Mapping[int, int], ahead: Mapping[int, int]
) -> Strands | None:
    """Return strands with sets of other sizes, and with more of their first places where a set's must lie.

    Parameters
    ----------
    given
        How large each set is at most, as a world of all of them is woven.
    sizes
        The sets that are to have another size.
    ahead
        For sets how many of the first places of their strand must lie within all that the set lies within.

    Returns
    -------
    Strands or None
        None where that makes them no strands any more.
    """
    problem = strands.problem
    lo, hi, within, apart = list(problem.lo), list(problem.hi), list(problem.within), list(problem.apart)
    kinds = list(problem.kinds) or list(range(problem.size))
    for one, size in sizes.items():
        lo[one] = hi[one] = size
    sets = strands.sets
    added: list[tuple[int, int]] = []
    for one, size in sorted(ahead.items(), key=lambda each: (each[1], each[0])):
        new, mine = len(lo), strands.strands[strands.strand_of[one]].sets
        larger = 0
        for other in bits(mine):
            if sizes.get(other, given[other]) >= size:
                larger |= 1 << other
            else:
                within[other] |= 1 << new
        for other, at in added:
            if mine >> at & 1:
                within[other] |= 1 << new
        for other in bits(apart[one]):
            apart[other] |= 1 << new
        lo.append(size)
        hi.append(size)
        within.append(within[one] & ~mine & ~(1 << new) | larger)
        apart.append(apart[one])
        kinds.append(kinds[one])
        added.append((new, one))
        sets |= 1 << new
    changed = replace(
        problem,
        lo=tuple(lo),
        hi=tuple(hi),
        within=tuple(within),
        apart=tuple(apart),
        kinds=tuple(kinds),
    )
    return strands_of(changed, sets)

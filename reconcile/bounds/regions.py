"""Which Venn regions may hold elements.

A region is the group of sets that an element lies in. It may hold elements when it is closed (with a set come
all sets that it lies within), when no two of its sets are apart, and when with a whole comes one of its
parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.problem import Problem, Sum


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions that may hold elements, described by what each set brings along and keeps out.

    Attributes
    ----------
    closed
        Set i and all sets that it lies within, as a group.
    below
        Set i and all sets that lie within it.
    barred
        Sets that no region of set i may hold. A set that bars itself is empty.
    sums
        With the whole of a sum, a region holds one of its parts.
    """

    closed: Mapping[int, int]
    below: Mapping[int, int]
    barred: Mapping[int, int]
    sums: tuple[Sum, ...]

    @property
    def empty(self) -> int:
        """The sets that no element can lie in, whatever the sizes."""
        return sum(1 << one for one, barred in self.barred.items() if barred >> one & 1)

    def clash(self, region: int) -> bool:
        """Whether a region holds two sets that are apart."""
        return any(self.barred[one] & region for one in bits(region))

    def complete(self, region: int) -> bool:
        """Whether a region that holds the whole of a sum holds one of its parts."""
        return all(region & total.parts or not region >> total.whole & 1 for total in self.sums)


def regions_of(problem: Problem, keep: int | None = None, also: Mapping[int, int] | None = None) -> Regions:
    """Describe the regions of a problem.

    Parameters
    ----------
    keep
        The sets that are kept; all of them by default.
    also
        Further nesting: for a set the group of those that it lies within as well.
    """
    keep = problem.everything if keep is None else keep
    equal, above = _collapsed(problem, keep, also or {})
    closed_of, below_of, apart_of = {}, dict.fromkeys(equal, 0), {}
    several = _several(equal)
    for one, outer in above.items():
        closed_of[one] = outer | _union(equal, outer & several)
        for other in bits(outer):
            below_of[other] |= equal[one]
    closed = _spread(equal, closed_of)
    below = _spread(equal, below_of)
    known: dict[int, int] = {}
    for one, members in equal.items():
        group = 0
        for other in bits(members):
            group |= problem.apart[other] & keep
        if group not in known:
            known[group] = _downwards(group, below)
        apart_of[one] = known[group]
    barred = _spread(equal, {one: _union(apart_of, outer) for one, outer in above.items()})
    sums = tuple(total for total in problem.sums if (total.parts | 1 << total.whole) & ~keep == 0)
    return Regions(closed, below, barred, sums)


def nesting(problem: Problem, keep: int) -> dict[int, int]:
    """Return each kept set with all sets that it lies within, itself included."""
    equal, above = _collapsed(problem, keep, {})
    several = _several(equal)
    return _spread(equal, {one: outer | _union(equal, outer & several) for one, outer in above.items()})


def _collapsed(problem: Problem, keep: int, also: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """Close the nesting under transitivity, after putting sets together that plainly are the same.

    Returns
    -------
    tuple
        For the first of each such group the group; and for the first of each the firsts of all that it lies within,
        itself included. Hundreds of sources that agree are one set here.
    """
    direct = {one: (problem.within[one] | also.get(one, 0)) & keep for one in bits(keep)}
    twins: dict[int, int] = {}
    for one, outer in direct.items():
        twins[outer | 1 << one] = twins.get(outer | 1 << one, 0) | 1 << one
    equal = {next(bits(group)): group for group in twins.values()}
    firsts = sum(1 << one for one in equal)
    several = [(one, equal[one]) for one in bits(_several(equal))]
    for one in equal:
        hit = sum(1 << first for first, group in several if direct[one] & group)
        direct[one] = direct[one] & firsts | hit
    above: dict[int, int] = {}
    for one in sorted(equal, key=lambda one: direct[one].bit_count()):  # containers come first: they are followed once
        found, todo = 0, 1 << one
        while todo:
            each = (todo & -todo).bit_length() - 1
            found |= above.get(each) or 1 << each
            todo = (todo | direct[each]) & ~found
        above[one] = found
    return equal, {one: above[one] for one in equal}


def _several(equal: Mapping[int, int]) -> int:
    """Return the firsts of groups of more than one set, as a group."""
    return sum(1 << one for one, group in equal.items() if group & (group - 1))


def _union(groups: Mapping[int, int], of: int) -> int:
    found = 0
    for one in bits(of):
        found |= groups[one]
    return found


def _spread(equal: Mapping[int, int], values: Mapping[int, int]) -> dict[int, int]:
    """Give each set the value of the first of its equals, in the order of the sets."""
    return dict(sorted((one, values[first]) for first, group in equal.items() for one in bits(group)))


def _downwards(group: int, below: Mapping[int, int]) -> int:
    """Return the sets of a group and all that lie within them."""
    found = 0
    while left := group & ~found:
        found |= below[(left & -left).bit_length() - 1]
    return found

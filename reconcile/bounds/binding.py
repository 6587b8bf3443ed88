"""Which sets the rules bind together, and which pairs of sets are rivals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from reconcile.bounds.problem import Problem


_REMEMBERED = 4
"""For how many groups of kept sets it is remembered what lies around what."""


class Around(dict[int, tuple[int, int]]):
    """For a set all kept sets that its elements lie in, itself included, and those they cannot lie in, when asked."""

    def __init__(self, problem: Problem, kept: int) -> None:
        super().__init__()
        self._apart = problem.apart
        self._within = [outer & kept for outer in problem.within]

    def __missing__(self, one: int) -> tuple[int, int]:
        """Follow the rules from a set and all around it, as far as that was not done before: the outermost first."""
        fresh = self._followed(one)[2]
        for each in sorted(fresh, key=lambda each: self._within[each].bit_count()):
            self[each] = self._followed(each)[:2]
        return self[one]

    def _followed(self, one: int) -> tuple[int, int, list[int]]:
        """Return what a set lies in, what it cannot lie in, and over which sets nobody went before."""
        inside, barred, todo, fresh = 0, 0, 1 << one, []
        while todo:
            each = (todo & -todo).bit_length() - 1
            known = self.get(each)
            if known is None:
                fresh.append(each)
                known = 1 << each, self._apart[each]
                todo |= self._within[each]
            inside, barred = inside | known[0], barred | known[1]
            todo &= ~inside
        return inside, barred, fresh


class Binding:
    """The rules of a problem, followed from set to set.

    Attributes
    ----------
    unrivalled
        The problem in which rivals need not lie within each other. Two sets are rivals if one should lie within the
        other and is too large for it: they are never kept both.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem, self._linked = problem, list(problem.within)
        self._rivals = [0] * problem.size
        for one, outer in enumerate(problem.within):
            for other in bits(outer):
                self._linked[other] |= 1 << one
                if problem.lo[one] > problem.hi[other]:
                    self._rivals[one] |= 1 << other
                    self._rivals[other] |= 1 << one
        self._rules = [rule.sets for rule in problem.overlaps]
        self._rules += [rule.parts | 1 << rule.whole for rule in problem.sums]
        within = tuple(outer & ~self._rivals[one] for one, outer in enumerate(problem.within))
        self.unrivalled = replace(problem, within=within)
        self._around: dict[int, Around] = {}

    def rivalled(self, group: int) -> int:
        """Return the sets of a group that have a rival in it."""
        return union(1 << one for one in bits(group) if self._rivals[one] & group)

    def around(self, kept: int) -> Around:
        """Return what elements of sets lie in while certain sets are kept, and what they cannot lie in."""
        if kept not in self._around:
            self._around[kept] = Around(self._problem, kept)
            if len(self._around) > _REMEMBERED:
                del self._around[next(iter(self._around))]
        self._around[kept] = self._around.pop(kept)  # the one asked for last stays longest
        return self._around[kept]

    def bound_to(self, one: int, among: int) -> int:
        """Return all that rules bind to a set, directly or by others, while only sets of a group are kept."""
        among |= 1 << one
        rules = [rule for rule in self._rules if not rule & ~among]
        group = fresh = 1 << one
        while fresh:
            reached = union(self._linked[each] for each in bits(fresh)) | union(rule for rule in rules if rule & fresh)
            fresh = reached & among & ~group
            group |= fresh
        return group

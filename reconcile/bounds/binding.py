"""Which sets the rules bind together, and which pairs of sets are rivals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from reconcile.bounds.problem import Problem


class Binding:
    """The rules of a problem, followed from set to set.

    Attributes
    ----------
    unrivalled
        The problem in which rivals need not lie within each other. Two sets are rivals if one should lie within the
        other and is too large for it: they are never kept both.
    """

    def __init__(self, problem: Problem) -> None:
        self._linked = list(problem.within)
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

    def rivalled(self, group: int) -> int:
        """Return the sets of a group that have a rival in it."""
        return union(1 << one for one in bits(group) if self._rivals[one] & group)

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

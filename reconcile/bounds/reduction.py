"""A smaller problem with the same bounds, and the way back from its worlds to worlds of the larger one.

Sets that must be equal become one. A set that can always be placed inside its one container, and a container
outside the query that can always be filled up, are left out: long chains of growing sets shrink to their ends
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import Overlap, Problem, Sum, World
from reconcile.bounds.regions import nesting, regions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.regions import Regions


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduced problem and query, and what was left out.

    Attributes
    ----------
    problem, query
        What remains to be solved.
    lo_from, hi_from
        For each remaining set, the original set whose size gives its `lo` and its `hi`.
    """

    problem: Problem
    query: int
    lo_from: tuple[int, ...]
    hi_from: tuple[int, ...]
    _members: tuple[int, ...]
    _steps: tuple[_Step, ...]
    _keep: int

    def reduced(self, region: int) -> int:
        """Return a region of the original problem as one of the reduced problem."""
        return gathered(one for one, members in enumerate(self._members) if members & region)

    def invert(self, regions: Mapping[int, int]) -> World:
        """Return the world of the original problem that a world of the reduced one stands for."""
        lifted: dict[int, int] = {}
        for region, number in regions.items():
            if number:
                group = 0
                for one in bits(region):
                    group |= self._members[one]
                lifted[group] = lifted.get(group, 0) + number
        for step in reversed(self._steps):
            lifted = step.undo(lifted)
        return World(self._keep, lifted)


@dataclass(frozen=True, slots=True)
class _Inner:
    """The sets `members` (equal) were left out since any `size` elements of `container` can be theirs."""

    members: int
    container: int
    size: int

    def undo(self, regions: dict[int, int]) -> dict[int, int]:
        wanted = self.size
        after: dict[int, int] = {}
        for region, number in sorted(regions.items()):
            taken = min(wanted, number) if region & self.container == self.container else 0
            wanted -= taken
            for group, part in ((region | self.members, taken), (region, number - taken)):
                if part:
                    after[group] = after.get(group, 0) + part
        return after


@dataclass(frozen=True, slots=True)
class _Outer:
    """The sets `members` (equal) were left out since they hold all of `contents` and can be filled up to `size`."""

    members: int
    contents: int
    size: int

    def undo(self, regions: dict[int, int]) -> dict[int, int]:
        after: dict[int, int] = {}
        held = 0
        for region, number in regions.items():
            inside = region & self.contents
            held += number if inside else 0
            group = region | self.members if inside else region
            after[group] = after.get(group, 0) + number
        if held < self.size:
            after[self.members] = after.get(self.members, 0) + self.size - held
        return after


_Step = _Inner | _Outer


def reduce(problem: Problem, keep: int, query: int) -> Reduction | None:
    """Reduce a problem to what the query's bounds need.

    Parameters
    ----------
    keep
        The sets that are kept, as a group.
    query
        Sets whose union is asked for; those that are not kept do not count.

    Returns
    -------
    Reduction or None
        None where the sizes alone show that the sets cannot all be kept.
    """
    also = _filled(problem, keep)
    regions = regions_of(problem, keep, also)
    closed = nesting(problem, keep) if also else regions.closed
    depths = {one: outer.bit_count() for one, outer in closed.items()}
    while True:
        draft = _Draft(problem, keep, query & keep, regions, depths)
        if not draft.tighten():
            return None
        forced = draft.forced_equal()
        if not forced:
            break
        for outer, inner in forced:
            also[outer] = also.get(outer, 0) | 1 << inner
        regions = regions_of(problem, keep, also)
    while draft.leave_out():
        pass
    return draft.finish()


def _filled(problem: Problem, keep: int) -> dict[int, int]:
    """Return, by the number of each set that one directly within it fills, the group of those that do."""
    found: dict[int, int] = {}
    for inner in bits(keep):
        for outer in bits(problem.within[inner] & keep):
            if problem.lo[inner] == problem.hi[outer]:
                found[outer] = found.get(outer, 0) | 1 << inner
    return found


class _Draft:
    """The reduction in the making.

    Sets that must be equal are one class, named by its first set. `above` and `apart` are groups of classes,
    closed under the nesting.
    """

    def __init__(self, problem: Problem, keep: int, query: int, regions: Regions, depths: Mapping[int, int]) -> None:
        self.keep = keep
        self.first: dict[int, int] = {}
        self.members: dict[int, int] = {}
        for one, outer in regions.closed.items():
            equal = outer & regions.below[one]
            self.first[one] = next(bits(equal))
            if self.first[one] == one:
                self.members[one] = equal
        self.left = sum(1 << one for one in self.members)
        self.above = {one: regions.closed[one] & self.left & ~(1 << one) for one in self.members}
        self.below = {one: regions.below[one] & self.left & ~(1 << one) for one in self.members}
        self.apart = {one: regions.barred[one] & self.left for one in self.members}

        def tells_least(one: int) -> tuple[int, ...]:
            """Prefer, for people's sake, a set that is asked about; here the innermost, below the outermost."""
            return -problem.lo[one], ~query >> one & 1, -depths[one], one

        def tells_most(one: int) -> tuple[int, ...]:
            return problem.hi[one], ~query >> one & 1, depths[one], one

        self.lo_from = {one: min(bits(group), key=tells_least) for one, group in self.members.items()}
        self.hi_from = {one: min(bits(group), key=tells_most) for one, group in self.members.items()}
        self.lo = {one: problem.lo[teller] for one, teller in self.lo_from.items()}
        self.hi = {one: problem.hi[teller] for one, teller in self.hi_from.items()}
        self.query = sum(1 << one for one, group in self.members.items() if group & query)
        self.overlaps = tuple(
            Overlap(self._classes(rule.sets), rule.lo, rule.hi) for rule in problem.overlaps if not rule.sets & ~keep
        )
        self.sums = tuple(Sum(self.first[rule.whole], self._classes(rule.parts)) for rule in regions.sums)
        self.pinned = 0  # classes that an overlap or a sum speaks of: these stay
        for overlap in self.overlaps:
            self.pinned |= overlap.sets
        for total in self.sums:
            self.pinned |= total.parts | 1 << total.whole
        self.steps: list[_Step] = []

    def tighten(self) -> bool:
        """Carry sizes along the nesting; return whether every interval still holds a number."""
        for inner, outer in self.above.items():
            if self.apart[inner] >> inner & 1:
                self.hi[inner] = 0
            for container in bits(outer):
                self._raise(container, inner)
                if self.hi[container] < self.hi[inner]:
                    self.hi[inner], self.hi_from[inner] = self.hi[container], self.hi_from[container]
        for one, high in self.hi.items():
            if high == 0:
                self.apart[one] |= 1 << one
        return all(low <= self.hi[one] for one, low in self.lo.items())

    def forced_equal(self) -> list[tuple[int, int]]:
        """Find the sets that fill what they lie within: container and content."""
        return [
            (outer, inner)
            for inner, above in self.above.items()
            for outer in bits(above)
            if self.lo[inner] == self.hi[outer]
        ]

    def leave_out(self) -> bool:
        """Leave out every set that can be; return whether there was one."""
        before = self.left
        for one in sorted(bits(self.left & ~self.pinned), key=lambda one: self.below[one].bit_count()):
            container = self._container(one)
            if container is not None:
                self._raise(container, one)
                self.steps.append(_Inner(self.members[one], self.members[container], self.lo[one]))
                self.left &= ~(1 << one)
            elif self._fillable(one):
                contents = self.members[one]
                for inner in bits(self.below[one] & self.left):
                    contents |= self.members[inner]
                self.steps.append(_Outer(self.members[one], contents, self.lo[one]))
                self.left &= ~(1 << one)
        return self.left != before

    def finish(self) -> Reduction:
        kept = list(bits(self.left))
        number = {old: new for new, old in enumerate(kept)}

        @cache
        def moved(group: int) -> int:
            return sum(1 << number[one] for one in bits(group & self.left))

        problem = Problem(
            tuple(self.lo[one] for one in kept),
            tuple(self.hi[one] for one in kept),
            tuple(moved(self.above[one]) for one in kept),
            tuple(moved(self.apart[one]) for one in kept),
            tuple(Overlap(moved(rule.sets), rule.lo, rule.hi) for rule in self.overlaps),
            tuple(Sum(number[rule.whole], moved(rule.parts)) for rule in self.sums),
        )
        return Reduction(
            problem,
            moved(self.query),
            tuple(self.lo_from[one] for one in kept),
            tuple(self.hi_from[one] for one in kept),
            tuple(self.members[one] for one in kept),
            tuple(self.steps),
            self.keep,
        )

    def _classes(self, group: int) -> int:
        found = 0
        for one in bits(group):
            found |= 1 << self.first[one]
        return found

    def _raise(self, container: int, inner: int) -> None:
        if self.lo[inner] > self.lo[container]:
            self.lo[container], self.lo_from[container] = self.lo[inner], self.lo_from[inner]

    def _container(self, one: int) -> int | None:
        """Return the set inside which this one can always be placed, if nothing else depends on it."""
        above = self.above[one] & self.left
        if self.below[one] & self.left or (self.query >> one & 1 and not above & self.query):
            return None
        for outer in bits(above):
            nested = above == self.above[outer] & self.left | 1 << outer
            if nested and self.apart[one] & self.left & ~self.apart[outer] == 0:
                return outer
        return None

    def _fillable(self, one: int) -> bool:
        """Whether this set holds all it must whatever its contents are, and can be filled up without being noticed."""
        if self.above[one] & self.left or self.query >> one & 1:
            return False
        contents = self.below[one] & self.left
        outermost = (inner for inner in bits(contents) if not self.above[inner] & contents)
        return sum(self.hi[inner] for inner in outermost) <= self.hi[one]

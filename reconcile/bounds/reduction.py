"""A smaller problem with the same bounds, and the way back from its worlds to worlds of the larger one.

Sets that must be equal become one. A set that can always be placed inside its one container, and a container
outside the query that can always be filled up, are left out: long chains of growing sets shrink to their ends
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds.problem import Overlap, Problem, Sum, World, bits, restrict
from reconcile.bounds.regions import regions_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    _size: int

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
        return World((1 << self._size) - 1, lifted)


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


def reduce(problem: Problem, query: int) -> Reduction | None:
    """Reduce a problem whose sets are all kept; None where the sizes alone show that they cannot all be kept."""
    depths = [closed.bit_count() for closed in regions_of(problem).closed]
    while True:
        draft = _Draft(problem, query, depths)
        if not draft.tighten():
            return None
        forced = draft.forced_equal()
        if not forced:
            break
        for outer, inner in forced:
            problem = problem.with_within(outer, inner)
    while draft.leave_out():
        pass
    return draft.finish()


class _Draft:
    """The reduction in the making. Equal sets are one class; `above` and `apart` are closed under the nesting."""

    def __init__(self, problem: Problem, query: int, depths: Sequence[int]) -> None:
        regions = regions_of(problem)
        self.members: list[int] = []
        class_of: list[int] = []
        for one, outer in enumerate(regions.closed):
            equal = outer & regions.below[one]
            first = next(bits(equal))
            if first == one:
                self.members.append(equal)
            class_of.append(len(self.members) - 1 if first == one else class_of[first])

        def classes(group: int) -> int:
            found = 0
            for one in bits(group):
                found |= 1 << class_of[one]
            return found

        firsts = [next(bits(group)) for group in self.members]
        self.above = [classes(regions.closed[first]) & ~(1 << at) for at, first in enumerate(firsts)]
        self.apart = [classes(regions.barred[first]) for first in firsts]

        def tells_least(one: int) -> tuple[int, ...]:
            """Prefer, for people's sake, a set that is asked about; here the innermost, below the outermost."""
            return -problem.lo[one], ~query >> one & 1, -depths[one], one

        def tells_most(one: int) -> tuple[int, ...]:
            return problem.hi[one], ~query >> one & 1, depths[one], one

        self.lo_from = [min(bits(group), key=tells_least) for group in self.members]
        self.hi_from = [min(bits(group), key=tells_most) for group in self.members]
        self.lo = [problem.lo[one] for one in self.lo_from]
        self.hi = [problem.hi[one] for one in self.hi_from]
        self.query = classes(query)
        self.overlaps = tuple(Overlap(classes(rule.sets), rule.lo, rule.hi) for rule in problem.overlaps)
        self.sums = tuple(Sum(class_of[rule.whole], classes(rule.parts)) for rule in problem.sums)
        self.pinned = 0  # classes that an overlap or a sum speaks of: these stay
        for overlap in self.overlaps:
            self.pinned |= overlap.sets
        for total in self.sums:
            self.pinned |= total.parts | 1 << total.whole
        self.left = (1 << len(self.members)) - 1
        self.steps: list[_Step] = []
        self.size = problem.size

    def tighten(self) -> bool:
        """Carry sizes along the nesting; return whether every interval still holds a number."""
        for inner, outer in enumerate(self.above):
            if self.apart[inner] >> inner & 1:
                self.hi[inner] = 0
            for container in bits(outer):
                self._raise(container, inner)
                if self.hi[container] < self.hi[inner]:
                    self.hi[inner], self.hi_from[inner] = self.hi[container], self.hi_from[container]
        for one, high in enumerate(self.hi):
            if high == 0:
                self.apart[one] |= 1 << one
        return all(low <= high for low, high in zip(self.lo, self.hi, strict=True))

    def forced_equal(self) -> list[tuple[int, int]]:
        """Find the sets that fill what they lie within: container and content, by their numbers in the problem."""
        return [
            (next(bits(self.members[outer])), next(bits(self.members[inner])))
            for inner, above in enumerate(self.above)
            for outer in bits(above)
            if self.lo[inner] == self.hi[outer]
        ]

    def leave_out(self) -> bool:
        """Leave out every set that can be; return whether there was one."""
        before = self.left
        for one in bits(self.left & ~self.pinned):
            container = self._container(one)
            if container is not None:
                self._raise(container, one)
                self.steps.append(_Inner(self.members[one], self.members[container], self.lo[one]))
                self.left &= ~(1 << one)
            elif self._fillable(one):
                contents = self.members[one]
                for inner in bits(self._contents(one)):
                    contents |= self.members[inner]
                self.steps.append(_Outer(self.members[one], contents, self.lo[one]))
                self.left &= ~(1 << one)
        return self.left != before

    def finish(self) -> Reduction:
        whole = Problem(tuple(self.lo), tuple(self.hi), tuple(self.above), tuple(self.apart), self.overlaps, self.sums)
        problem, kept = restrict(whole, self.left)
        return Reduction(
            problem,
            sum(1 << new for new, old in enumerate(kept) if self.query >> old & 1),
            tuple(self.lo_from[old] for old in kept),
            tuple(self.hi_from[old] for old in kept),
            tuple(self.members[old] for old in kept),
            tuple(self.steps),
            self.size,
        )

    def _raise(self, container: int, inner: int) -> None:
        if self.lo[inner] > self.lo[container]:
            self.lo[container], self.lo_from[container] = self.lo[inner], self.lo_from[inner]

    def _contents(self, one: int) -> int:
        return sum(1 << inner for inner in bits(self.left) if self.above[inner] >> one & 1)

    def _container(self, one: int) -> int | None:
        """Return the set inside which this one can always be placed, if nothing else depends on it."""
        above = self.above[one] & self.left
        if self._contents(one) or (self.query >> one & 1 and not above & self.query):
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
        contents = self._contents(one)
        outermost = (inner for inner in bits(contents) if not self.above[inner] & contents)
        return sum(self.hi[inner] for inner in outermost) <= self.hi[one]

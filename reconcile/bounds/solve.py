"""Exact bounds of a union: components apart, kept groups in turn, each bound with its world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.kept import conflicts, kept_groups
from reconcile.bounds.optimum import Optimum, Sense, optimise
from reconcile.bounds.problem import World, bits, holds, restrict
from reconcile.bounds.reduction import reduce

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.reduction import Reduction


@dataclass(frozen=True, slots=True)
class Term:
    """A size that a bound is made of: `weight` times the size of a set, at its `lo` or its `hi`."""

    set: int
    at_lo: bool
    weight: Fraction


@dataclass(frozen=True, slots=True)
class End:
    """One end of the range: its value, a world that attains it, and the sizes that it is made of.

    Where the search ran out of time, `proven` is False, there is no world, and no world goes beyond the value.
    """

    value: int
    world: World | None
    terms: tuple[Term, ...]
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Bounds:
    """The fewest and the most elements in the union, over all worlds."""

    lower: End
    upper: End

    @property
    def range(self) -> tuple[int, int]:
        """Both values."""
        return self.lower.value, self.upper.value


@dataclass(frozen=True, slots=True)
class Component:
    """Sets that share nothing with the rest of the problem, renumbered: `members` tells each one's number there.

    `groups` are the maximal kept groups; None if the time did not suffice to find them.
    """

    problem: Problem
    members: tuple[int, ...]
    conflicts: tuple[int, ...]
    groups: tuple[int, ...] | None

    def localised(self, group: int) -> int:
        """Return a group of the whole problem, in this component's numbers."""
        return sum(1 << new for new, old in enumerate(self.members) if group >> old & 1)


def components(problem: Problem, clock: Clock) -> list[Component]:
    """Split a problem into parts that share nothing, each with its conflicts and maximal kept groups."""
    found = []
    for group in _separate(problem):
        local, members = restrict(problem, group)
        found.append(component(local, members, clock))
    return found


def component(problem: Problem, members: Iterable[int], clock: Clock, known: Iterable[int] = ()) -> Component:
    """Return the component of a problem that is not to be split; `known` are groups known to conflict."""
    try:
        smallest = conflicts(problem, clock, known)
        groups = kept_groups(problem, smallest, clock)
    except OutOfTimeError:
        return Component(problem, tuple(members), (), None)
    return Component(problem, tuple(members), tuple(smallest), tuple(groups))


def bounds(part: Component, query: int, clock: Clock) -> Bounds:
    """Return the exact bounds of the union of a component's query sets, in the component's numbers."""
    if part.groups is None:
        return _outer(part.problem, query, certain=0)
    least: End | None = None
    most: End | None = None
    seen: set[tuple[Problem, int]] = set()
    try:
        for group in part.groups:
            kept, members = restrict(part.problem, group)
            local = sum(1 << new for new, old in enumerate(members) if query >> old & 1)
            reduction = reduce(kept, local)
            assert reduction is not None, "a kept group can be kept"
            if (reduction.problem, reduction.query) in seen:
                continue
            seen.add((reduction.problem, reduction.query))
            low = _end(part.problem, query, reduction, members, Sense.LEAST, clock)
            high = _end(part.problem, query, reduction, members, Sense.GREATEST, clock)
            least = low if least is None or low.value < least.value else least
            most = high if most is None or high.value > most.value else most
    except OutOfTimeError:
        certain = query if part.groups == (part.problem.everything,) else 0
        return _outer(part.problem, query, certain)
    assert least is not None
    assert most is not None
    return Bounds(least, most)


def solve(problem: Problem, query: int, clock: Clock | None = None) -> Bounds:
    """Return the exact bounds of the union of the query's sets: the fewest and the most elements over all worlds."""
    clock = clock or Clock()
    return total(
        (part, bounds(part, part.localised(query), clock))
        for part in components(problem, clock)
        if part.localised(query)
    )


def total(parts: Iterable[tuple[Component, Bounds]]) -> Bounds:
    """Add up the bounds of components, in the numbers of the whole problem.

    The worlds that result speak of the components given alone.
    """
    lower, upper = _NOTHING, _NOTHING
    for part, found in parts:
        lower = _sum(lower, _moved(found.lower, part.members))
        upper = _sum(upper, _moved(found.upper, part.members))
    return Bounds(lower, upper)


_NOTHING = End(0, World(0, {}), ())


def _separate(problem: Problem) -> list[int]:
    touching = [
        problem.everything & ~apart | within
        for apart, within in zip(problem.apart, problem.within, strict=True)
    ]
    for one, outer in enumerate(problem.within):
        for other in bits(outer & problem.apart[one]):
            touching[other] |= 1 << one
    for group in [
        *(overlap.sets for overlap in problem.overlaps),
        *(rule.parts | 1 << rule.whole for rule in problem.sums),
    ]:
        for one in bits(group):
            touching[one] |= group
    left, found = problem.everything, []
    while left:
        group = fresh = left & -left
        while fresh:
            reached = 0
            for one in bits(fresh):
                reached |= touching[one]
            fresh = reached & left & ~group
            group |= fresh
        found.append(group)
        left &= ~group
    return found


def _end(problem: Problem, query: int, reduction: Reduction, members: list[int], sense: Sense, clock: Clock) -> End:
    optimum = Optimum(0, {}, {})
    if reduction.query:
        found = optimise(reduction.problem, reduction.query, sense, clock)
        assert found is not None, "a kept group can be kept"
        optimum = found
    elif reduction.problem.size:
        found = optimise(reduction.problem, 0, Sense.ANY, clock)
        assert found is not None, "a kept group can be kept"
        optimum = Optimum(0, found.regions, {})
    world = _lifted(reduction.invert(optimum.regions), members)
    assert holds(problem, world), "a witness keeps every rule"
    assert world.union(query) == optimum.value, "a witness attains its bound"
    terms = []
    for group, weight in optimum.weights.items():
        if group & (group - 1) == 0:
            at_lo = weight * sense > 0
            origin = (reduction.lo_from if at_lo else reduction.hi_from)[group.bit_length() - 1]
            terms.append(Term(members[origin], at_lo, weight))
    return End(optimum.value, world, tuple(sorted(terms, key=lambda term: term.set)))


def _outer(problem: Problem, query: int, certain: int) -> Bounds:
    """Bounds that hold without a search: the largest of the sets that are surely kept, and the sum of all."""
    low = max((problem.lo[one] for one in bits(certain)), default=0)
    high = sum(problem.hi[one] for one in bits(query))
    return Bounds(End(low, None, (), proven=False), End(high, None, (), proven=False))


def _lifted(world: World, members: Iterable[int]) -> World:
    numbers = list(members)

    def lifted(group: int) -> int:
        return sum(1 << numbers[one] for one in bits(group))

    return World(lifted(world.kept), {lifted(region): number for region, number in world.regions.items()})


def _moved(end: End, members: tuple[int, ...]) -> End:
    world = None if end.world is None else _lifted(end.world, members)
    return End(
        end.value, world, tuple(Term(members[term.set], term.at_lo, term.weight) for term in end.terms), end.proven
    )


def _sum(one: End, other: End) -> End:
    world = None
    if one.world is not None and other.world is not None:
        world = World(one.world.kept | other.world.kept, {**one.world.regions, **other.world.regions})
    return End(one.value + other.value, world, one.terms + other.terms, one.proven and other.proven)

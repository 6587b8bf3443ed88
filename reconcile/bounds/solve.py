"""Exact bounds of a union: components apart, kept groups in turn, each bound with its world."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.kept import conflicts, kept_groups
from reconcile.bounds.optimum import Optimum, optimise
from reconcile.bounds.problem import World, bits, holds, restrict
from reconcile.bounds.reduction import reduce
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.reduction import Reduction


@dataclass(frozen=True, slots=True)
class Term:
    """A number that a bound is made of: `weight` times the elements that lie in all of `sets`, at `lo` or at `hi`."""

    sets: int
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


class Solver:
    """Solves under one limit of time, and remembers reduced problems: what-ifs mostly reduce to the same few."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self._optima: dict[tuple[Problem, int, Sense], Optimum | None] = {}

    def components(self, problem: Problem) -> list[Component]:
        """Split a problem into parts that share nothing, each with its conflicts and maximal kept groups."""
        found = []
        for group in separate(problem):
            local, members = restrict(problem, group)
            found.append(self.component(local, members))
        return found

    def component(self, problem: Problem, members: Iterable[int], known: Iterable[int] = ()) -> Component:
        """Return the component of a problem that is not to be split; `known` are groups known to conflict."""
        try:
            smallest = conflicts(problem, self.feasible, self.clock, known)
            groups = kept_groups(problem, smallest, self.clock)
        except OutOfTimeError:
            return Component(problem, tuple(members), (), None)
        return Component(problem, tuple(members), tuple(smallest), tuple(groups))

    def feasible(self, problem: Problem, keep: int) -> bool:
        """Whether some world keeps all of these sets."""
        kept, _ = restrict(problem, keep)
        reduction = reduce(kept, 0)
        return reduction is not None and self._optimum(reduction.problem, 0, Sense.ANY) is not None

    def bounds(self, part: Component, query: int) -> Bounds:
        """Return the exact bounds of the union of a component's query sets, in the component's numbers."""
        return Bounds(self.end(part, query, Sense.LEAST), self.end(part, query, Sense.GREATEST))

    def end(self, part: Component, query: int, sense: Sense) -> End:
        """Return one end of the range of the union of a component's query sets, in the component's numbers."""
        best: End | None = None
        try:
            for group in part.groups or ():
                kept, members = restrict(part.problem, group)
                local = sum(1 << new for new, old in enumerate(members) if query >> old & 1)
                found = self._end(kept, local, sense)
                if best is None or found.value * sense < best.value * sense:
                    best = _moved(found, members)
        except OutOfTimeError:
            best = None
        return best or _outer(part, query, sense)

    def solve(self, problem: Problem, query: int) -> Bounds:
        """Return the exact bounds of the union of the query's sets over all worlds."""
        return total(
            (part, self.bounds(part, local)) for part in self.components(problem) if (local := part.localised(query))
        )

    def _optimum(self, problem: Problem, query: int, sense: Sense) -> Optimum | None:
        key = (problem, query, sense)
        if key not in self._optima:
            self._optima[key] = optimise(problem, query, sense, self.clock)
        return self._optima[key]

    def _end(self, kept: Problem, query: int, sense: Sense) -> End:
        reduction = reduce(kept, query)
        assert reduction is not None, "a kept group can be kept"
        optimum = self._optimum(reduction.problem, reduction.query, sense if reduction.query else Sense.ANY)
        assert optimum is not None, "a kept group can be kept"
        value = optimum.value if reduction.query else 0
        world = reduction.invert(optimum.regions)
        assert holds(kept, world), "a witness keeps every rule"
        assert world.union(query) == value, "a witness attains its bound"
        return End(value, world, _terms(kept, reduction, optimum, sense) if value else ())


def total(parts: Iterable[tuple[Component, Bounds]]) -> Bounds:
    """Add up the bounds of components, in the numbers of the whole problem.

    The worlds that result speak of the components given alone.
    """
    lower, upper = _NOTHING, _NOTHING
    for part, found in parts:
        lower = _sum(lower, _moved(found.lower, part.members))
        upper = _sum(upper, _moved(found.upper, part.members))
    return Bounds(lower, upper)


def separate(problem: Problem) -> list[int]:
    """Split the sets into the smallest groups between which nothing is shared and no rule holds."""
    touching = [
        problem.everything & ~apart | within for apart, within in zip(problem.apart, problem.within, strict=True)
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


_NOTHING = End(0, World(0, {}), ())


def _terms(kept: Problem, reduction: Reduction, optimum: Optimum, sense: Sense) -> tuple[Term, ...]:
    """Say which sizes a bound is made of: a plain sum where one proves it, else those that the program weighs."""
    origins = reduction.lo_from if sense is Sense.LEAST else reduction.hi_from
    if optimum.plain is not None:
        return tuple(Term(1 << origins[one], sense is Sense.LEAST, Fraction(1)) for one in bits(optimum.plain))
    terms = []
    for at, weight in enumerate(optimum.weights):
        if weight:
            at_lo = weight * sense > 0
            if at < reduction.problem.size:
                sets = 1 << (reduction.lo_from if at_lo else reduction.hi_from)[at]
            else:
                sets = kept.overlaps[at - reduction.problem.size].sets
            terms.append(Term(sets, at_lo, weight))
    return tuple(terms)


def _outer(part: Component, query: int, sense: Sense) -> End:
    """Return a bound that holds without a search: the largest set that is surely kept, or the sum of all sets."""
    if sense is Sense.GREATEST:
        value = sum(part.problem.hi[one] for one in bits(query))
    else:
        certain = query if part.groups == (part.problem.everything,) else 0
        value = max((part.problem.lo[one] for one in bits(certain)), default=0)
    return End(value, None, (), proven=False)


def _moved(end: End, members: Sequence[int]) -> End:
    """Return an end in the numbers that `members` gives to its sets."""

    def moved(group: int) -> int:
        return sum(1 << members[one] for one in bits(group))

    world = end.world and World(
        moved(end.world.kept), {moved(region): number for region, number in end.world.regions.items()}
    )
    return End(
        end.value, world, tuple(Term(moved(term.sets), term.at_lo, term.weight) for term in end.terms), end.proven
    )


def _sum(one: End, other: End) -> End:
    world = None
    if one.world is not None and other.world is not None:
        world = World(one.world.kept | other.world.kept, {**one.world.regions, **other.world.regions})
    return End(one.value + other.value, world, one.terms + other.terms, one.proven and other.proven)

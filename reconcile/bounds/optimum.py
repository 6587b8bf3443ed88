"""The least and the greatest union, over all worlds that keep every set.

A linear program over the regions gives a bound and the weights that prove it; where its best solution holds
fractions of elements, a count that is fractional is split into two cases (branch and bound; Land and Doig 1960).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds.certificate import apart_sets, covering_sets
from reconcile.bounds.layout import lay_out
from reconcile.bounds.program import Count, Program
from reconcile.bounds.regions import regions_of
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.regions import Regions


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best union, a world that attains it (elements per region), and what each count weighs in the proof.

    `plain` are sets whose sizes simply add up to a proof (see `certificate`), None if there are none.
    `weights` has the groups of sets whose shared elements weigh something; a positive weight of a least union counts
    the `lo`, of a greatest union the `hi`, and a negative one the other end.
    """

    value: int
    regions: Mapping[int, int]
    plain: int | None
    weights: Mapping[int, Fraction] = field(default_factory=dict)


_MOST_LAID_OUT = 60
"""Worlds of more sets are not tried to be laid out: that takes long and hardly ever succeeds."""


def optimise(problem: Problem, query: int, sense: Sense, clock: Clock, seen: Iterable[int] = ()) -> Optimum | None:
    """Find the best union of the query's sets.

    Parameters
    ----------
    problem
        All of whose sets are kept.
    sense
        `Sense.ANY` stops at the first world found.
    seen
        Regions of which a good world may be made.

    Returns
    -------
    Optimum or None
        None where no world keeps all sets.

    Raises
    ------
    OutOfTimeError
        When the clock's limit is reached first.
    """
    regions = regions_of(problem)
    world = lay_out(problem, regions, query, sense) if problem.size <= _MOST_LAID_OUT else None
    if world is not None:
        value = world.union(query)
        plain = _plain(problem, regions, query, sense, value)
        if plain is not None or sense is Sense.ANY:
            return Optimum(value, world.regions, plain)
    program = Program(problem, regions, query, sense, clock)
    program.know(seen)
    return _search(program, problem, sense, clock)


def _plain(problem: Problem, regions: Regions, query: int, sense: Sense, value: int) -> int | None:
    """Find sets whose sizes prove a value by their sum alone."""
    if sense is Sense.ANY:
        return None
    find = apart_sets if sense is Sense.LEAST else covering_sets
    return find(problem, regions, query, value)


class _Case(NamedTuple):
    """What else is known in a case, and what its union, times the sense, is at least; None while that is not known."""

    extra: tuple[Count, ...]
    least: int | None


def _search(program: Program, problem: Problem, sense: Sense, clock: Clock) -> Optimum | None:
    """Go through cases, depth first: that with more elements in a region before that with fewer.

    Elements that are put somewhere soon make a world; and as a union is a whole number, that world is mostly as good as
    the linear program allows, which ends the search. For the same reason a case need not be solved any better once it
    is as good as the case that it is part of.
    """
    query = program.query
    best: tuple[int, dict[int, int]] | None = None
    proof: dict[int, Fraction] = {}
    cases = [_Case((), 0 if sense is Sense.ANY else None)]
    while cases:
        clock.tick()
        extra, least = cases.pop()
        if best is not None and least is not None and least >= best[0] * sense:
            continue
        solution = program.solve(extra, least)
        if solution is None:
            continue
        if not extra:
            proof = {group: weight * sense for group, weight in program.weights().items() if weight}
        least = ceil(solution.value) if least is None else max(least, ceil(solution.value))
        if best is not None and least >= best[0] * sense:
            continue
        columns = solution.columns if sense is Sense.GREATEST or program.large else program.uncrossed(solution)
        split = fractional(columns)
        if split is None:
            regions = {region: int(number) for region, number in columns.items()}
            best = sum(number for region, number in regions.items() if region & query), regions
        else:
            group, number = split
            fewer, more = Count(group, 0, floor(number)), Count(group, ceil(number), program.most(group))
            cases += [_Case((*extra, fewer), least), _Case((*extra, more), least)]
    return best and Optimum(best[0], best[1], _plain(problem, program.regions, query, sense, best[0]), proof)


def fractional(columns: Mapping[int, Fraction]) -> tuple[int, Fraction] | None:
    """Return a group of sets that a fractional number of elements share, and that number; None if all is whole.

    The group is a region, of those with a fraction one of most sets, so that no other such region counts for it. That
    says more of where elements are than how many two sets share would, and takes far fewer cases.
    """
    broken = [region for region, number in columns.items() if number.denominator != 1]
    if not broken:
        return None
    deepest = max(broken, key=lambda region: (region.bit_count(), region))
    return deepest, sum((number for region, number in columns.items() if not deepest & ~region), start=Fraction(0))

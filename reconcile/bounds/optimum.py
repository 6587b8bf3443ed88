"""The least and the greatest union, over all worlds that keep every set.

A linear program over the regions gives a bound and the weights that prove it; where its best solution holds
fractions of elements, a count that is fractional is split into two cases (branch and bound).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.certificate import apart_sets, covering_sets
from reconcile.bounds.layout import lay_out
from reconcile.bounds.regions import heaviest, regions_of
from reconcile.bounds.sense import Sense
from reconcile.bounds.simplex import Row, Simplex, Solution
from reconcile.bounds.uncrossing import uncrossed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements lie in all sets of `group`: between `lo` and `hi`."""

    group: int
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best union, a world that attains it (elements per region), and what each count weighs in the proof.

    `plain` are sets whose sizes simply add up to a proof (see `certificate`), None if there are none.
    `weights` has an entry for each set's size, then for each overlap; a positive weight of a least union
    counts the `lo`, of a greatest union the `hi`, and a negative one the other end.
    """

    value: int
    regions: Mapping[int, int]
    plain: int | None
    weights: tuple[Fraction, ...] = ()


def optimise(problem: Problem, query: int, sense: Sense, clock: Clock) -> Optimum | None:
    """Find the best union of the query's sets.

    Parameters
    ----------
    problem
        All of whose sets are kept.
    sense
        `Sense.ANY` stops at the first world found.

    Returns
    -------
    Optimum or None
        None where no world keeps all sets.

    Raises
    ------
    OutOfTimeError
        When the clock's limit is reached first.
    """
    world = lay_out(problem, query, sense)
    if world is not None:
        value = world.union(query)
        plain = _plain(problem, query, sense, value)
        if plain is not None or sense is Sense.ANY:
            return Optimum(value, world.regions, plain)
    return _search(problem, query, sense, clock)


def _plain(problem: Problem, query: int, sense: Sense, value: int) -> int | None:
    """Find sets whose sizes prove a value by their sum alone."""
    if sense is Sense.ANY:
        return None
    return apart_sets(problem, query, value) if sense is Sense.LEAST else covering_sets(problem, query, value)


def _search(problem: Problem, query: int, sense: Sense, clock: Clock) -> Optimum | None:
    program = Program(problem, query, sense, clock)
    best: tuple[int, dict[int, int]] | None = None
    proof: tuple[Fraction, ...] = ()
    cases: list[tuple[Count, ...]] = [()]
    while cases:
        clock.tick()
        extra = cases.pop()
        solution = program.solve(extra)
        if solution is None:
            continue
        if not extra:
            proof = program.weights(solution)
        if best is not None and ceil(solution.value) >= best[0] * sense:
            continue
        columns = solution.columns if sense is Sense.GREATEST else program.uncrossed(solution, extra)
        split = fractional(columns)
        if split is None:
            regions = {region: int(number) for region, number in columns.items()}
            best = sum(number for region, number in regions.items() if region & query), regions
            if sense is Sense.ANY:
                break
        else:
            group, number = split
            most = min(problem.hi[one] for one in bits(group))
            cases += [(*extra, Count(group, ceil(number), most)), (*extra, Count(group, 0, floor(number)))]
    return best and Optimum(best[0], best[1], _plain(problem, query, sense, best[0]), proof)


class Program:
    """The linear program of a problem: a row a count, a column a region, made when it is needed."""

    def __init__(self, problem: Problem, query: int, sense: Sense, clock: Clock) -> None:
        self.regions = regions_of(problem)
        self.query, self.sense, self.clock = query, sense, clock
        self.counts = [
            *(Count(1 << one, low, high) for one, (low, high) in enumerate(zip(problem.lo, problem.hi, strict=True))),
            *(Count(overlap.sets, overlap.lo, overlap.hi) for overlap in problem.overlaps),
        ]
        self.pool: list[int] = [
            closed
            for one, closed in self.regions.closed.items()
            if not self.regions.empty >> one & 1 and self.regions.complete(closed)
        ]

    def solve(self, extra: Sequence[Count], *, plain: bool = False) -> Solution | None:
        """Return the best solution in fractions that keeps some further counts as well; None where there is none.

        `plain` asks for weights that people can read.
        """
        counts = [*self.counts, *extra]
        if any(count.lo > count.hi for count in counts):
            return None
        simplex = Simplex([Row(count.lo, count.hi) for count in counts])
        if not simplex.make_feasible(_Pricing(self, counts, 0)):
            return None
        pricing = _Pricing(self, counts, int(self.sense))
        simplex.recost(pricing.cost)
        solution = simplex.minimise(pricing)
        return replace(solution, weights=simplex.plain_weights(pricing)) if plain else solution

    def refute(self, extra: Sequence[Count]) -> tuple[Fraction, ...]:
        """Return the weights of all counts, the further ones last, that prove that there is no solution."""
        counts = [*self.counts, *extra]
        simplex = Simplex([Row(count.lo, count.hi) for count in counts])
        feasible = simplex.make_feasible(_Pricing(self, counts, 0))
        assert not feasible, "what can be solved is not refuted"
        return simplex.weights()

    def uncrossed(self, solution: Solution, extra: Sequence[Count]) -> dict[int, Fraction]:
        """Return the regions of a solution, made whole where nesting does it."""
        several = [count.group for count in (*self.counts, *extra) if count.group & (count.group - 1)]
        return uncrossed(solution.columns, self.regions, several)

    def weights(self, solution: Solution) -> tuple[Fraction, ...]:
        """Return what the counts of the problem weigh in the bound, as `Optimum` has it."""
        return tuple(weight * int(self.sense) for weight in solution.weights[: len(self.counts)])


class _Pricing:
    """Finds a region whose cost is less than what the row weights pay for it."""

    def __init__(self, program: Program, counts: Sequence[Count], sense: int) -> None:
        self.program, self.counts, self.sense = program, counts, sense
        self._met: list[list[int]] = []  # for each region of the pool the counts whose sets all hold it

    def _meets(self, region: int) -> list[int]:
        return [at for at, count in enumerate(self.counts) if count.group & ~region == 0]

    def cost(self, region: int) -> int:
        return self.sense if region & self.program.query else 0

    def __call__(self, weights: Sequence[int], denominator: int) -> tuple[int, Sequence[int], int] | None:
        self.program.clock.tick()
        best, most = None, 0
        pool = self.program.pool
        self._met += [self._meets(region) for region in pool[len(self._met) :]]
        for region, met in zip(pool, self._met, strict=True):
            gain = sum(weights[at] for at in met) - self.cost(region) * denominator
            if gain > most:
                best, most = region, gain
        if best is None:
            by_group: dict[int, int] = {}
            for count, weight in zip(self.counts, weights, strict=True):
                by_group[count.group] = by_group.get(count.group, 0) + weight
            found = heaviest(
                self.program.regions,
                by_group,
                self.program.query,
                -self.sense * denominator,
                self.program.clock.tick,
            )
            if found is None:
                return None
            best = found[0]
            self.program.pool.append(best)
        return best, [int(count.group & ~best == 0) for count in self.counts], self.cost(best)


def fractional(columns: dict[int, Fraction]) -> tuple[int, Fraction] | None:
    """Return a group of sets that a fractional number of elements share, and that number; None if all is whole."""
    broken = [region for region, number in columns.items() if number.denominator != 1]
    if not broken:
        return None

    def shared(group: int) -> Fraction:
        return sum((number for region, number in columns.items() if group & ~region == 0), start=Fraction(0))

    sets = sorted({one for region in broken for one in bits(region)})
    pairs = [1 << one | 1 << other for one in sets for other in sets if one < other]
    for group in [*(1 << one for one in sets), *pairs]:
        if shared(group).denominator != 1:
            return group, shared(group)
    outermost = max(broken, key=lambda region: (region.bit_count(), region))
    return outermost, shared(outermost)

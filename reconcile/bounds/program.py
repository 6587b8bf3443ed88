"""The linear program of a problem: a row a count, a column a region, made when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.heaviest import Shape, heaviest
from reconcile.bounds.problem import union
from reconcile.bounds.simplex import Simplex
from reconcile.bounds.uncrossing import uncrossed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.regions import Regions
    from reconcile.bounds.rounding import Rounded
    from reconcile.bounds.sense import Sense


_FEW = 40
"""With no more rows, the program is solved exactly from the start, and HiGHS is not loaded."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements lie in all sets of `group`: between `lo` and `hi`."""

    group: int
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution in fractions: its union, times the sign that makes a minimum of it, and how much each region holds."""

    value: Fraction
    columns: Mapping[int, Fraction]


class Program:
    """The linear program, solved for one case after the other; each solution starts from the last one.

    Attributes
    ----------
    large
        Whether it has many rows.
    """

    def __init__(self, problem: Problem, regions: Regions, query: int, sense: Sense, clock: Clock) -> None:
        self.regions = regions
        self._shape = Shape(self.regions)
        self.query, self.sense, self.clock = query, sense, clock
        sizes = (Count(1 << one, low, high) for one, (low, high) in enumerate(zip(problem.lo, problem.hi, strict=True)))
        self.counts = merged([*sizes, *(Count(overlap.sets, overlap.lo, overlap.hi) for overlap in problem.overlaps)])
        self._hi = problem.hi
        self._case: Mapping[int, Count] = self.counts
        self._rows: list[int] = []
        self.large = len(self.counts) > _FEW
        self._simplex = _solver(lambda region: int(sense) if region & query else 0, clock.tick, large=self.large)
        for group in self.counts:
            self._add(group)
        self._empty = self.regions.empty
        for one, closed in self.regions.closed.items():
            if not self._empty >> one & 1 and self.regions.complete(closed):
                self._simplex.know(closed)

    def know(self, regions: Iterable[int]) -> None:
        """Make regions known that a solution may need, as far as they can be, each with all that it lies within."""
        for region in regions:
            closed = union(self.regions.closed[one] for one in bits(region))
            possible = closed and not closed & self._empty and not self.regions.clash(closed)
            if possible and self.regions.complete(closed):
                self._simplex.know(closed)

    def solve(self, extra: Sequence[Count] = (), enough: int | None = None) -> Solution | None:
        """Return the best solution in fractions that keeps some further counts as well; None where there is none.

        Parameters
        ----------
        enough
            A value with which the search ends, though there may be better ones.
        """
        self._case = merged([*self.counts.values(), *extra])
        if any(count.lo > count.hi for count in self._case.values()):
            return None
        self._impose()
        if not self._simplex.make_feasible(self._price):
            return None
        self._simplex.minimise(self._price, enough)
        return Solution(self._simplex.value, self._simplex.columns)

    def weights(self) -> dict[int, Fraction]:
        """Return what each count weighs in the proof of the last solution, or that there was none (see `Simplex`)."""
        weights = zip(self._rows, self._simplex.weights, strict=True)
        return {group: weight for group, weight in weights if group in self._case}

    def uncrossed(self, solution: Solution) -> Mapping[int, Fraction]:
        """Return the regions of the last solution, made whole where nesting does it."""
        return uncrossed(solution.columns, self.regions, [group for group in self._rows if group & (group - 1)])

    def most(self, group: int) -> int:
        """Return how many elements can lie in all sets of a group at most, by the size of the smallest."""
        return min(self._hi[one] for one in bits(group))

    def _impose(self) -> None:
        """Give the rows the bounds of the case; rows of other cases go, or get bounds that cannot be exceeded."""
        for row in reversed(range(len(self.counts), len(self._rows))):
            if self._rows[row] not in self._case and self._simplex.drop(row):
                del self._rows[row]
        for group in self._case:
            if group not in self._rows:
                self._add(group)
        for row, group in enumerate(self._rows):
            count = self._case.get(group) or Count(group, 0, self.most(group) + 1)
            self._simplex.bound(row, count.lo, count.hi)

    def _add(self, group: int) -> None:
        self._rows.append(group)
        self._simplex.add(group)

    def _price(self, weights: Sequence[int], unit: int) -> list[int]:
        """Find regions whose cost, in units, is less than what the counts weigh in them; the cheapest first."""
        by_group = dict(zip(self._rows, weights, strict=True))
        found = heaviest(self._shape, by_group, self.query, -int(self.sense) * unit, self.clock.tick)
        return [region for region, _ in found]


def merged(counts: Iterable[Count]) -> dict[int, Count]:
    """Return all that is known of each group, where some are counted in several ways."""
    found: dict[int, Count] = {}
    for count in counts:
        other = found.get(count.group, count)
        found[count.group] = Count(count.group, max(count.lo, other.lo), min(count.hi, other.hi))
    return found


def _solver(cost: Callable[[int], int], tick: Callable[[], None], *, large: bool) -> Simplex | Rounded:
    if large:
        from reconcile.bounds.rounding import Rounded  # noqa: PLC0415 - HiGHS is loaded where it is needed

        return Rounded(cost, tick)
    return Simplex(cost, tick)

"""What proves a bound for one group of kept sets, and how little of that group it rests on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.gaining import Gaining
from reconcile.bounds.problem import union
from reconcile.bounds.program import Count, merged
from reconcile.bounds.proof import Weighing
from reconcile.bounds.sense import Sense
from reconcile.bounds.solve import Bundle
from reconcile.bounds.weighing import Cases, Known, closed, relaxed, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.binding import Binding
    from reconcile.bounds.ends import End, Term
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.proof import Proof
    from reconcile.bounds.solve import Solver
    from reconcile.bounds.weighing import Asked, Relaxed, Rows


class Grounds:
    """Finds what proves a bound for groups of kept sets.

    Parameters
    ----------
    sets, doubted
        The sets that the bound depends on, and those that some conflict casts doubt on.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a proof rests on
        self, solver: Solver, problem: Problem, binding: Binding, sets: int, doubted: int, asked: Asked
    ) -> None:
        self.solver, self.problem, self.binding = solver, problem, binding
        self.sets, self.doubted, self.asked = sets, doubted, asked

    @cached_property
    def _by_size(self) -> dict[int, list[int]]:
        """The sets by their least size."""
        found: dict[int, list[int]] = {}
        for one in bits(self.sets):
            found.setdefault(self.problem.lo[one], []).append(one)
        return found

    def of(self, group: int, known: Known, end: End | None = None) -> tuple[Proof, Known]:
        """Return a proof for the case that just these sets are kept, and the least that need be known for it.

        Parameters
        ----------
        known
            What is known anyhow.
        end
            What the solver found for the group, if it was asked before.
        """
        if self.asked.sense is Sense.LEAST and self.asked.value == 0:
            return Weighing((), Fraction(0)), known
        most = Known(group, self.sets & ~group) | known
        return self._of_solver(end or self._end(group), most, known) or self._of_program(most, known)

    def _end(self, group: int) -> End:
        """Ask the solver, of these sets alone."""
        frame = relaxed(self.problem, group, 0)
        bounds = self.solver.solve(frame.problem, frame.inside(self.asked.query))
        end = bounds.lower if self.asked.sense is Sense.LEAST else bounds.upper
        return replace(end, terms=tuple(replace(term, sets=frame.outside(term.sets)) for term in end.terms))

    def _of_solver(self, end: End, most: Known, known: Known) -> tuple[Proof, Known] | None:
        """Take the weights that the solver found; None where they do not tell."""
        rows, sharpened = _added((term.sets, term.weight) for term in end.terms), self._sharpened(end.terms, most.kept)
        for each in (rows, sharpened):
            if found := self._weighing(each, most, known):
                return found
        shown = self.asked.shown_by(weighed(rows, self._sizes(rows, most), self.asked.sense)[1])
        mended = self._mended(rows, most) if shown else None
        return self._weighing(mended, most, known) if mended else None

    def _weighing(self, rows: Rows, most: Known, known: Known) -> tuple[Proof, Known] | None:
        """Weigh sizes, and find what need be known for that; None where it proves too little."""
        asked, sizes = self.asked, self._sizes(rows, most)
        if asked.sense is Sense.LEAST:
            rows = _without_surplus(rows, sizes, asked)
        weights, total = weighed(rows, sizes, asked.sense)
        if not asked.shown_by(total):
            return None
        gaining = self._gaining({row.sets: row.weight for row in weights})

        def enough(assumed: Known) -> bool:
            return all(gaining.find(assumed, seed) is None for seed in gaining.seeds(assumed))

        if not enough(most):
            return None
        least = Known(union(row.sets for row in weights if row.weight * asked.sense > 0), 0) | known
        sure = Known(most.kept & ~self.doubted, 0)
        assumed = least if enough(least | sure) else _fewest(enough, least | sure, self._doubts(most, known)) | least
        return Weighing(weights, total), self._with_sure(gaining, assumed, most)

    def _sizes(self, rows: Rows, most: Known) -> dict[int, Count]:
        """Return what is known of the sizes of sets that have a weight, and of overlaps."""
        problem = self.problem
        sizes = (Count(1 << one, problem.lo[one], problem.hi[one]) for one in bits(union(rows)))
        overlaps = (Count(rule.sets, rule.lo, rule.hi) for rule in problem.overlaps if not rule.sets & ~most.kept)
        return merged([*sizes, *overlaps])

    def _gaining(self, rows: Rows) -> Gaining:
        return Gaining(self.problem, self.binding, rows, self.asked, self.solver.clock.tick)

    def _mended(self, rows: Rows, most: Known) -> Rows | None:
        """Weigh sets that must be equal so that no element is in one of them only; None where that is not enough.

        One that lies within another and is as large as that can be is the same: an element that counts for the one, and
        against the other, counts nothing if it is in both, and the sizes add up to nothing.
        """
        rows, gaining = dict(rows), self._gaining(rows)
        for seed in gaining.seeds(most):
            while (region := gaining.find(most, seed)) is not None:
                pair = next(self._torn(region, most), None)
                if pair is None:
                    return None
                one, other = pair
                counted = (weight for group, weight in rows.items() if not group & ~region)
                lack = 1 + abs(sum(counted, start=Fraction(0)))
                for group, weight in ((1 << one, -lack), (1 << other, lack)):
                    rows[group] = rows.get(group, Fraction(0)) + weight * self.asked.sense
                gaining = self._gaining(rows)
        return rows

    def _torn(self, region: int, most: Known) -> Iterator[tuple[int, int]]:
        """Find two sets that must be equal, of which an element that lies in all of a region is only in the outer."""
        problem = self.problem
        for outer in bits(region & most.kept):
            for inner in self._by_size.get(problem.hi[outer], ()):
                if problem.within[inner] >> outer & 1 and (most.kept & ~region) >> inner & 1:
                    yield outer, inner

    def _with_sure(self, gaining: Gaining, known: Known, most: Known) -> Known:
        """Add what need be known of sets that nothing casts doubt on: those bound together are all kept, or none."""
        for seed in gaining.seeds(known):
            while (region := gaining.find(known, seed)) is not None:
                known |= self._mending(gaining, known, most, region)
        return known

    def _mending(self, gaining: Gaining, known: Known, most: Known, region: int) -> Known:
        """Return sets of which it need be known that they are kept, so that an element counts no longer too much."""
        sure = Known(most.kept & ~self.doubted, 0)
        about, _ = gaining.joined(0, 0, region, known | sure)
        about |= union(rule.parts for rule in self.problem.sums if about >> rule.whole & 1)
        found = known
        for one in bits(about & sure.kept & ~known.kept):
            found |= Known(self.binding.bound_to(one, self.problem.everything & ~known.out) & sure.kept, 0)
            if gaining.find(found, region) is None:
                break
        assert found != known, "what is sure is enough"
        return found

    def _sharpened(self, terms: Iterable[Term], kept: int) -> dict[int, Fraction]:
        """Weigh the innermost of sets of the same least size, the outermost of the same greatest size."""

        def sharper(term: Term) -> int:
            if term.sets & (term.sets - 1) or not term.sets & kept:
                return term.sets
            return 1 << self._sharper(next(bits(term.sets)), kept, least=term.at_lo)

        return _added((sharper(term), term.weight) for term in terms)

    def _sharper(self, one: int, kept: int, *, least: bool) -> int:
        lo, hi, around = self.problem.lo, self.problem.hi, self.binding.around(kept)
        if least:
            near = kept & ~self.problem.apart[one] | 1 << one
            alike = [inner for inner in self._by_size[lo[one]] if near >> inner & 1 and around[inner][0] >> one & 1]
            return max(alike, key=lambda inner: (around[inner][0].bit_count(), -inner))
        alike = [outer for outer in bits(around[one][0]) if hi[outer] == hi[one]]
        return min(alike, key=lambda outer: (around[outer][0].bit_count(), outer))

    def _of_program(self, most: Known, known: Known) -> tuple[Proof, Known]:
        """Solve the linear program of the few sets that matter."""
        sure = [Known(1 << one, 0) for one in bits(most.kept & ~known.kept & ~self.doubted)]
        assumed = _fewest(self._enough, known, [*sure, *self._doubts(most, known)]) | known
        return Cases(self._frame(assumed), self.asked, self.solver.clock).prove(), assumed

    def _enough(self, assumed: Known) -> bool:
        """Whether the bound holds wherever so much is known."""
        self.solver.clock.tick()
        frame = self._frame(assumed)
        query, everything = frame.inside(self.asked.query), frame.problem.everything
        whole = Bundle(everything, (), (everything,))
        if self.asked.sense is Sense.LEAST:
            return self.solver.least(frame.problem, [whole], query).value >= self.asked.value
        return self.solver.most(frame.problem, whole, query).value <= self.asked.value

    def _frame(self, assumed: Known) -> Relaxed:
        """Return what is known of the sets that are kept, and of those that may be and would count as well."""
        may = self.asked.query & ~assumed.kept & ~assumed.out if self.asked.sense is Sense.GREATEST else 0
        counted = self.asked.query & assumed.kept
        covered = union(1 << one for one in bits(may) if closed(self.problem, 1 << one, assumed.kept) & counted)
        return relaxed(self.problem, assumed.kept, may & ~covered)

    def _doubts(self, most: Known, known: Known) -> list[Known]:
        """List what may need to be known of sets in doubt, what is to be preferred first."""
        kept = [Known(1 << one, 0) for one in bits(most.kept & ~known.kept & self.doubted)]
        out = self.asked.query & most.out & ~known.out if self.asked.sense is Sense.GREATEST else 0
        return [*kept, *(Known(0, 1 << one) for one in bits(out))]


def _added(terms: Iterable[tuple[int, Fraction]]) -> dict[int, Fraction]:
    """Return the weights by group."""
    rows: dict[int, Fraction] = {}
    for group, weight in terms:
        rows[group] = rows.get(group, Fraction(0)) + weight
    return rows


def _without_surplus(rows: Rows, sizes: Mapping[int, Count], asked: Asked) -> dict[int, Fraction]:
    """Leave out weights, small ones first, that a lower bound does not need."""
    left = dict(rows)
    for group in sorted(rows, key=lambda group: (rows[group] * sizes[group].lo, group)):
        if rows[group] > 0:
            without = {each: weight for each, weight in left.items() if each != group}
            if asked.shown_by(weighed(without, sizes, asked.sense)[1]):
                left = without
    return left


def _fewest(enough: Callable[[Known], bool], known: Known, candidates: Sequence[Known]) -> Known:
    """Return as little of what may be needed as is enough, later ones left out first (Junker 2004)."""
    if enough(known):
        return Known(0, 0)
    if len(candidates) == 1:
        return candidates[0]
    half = len(candidates) // 2
    first, second = candidates[:half], candidates[half:]
    of_second = _fewest(enough, reduce(or_, first, known), second)
    of_first = _fewest(enough, known | of_second, first)
    return of_first | of_second

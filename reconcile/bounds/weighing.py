"""Weights on sizes that prove a bound, or that nothing is possible: found by the solver, or by a linear program.

In the middle of a proof some sets are known to be kept, some to be left out, and of the others nothing is known. Such
a problem is relaxed: a set that may be kept has no least size, and nothing need lie within it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits
from reconcile.bounds.optimum import fractional
from reconcile.bounds.problem import Overlap, Problem, Sum, union
from reconcile.bounds.program import Count, Program, merged
from reconcile.bounds.proof import Impossible, Split, Weighing, Weight
from reconcile.bounds.regions import regions_of
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.proof import Proof

    Rows = Mapping[int, Fraction]
    """What an element counts that lies in all sets of a group; a positive weight of a lower bound counts `lo`."""


class Known(NamedTuple):
    """Sets known to be kept, and sets known to be left out."""

    kept: int
    out: int

    def __or__(self, other: Known) -> Known:
        """Return all that is known."""
        return Known(self.kept | other.kept, self.out | other.out)


class Asked(NamedTuple):
    """A bound to prove: that no world has fewer, or more, of the query's elements. `Sense.ANY`: there is no world."""

    query: int
    sense: Sense
    value: int = 0

    def shown_by(self, total: Fraction) -> bool:
        """Whether weighted sizes that add up to so much prove it; elements are whole."""
        return self.sense is not Sense.ANY and ceil(total * self.sense) >= self.value * self.sense


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What is known of some sets, `members`, while a proof is under way; the problem has them in their order."""

    problem: Problem
    members: tuple[int, ...]
    inside: Callable[[int], int]
    """Returns a group of the problem's sets by the numbers here; sets that are not here are left out."""

    def outside(self, group: int) -> int:
        """Return a group by the problem's own numbers."""
        return union(1 << self.members[at] for at in bits(group))


def relaxed(problem: Problem, kept: int, may: int) -> Relaxed:
    """Return what is known of sets that are kept, and of others that may be."""
    members = tuple(bits(kept | may))
    runs, numbers = list(_runs(members)), {one: at for at, one in enumerate(members)}

    @cache
    def inside(group: int) -> int:
        return _renumbered(group, runs, numbers)

    overlaps = tuple(
        Overlap(inside(rule.sets), rule.lo if not rule.sets & ~kept else 0, rule.hi)
        for rule in problem.overlaps
        if not rule.sets & ~(kept | may)
    )
    sums = tuple(
        Sum(bisect_left(members, rule.whole), inside(rule.parts))
        for rule in problem.sums
        if not (rule.parts | 1 << rule.whole) & ~kept
    )
    smaller = Problem(
        tuple(problem.lo[one] if kept >> one & 1 else 0 for one in members),
        tuple(problem.hi[one] for one in members),
        tuple(inside(problem.within[one] & kept) for one in members),
        tuple(inside(problem.apart[one] & (kept | may)) for one in members),
        overlaps,
        sums,
        kinds=tuple(problem.kinds[one] for one in members) if problem.kinds else (),
    )
    return Relaxed(smaller, members, inside)


def _runs(members: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Split numbers, in their order, into such as follow each other: the first, where it stands, and a mask of all."""
    start = 0
    for at, one in enumerate(members, 1):
        if at == len(members) or members[at] != one + 1:
            yield members[start], start, (1 << at - start) - 1
            start = at


def _renumbered(group: int, runs: Sequence[tuple[int, int, int]], numbers: Mapping[int, int]) -> int:
    """Return a group by the places of its members, of which some follow each other; others are left out."""
    found = 0
    if group.bit_count() < len(runs):
        for one in bits(group):
            found |= 1 << numbers[one] if one in numbers else 0
        return found
    for first, place, mask in runs:
        found |= (group >> first & mask) << place
    return found


def closed(problem: Problem, group: int, kept: int) -> int:
    """Return a group of sets with all kept sets that it lies in."""
    fresh = group
    while fresh:
        reached = 0
        for one in bits(fresh):
            reached |= problem.within[one] & kept
        fresh = reached & ~group
        group |= fresh
    return group


class Cases:
    """Proofs by the linear program of what is known, which is split into cases where it comes to fractions."""

    def __init__(self, frame: Relaxed, asked: Asked, clock: Clock) -> None:
        self.frame, self.asked, self.clock = frame, asked, clock
        self.program = Program(frame.problem, regions_of(frame.problem), frame.inside(asked.query), asked.sense, clock)

    def prove(self, extra: tuple[Count, ...] = ()) -> Proof:
        """Return a proof for the case in which further counts are known."""
        self.clock.tick()
        solution = self.program.solve(extra)
        if solution is None:
            return self._torn(extra) or self._impossible(extra)
        if self.asked.shown_by(solution.value * self.asked.sense):
            rows = {group: weight * self.asked.sense for group, weight in self._rows().items()}
            return Weighing(*weighed(rows, self._ends(extra), self.asked.sense))
        least = self.asked.sense is Sense.LEAST
        split = fractional(self.program.uncrossed(solution) if least else solution.columns)
        assert split is not None, "a world goes beyond what is to be proven"
        group, number = split
        known = merged(
            [Count(group, 0, self.program.most(group)), *(count for count in extra if count.group == group)]
        )[group]
        fewer, more = replace(known, hi=floor(number)), replace(known, lo=ceil(number))
        others = tuple(count for count in extra if count.group != group)
        return Split(
            self.frame.outside(group), floor(number), self.prove((*others, fewer)), self.prove((*others, more))
        )

    def _torn(self, extra: Sequence[Count]) -> Impossible | None:
        """Name a group that is to hold more than it may, as two ways to count it exclude each other; None if none is.

        The program would weigh both ways, and as they are of one group, the weights would cancel out.
        """
        for count in self._ends(extra).values():
            if count.lo > count.hi:
                both = (Weight(count.group, Fraction(1)), Weight(count.group, Fraction(-1)))
                return Impossible(both if count.hi else both[:1], Fraction(count.lo - count.hi))
        return None

    def _impossible(self, extra: Sequence[Count]) -> Impossible:
        rows = self._rows()
        scale = lcm(*(weight.denominator for weight in rows.values()))
        rows = {group: weight * scale for group, weight in rows.items()}
        return Impossible(*weighed(rows, self._ends(extra), Sense.LEAST))

    def _rows(self) -> dict[int, Fraction]:
        """Return the weights by group, by the problem's own numbers."""
        return {self.frame.outside(group): weight for group, weight in self.program.weights().items() if weight}

    def _ends(self, extra: Sequence[Count]) -> dict[int, Count]:
        counts = (*self.program.counts.values(), *extra)
        return merged(replace(count, group=self.frame.outside(count.group)) for count in counts)


def weighed(rows: Rows, known: Mapping[int, Count], sense: Sense) -> tuple[tuple[Weight, ...], Fraction]:
    """Return the weights that count for something, and what they add up to."""
    weights, total = [], Fraction(0)
    for group, weight in sorted(rows.items()):
        count = known[group]
        end = count.hi if (weight > 0) == (sense is Sense.GREATEST) else count.lo
        if end and weight:
            weights.append(Weight(group, weight))
            total += weight * end
    return tuple(weights), total

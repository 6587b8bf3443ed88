"""The problem over Venn regions, all of them: what a solver of integer programs is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reconcile.bounds import bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reconcile.bounds import Problem

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Program:
    """How many elements lie in each region is a variable; each rule bounds the sum over some of the regions.

    `inside` tells for each kept set which regions lie in it. `rows` are the regions of each rule, by number, with the
    least and the most that they hold together; `most` is what each region can hold at all.
    """

    inside: dict[int, Mask]
    rows: list[tuple[NDArray[np.int32], int, int]]
    most: NDArray[np.int64]

    def union(self, query: int) -> Mask:
        """Return which regions count for the union of a query's kept sets."""
        return _any(self.inside, query, len(self.most))


def program(problem: Problem, keep: int) -> Program:
    """Write out the program of the worlds that keep exactly these sets."""
    inside = allowed(problem, keep)
    most = np.full(_count(inside), max(problem.hi, default=0))
    rows = []
    for one, mask in inside.items():
        np.minimum(most, problem.hi[one], out=most, where=mask)
        rows.append((_numbers(mask), problem.lo[one], problem.hi[one]))
    rows += [
        (_numbers(_all(inside, rule.sets, len(most))), rule.lo, rule.hi)
        for rule in problem.overlaps
        if rule.sets & ~keep == 0
    ]
    return Program(inside, rows, most)


def allowed(problem: Problem, keep: int) -> dict[int, Mask]:
    """Return which regions no inclusion, apartness or sum among the kept sets rules out: for each set, those in it.

    Set after set is added to the regions of those before, so that what is ruled out never grows.
    """
    inside: dict[int, Mask] = {}
    count, done = 1, 0
    for one in bits(keep):
        outer = problem.within[one]
        inner = sum(1 << other for other in bits(done) if problem.within[other] >> one & 1)
        joining = _all(inside, outer, count) & ~_any(inside, problem.apart[one], count)
        staying = ~_any(inside, inner, count)
        inside = {other: np.concatenate([mask[staying], mask[joining]]) for other, mask in inside.items()}
        stays, joins = int(staying.sum()), int(joining.sum())
        inside[one] = np.arange(stays + joins) >= stays
        count, done = stays + joins, done | 1 << one
    possible = _any(inside, keep, count)
    for rule in problem.sums:
        if (rule.parts | 1 << rule.whole) & ~keep == 0:
            possible &= ~inside[rule.whole] | _any(inside, rule.parts, count)
    return {one: mask[possible] for one, mask in inside.items()}


def _all(inside: dict[int, Mask], group: int, count: int) -> Mask:
    found = np.ones(count, dtype=np.bool_)
    for one in bits(group):
        if one in inside:
            found &= inside[one]
    return found


def _any(inside: dict[int, Mask], group: int, count: int) -> Mask:
    found = np.zeros(count, dtype=np.bool_)
    for one in bits(group):
        if one in inside:
            found |= inside[one]
    return found


def _count(inside: dict[int, Mask]) -> int:
    return next((len(mask) for mask in inside.values()), 0)


def _numbers(mask: Mask) -> NDArray[np.int32]:
    return np.flatnonzero(mask).astype(np.int32)

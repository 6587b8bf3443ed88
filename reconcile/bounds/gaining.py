"""The search for what spoils a proof: sets that one element may lie in together, though it counts too much for them.

Nothing but sets that are known to be kept holds what lies within it: others may be left out.
"""

from __future__ import annotations

from itertools import chain
from math import lcm
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.problem import union
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reconcile.bounds.binding import Binding
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.weighing import Asked, Known, Rows


class Gaining:
    """The elements that count too much for a lower bound, or too little for an upper one.

    Parameters
    ----------
    rows
        What an element counts that lies in all sets of a group.
    tick
        Called now and then; may raise to stop the search.
    """

    def __init__(self, problem: Problem, binding: Binding, rows: Rows, asked: Asked, tick: Callable[[], None]) -> None:
        self._problem, self._binding, self._asked, self._tick = problem, binding, asked, tick
        scale = lcm(*(weight.denominator for weight in rows.values()))
        gains = {group: int(weight * scale) * asked.sense for group, weight in rows.items()}
        self._shared = {group: gain for group, gain in gains.items() if group & (group - 1)}
        self._alike: dict[int, int] = {}  # sets that gain the same, by that
        for group, gain in gains.items():
            if gain and not group & (group - 1):
                self._alike[gain] = self._alike.get(gain, 0) | group
        self._counting = union(sets for gain, sets in self._alike.items() if gain > 0)
        self._bonus = -scale * asked.sense
        self._empty = union(1 << one for one, high in enumerate(problem.hi) if high == 0)
        self._kept: int | None = None
        self._around: Mapping[int, tuple[int, int]] = {}  # while so much is kept: what an element of a set lies in
        self._disjoint = [rule.sets for rule in problem.overlaps if rule.hi == 0]

    def seeds(self, known: Known) -> Iterator[int]:
        """Iterate over the groups from which to search.

        For an upper bound, from the sets that are asked about: elements of these count too little, and from what has a
        negative weight: others count less than nothing. What lies in a set lies in those around it: these are enough.
        """
        if self._asked.sense is Sense.LEAST:
            return iter((0,))
        around, seeds = self._binding.around(known.kept), 0
        among = bits((self._asked.query | self._counting) & ~known.out)
        for one in sorted(among, key=lambda one: around[one][0].bit_count()):
            if not around[one][0] & seeds:
                seeds |= 1 << one
        several = (group for group, gain in self._shared.items() if gain > 0 and not group & known.out)
        return chain((1 << one for one in bits(seeds)), several)

    def find(self, known: Known, seed: int) -> int | None:
        """Return what an element may lie in that spoils the proof, with all of a seed; None where there is nothing."""
        sums = [rule for rule in self._problem.sums if not (rule.parts | 1 << rule.whole) & ~known.kept]
        todo = [self.joined(0, known.out | self._empty, seed, known)]
        while todo:
            self._tick()
            region, barred = todo.pop()
            if region & barred or any(not group & ~region for group in self._disjoint):
                continue
            counting = [group for group, gain in self._shared.items() if gain > 0 and not group & barred]
            most = sum(gain for group, gain in self._shared.items() if gain < 0 and not group & ~region)
            most += sum(self._shared[group] for group in counting)
            for gain, sets in self._alike.items():
                most += gain * (sets & (~barred if gain > 0 else region)).bit_count()
            if most + (self._bonus if region & self._asked.query else 0) <= 0:
                continue
            left = self._counting & ~(barred | region)
            left = left or next((group & ~region for group in counting if group & ~region), 0)
            part = next((rule.parts for rule in sums if region >> rule.whole & 1 and not region & rule.parts), None)
            if left:
                one = left & -left
                todo += [(region, barred | one), self.joined(region, barred, one, known)]
            elif part is not None:
                todo += [self.joined(region, barred, 1 << one, known) for one in bits(part & ~barred)]
            else:
                return region
        return None

    def joined(self, region: int, barred: int, more: int, known: Known) -> tuple[int, int]:
        """Return what an element lies in that lies in more sets as well, and what it cannot lie in then."""
        if known.kept != self._kept:
            self._kept, self._around = known.kept, self._binding.around(known.kept)
        while fresh := more & ~region:
            one = (fresh & -fresh).bit_length() - 1
            inside, apart = self._around[one]
            region, barred = region | inside, barred | apart
        return region, barred

"""A problem taken apart: sets that rules bind together, parts that may share elements, chains of nested sets."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.problem import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.problem import Problem


def bound_together(problem: Problem, left: int) -> list[int]:
    """Split sets into the smallest groups between which no rule but apartness holds."""
    groups = {one: 1 << one for one in bits(left)}  # by the first set that stands for them
    leader = {one: one for one in groups}

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    def join(one: int, others: int) -> None:
        one = lead(one)
        others &= left
        others ^= others & groups[one]
        while others:
            other = lead((others & -others).bit_length() - 1)
            leader[other] = one
            groups[one] |= groups.pop(other)
            others &= ~groups[one]

    for one in bits(left):
        join(one, problem.within[one])
    for rule in [*(rule.sets for rule in problem.overlaps), *(rule.parts | 1 << rule.whole for rule in problem.sums)]:
        if rule & left:
            join(next(bits(rule & left)), rule)
    return sorted(groups.values(), key=lambda group: group & -group)


def touching(problem: Problem, groups: Sequence[int], queries: Sequence[int] | None = None) -> list[tuple[int, ...]]:
    """Gather groups of sets, by number, so that those of different gatherings need share nothing.

    Groups that may share elements are gathered; if all queries that will be asked are given, only as far as one of
    these asks for both: two worlds that no query looks at together can always be laid apart.
    """
    found: list[tuple[int, int, tuple[int, ...]]] = []  # sets, sets that these may share with, numbers
    for at, group in enumerate(groups):
        barred = problem.everything
        for one in bits(group):
            barred &= problem.apart[one]
        reach = problem.everything ^ barred
        if queries is not None:
            reach &= union(query for query in queries if query & group)
        sets, reach = group, group | reach
        numbers: tuple[int, ...] = (at,)
        apart = []
        for other in found:
            if other[0] & reach:
                sets, reach, numbers = sets | other[0], reach | other[1], (*other[2], *numbers)
            else:
                apart.append(other)
        found = [*apart, (sets, reach, numbers)]
    return sorted(tuple(sorted(numbers)) for _, _, numbers in found)


def strangers(problem: Problem, group: int) -> dict[int, int]:
    """Return for each set of a group those of which neither lies within the other."""
    found = dict.fromkeys(bits(group), 0)
    higher = group
    for one in found:
        higher ^= 1 << one
        for other in bits(higher ^ (higher & problem.within[one])):
            if not problem.within[other] >> one & 1:
                found[one] |= 1 << other
                found[other] |= 1 << one
    return found


def chains(group: int, unrelated: Mapping[int, int]) -> Iterator[int]:
    """Split a group into such of which no two are unrelated."""
    while group:
        chain, free = 0, group
        while free:
            one = (free & -free).bit_length() - 1
            chain |= 1 << one
            free &= ~(unrelated[one] | 1 << one)
        yield chain
        group &= ~chain


def in_order(breadth: Sequence[int], ties: Sequence[Iterable[int]]) -> list[int] | None:
    """Order strands so that ties only lead onwards, and narrow ones come first; None if the ties go in a circle."""
    waiting = [0] * len(breadth)
    for onwards in ties:
        for other in onwards:
            waiting[other] += 1
    ready = [(breadth[at], at) for at, count in enumerate(waiting) if not count]
    heapify(ready)
    order = []
    while ready:
        _, at = heappop(ready)
        order.append(at)
        for other in ties[at]:
            waiting[other] -= 1
            if not waiting[other]:
                heappush(ready, (breadth[other], other))
    return order if len(order) == len(breadth) else None

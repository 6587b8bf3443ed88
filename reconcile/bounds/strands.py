"""Large problems as strands: sets of one kind that grow one out of the other, and the ties from strand to strand.

Thousands of figures for a few hundred scopes, most of them about the same people at different times. Within a
strand each two sets are nested, one way or the other, or rivals that cannot both be kept; so what is kept of it
can be laid out as stretches from the start of one line, and all that counts of it is how far the longest
reaches and which stretches must lie within another strand's.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.parting import chains, in_order, strangers
from reconcile.bounds.problem import union
from reconcile.bounds.room import connected
from reconcile.bounds.woven import Memory

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from reconcile.bounds.problem import Problem

FEW = 200
"""Fewer strands are woven as fast as it is found out what of them was woven before."""

_MOST_BROAD = 20
"""How many of the broadest strands are looked at, for what the others have to do with each other without them."""


@dataclass(frozen=True, slots=True)
class Strand:
    """Sets that every query asks for together, each two of them nested, or rivals, or both within a third that is kept.

    Attributes
    ----------
    sets
        The sets, as a group.
    rivals
        For each set that cannot be kept with another of the strand, the group of those.
    shares
        The strands, by number as a group, that may share elements with this one, itself included.
    doubted
        The sets that are not known to be kept in every world: those with rivals, and the unsure.
    unsure
        Those of them that a world may leave out for other reasons than rivals.
    """

    sets: int
    rivals: Mapping[int, int]
    shares: int
    doubted: int
    unsure: int = 0

    def without(self, gone: int) -> Strand:
        """Return the strand without one of its sets."""
        return self.only(self.sets & ~(1 << gone), self.unsure)

    def only(self, sets: int, unsure: int) -> Strand:
        """Return the strand with no other sets than these, and of these no others unsure."""
        left = {one: others & sets for one, others in self.rivals.items() if sets >> one & 1}
        rivals = {one: others for one, others in left.items() if others}
        unsure &= self.sets & sets
        return replace(self, sets=self.sets & sets, rivals=rivals, doubted=gathered(rivals) | unsure, unsure=unsure)


@dataclass(frozen=True)
class Strands:
    """A part of a problem, all of whose rules are apartness of strands and sets that lie within others.

    Attributes
    ----------
    order
        The numbers of the strands, in such an order that a set lies only within those of its own and of later strands.
    ties
        For each strand the pairs of sets of which the first, its own, lies within the second, by the second's strand;
        without those that follow from others.
    """

    problem: Problem
    strands: tuple[Strand, ...]
    order: tuple[int, ...]
    ties: tuple[Mapping[int, Sequence[tuple[int, int]]], ...]

    @cached_property
    def shares(self) -> list[int]:
        """For each strand those that may share elements with it, as a group."""
        return [strand.shares for strand in self.strands]

    @cached_property
    def sets(self) -> int:
        """All sets, as a group."""
        return sum(strand.sets for strand in self.strands)

    @cached_property
    def members(self) -> list[list[int]]:
        """The sets of each strand."""
        return [list(bits(strand.sets)) for strand in self.strands]

    @cached_property
    def sure(self) -> int:
        """The sets that are kept in every world, as a group."""
        return self.sets & ~self.doubted

    @cached_property
    def doubted(self) -> int:
        """The sets that are not known to be kept in every world, as a group."""
        return sum(strand.doubted for strand in self.strands)

    @cached_property
    def unsure(self) -> int:
        """The sets that a world may leave out for other reasons than rivals, as a group."""
        return sum(strand.unsure for strand in self.strands)

    @cached_property
    def strand_of(self) -> dict[int, int]:
        """The number of each set's strand."""
        return {one: at for at, members in enumerate(self.members) for one in members}

    @cached_property
    def rank(self) -> dict[int, int]:
        """Where each strand stands in `order`."""
        return {at: rank for rank, at in enumerate(self.order)}

    @cached_property
    def onwards(self) -> list[int]:
        """For each strand itself and those that its ties lead on to, as a group."""
        found = [1 << at for at in range(len(self.strands))]
        for at in reversed(self.order):
            for other in self.ties[at]:
                found[at] |= found[other]
        return found

    @cached_property
    def parts(self) -> Sequence[int]:
        """Groups of strands that have nothing to do with each other, but by the last few in the order: the trunk.

        None of them holds more than half of the strands. Empty where there are no such groups, or only few strands.
        """
        if len(self.strands) < FEW:
            return []
        left = (1 << len(self.strands)) - 1
        for last in reversed(self.order[-_MOST_BROAD:]):
            left &= ~(1 << last)
            found = list(connected(self.shares, left))
            if all(2 * part.bit_count() <= len(self.strands) for part in found):
                led = (union(self.onwards[at] for at in bits(part)) & left & ~part for part in found)
                return [] if any(led) else found
        return []

    @cached_property
    def trunk(self) -> int:
        """The strands that are in none of the `parts`, as a group."""
        return (1 << len(self.strands)) - 1 & ~union(self.parts)

    @cached_property
    def members_with_trunk(self) -> dict[int, list[int]]:
        """The sets of each of the `parts` and of the trunk."""
        return {part: [one for at in bits(part | self.trunk) for one in self.members[at]] for part in self.parts}

    @cached_property
    def memory(self) -> Memory:
        """How parts were woven lately."""
        return Memory()

    def entering(self, at: int) -> Mapping[int, int]:
        """Return the sets of other strands that lie within some of a strand, each with the group of those."""
        if at not in self._entering:
            within, mine = self.problem.within, self.strands[at].sets
            others = ((one, within[one] & mine) for one in bits(self.sets & ~mine))
            self._entering[at] = {one: around for one, around in others if around}
        return self._entering[at]

    @cached_property
    def _entering(self) -> dict[int, Mapping[int, int]]:
        return {}

    def only(self, sets: int, unsure: int) -> Strands:
        """Return the same strands, by the same numbers, with no other sets than these, and of these no others unsure.

        Sets that are sure may be left out only with the whole strand.
        """
        ties = tuple(
            {other: kept for other, pairs in tied.items() if (kept := [pair for pair in pairs if _all_in(pair, sets)])}
            for tied in self.ties
        )
        return Strands(self.problem, tuple(strand.only(sets, unsure) for strand in self.strands), self.order, ties)

    def among(self, group: int) -> Strands:
        """Return the same strands, by the same numbers, with no sets but of these strands."""
        return self.only(self.sets_of(group), self.unsure)

    def sets_of(self, group: int) -> int:
        """Return all sets of some strands, as a group."""
        return sum(self.strands[at].sets for at in bits(group))

    def asked(self, query: int) -> int:
        """Return the strands that a query asks for, as a group."""
        if query not in self._asked:
            found = sum(1 << number for number, strand in enumerate(self.strands) if strand.sets & query)
            self._asked[query] = found
        return self._asked[query]

    @cached_property
    def _asked(self) -> dict[int, int]:
        return {}


def strands_of(problem: Problem, sets: int, unsure: int = 0) -> Strands | None:
    """Arrange some sets, which no rule binds to others, as strands; None where they are not of that form.

    No firm set may be in doubt.

    Parameters
    ----------
    unsure
        Sets, with all their rivals, that a world may leave out for other reasons than rivals.
    """
    if not only_nested_or_apart(problem, sets):
        return None
    groups = list(kindred(problem, sets, unsure))
    members = [list(bits(group)) for group in groups]
    number = {one: at for at, ones in enumerate(members) for one in ones}
    first_of_each = sum(1 << ones[0] for ones in members)
    found = []
    for at, (group, ones) in enumerate(zip(groups, members, strict=True)):
        rivals = rivals_of(problem, group)
        if any(problem.firm >> one & 1 for one in rivals):
            return None
        shares = 1 << at | sum(1 << number[one] for one in bits(first_of_each & ~problem.apart[ones[0]]))
        found.append(Strand(group, rivals, shares, gathered(rivals) | unsure & group, unsure & group))
    ties: list[dict[int, list[tuple[int, int]]]] = [{} for _ in groups]
    hi = problem.hi
    for at, group in enumerate(groups):
        beyond = sets & ~group
        for one in members[at]:
            others, low = problem.within[one] & beyond, problem.lo[one]
            if low and others and others & problem.apart[one]:
                return None
            for other in bits(others):
                if low > hi[other]:
                    return None
                ties[at].setdefault(number[other], []).append((one, other))
    order = in_order([strand.shares.bit_count() for strand in found], ties)
    if order is None:
        return None
    plain = sets & ~sum(strand.doubted for strand in found)
    exact = {one for one in bits(plain) if problem.lo[one] == problem.hi[one]}
    telling = ({other: _telling(problem, pairs, exact) for other, pairs in tied.items()} for tied in ties)
    return Strands(problem, tuple(found), tuple(order), tuple(telling))


def _all_in(pair: tuple[int, int], sets: int) -> bool:
    return bool(sets >> pair[0] & sets >> pair[1] & 1)


def only_nested_or_apart(problem: Problem, sets: int) -> bool:
    """Whether all that is said of some sets is which lie within which, and which others are apart."""
    if any(rule.sets & sets for rule in problem.overlaps) or any(rule.parts & sets for rule in problem.sums):
        return False
    return not any(problem.hi[one] and problem.apart[one] >> one & 1 for one in bits(sets))


def _telling(problem: Problem, pairs: Sequence[tuple[int, int]], plain: Container[int]) -> list[tuple[int, int]]:
    """Leave out ties that others imply: a smaller set lies within a larger one of a strand.

    Parameters
    ----------
    plain
        The sets that are always kept and whose size is known.
    """
    found, sizes = [], []
    for pair in pairs:
        one, other = pair
        if one in plain and other in plain:
            sizes.append((problem.lo[other], -problem.lo[one], pair))
        else:
            found.append(pair)
    sizes.sort()
    most = -1
    for _, inner, pair in sizes:
        if -inner > most:
            most = -inner
            found.append(pair)
    return found


def kindred(problem: Problem, sets: int, unsure: int) -> Iterator[int]:
    """Split sets into strands: of one kind, apart from the same, and each two nested."""
    alike: dict[tuple[int, int], int] = {}
    for one in bits(sets):
        kind = problem.kinds[one] if problem.kinds else one
        key = kind, problem.apart[one] & sets
        alike[key] = alike.get(key, 0) | 1 << one
    for group in alike.values():
        if problem.apart[next(bits(group))] & group:
            yield from (1 << one for one in bits(group))
        else:
            yield from _strands_among(problem, group, unsure)


def _strands_among(problem: Problem, group: int, unsure: int) -> Iterator[int]:
    """Split sets into such that are nested pair by pair, or at least both within a third, wherever both are kept."""
    unrelated = strangers(problem, group)
    if not any(unrelated.values()):
        yield group
        return
    rivals = rivals_of(problem, group)
    for one, others in unrelated.items():
        for other in bits(others):
            around = problem.within[one] & problem.within[other] & group & ~unsure
            if around and _some_kept(around, rivals, rivals.get(one, 0) | rivals.get(other, 0)):
                unrelated[one] &= ~(1 << other)
    yield from chains(group, unrelated)


def _some_kept(sets: int, rivals: Mapping[int, int], out: int) -> bool:
    """Whether some of these sets are kept wherever what is `out` is not, even if one that has rivals were never there.

    A set is kept where none of its rivals is. One without rivals is not looked at as if it had never been there.
    """
    kept = [one for one in bits(sets) if not rivals.get(one, 0) & ~out]
    return len(kept) > 1 or any(one not in rivals for one in kept)


def pairs_of(rivals: Mapping[int, int]) -> Iterator[int]:
    """Iterate over the pairs of rivals, as groups, in the order of the first."""
    for one, others in sorted(rivals.items()):
        yield from (1 << one | 1 << other for other in bits(others >> one << one))


def rivals_of(problem: Problem, group: int) -> dict[int, int]:
    """Return for each set of a group that should lie within another and is larger, or the reverse, those others."""
    by_most: dict[int, int] = {}
    for one in bits(group):
        by_most[problem.hi[one]] = by_most.get(problem.hi[one], 0) | 1 << one
    sizes = sorted(by_most)
    below = [0]
    for size in sizes:
        below.append(below[-1] | by_most[size])
    found: dict[int, int] = {}
    for one in bits(group):
        smaller = problem.within[one] & below[bisect_left(sizes, problem.lo[one])]
        for other in bits(smaller):
            found[one] = found.get(one, 0) | 1 << other
            found[other] = found.get(other, 0) | 1 << one
    return found

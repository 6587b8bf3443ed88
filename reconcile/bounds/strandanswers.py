"""What it would make of unions of strands if one set lay within another, or apart from it.

In the worlds that attain the bounds elements change seats until the answer is true; and sums of sizes prove anew, with
the answer, how small and how large the unions can be. Where world and sum meet, that is the bound under the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.joining import few
from reconcile.bounds.moves import Moves
from reconcile.bounds.moving import enter, leave
from reconcile.bounds.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.bounds.seating import Seating
    from reconcile.bounds.strandbounds import StrandBounds


class Possible(Enum):
    """Whether some world gives an answer while all that could be kept before still can be."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer makes of unions.

    Attributes
    ----------
    least, greatest
        The least and the greatest size of each union near the two sets (see `StrandAnswers.near`), as far as it is
        known.
    moves
        What the answer takes in worlds, as far as somebody asked.
    """

    possible: Possible
    least: Mapping[int, int] = field(default_factory=dict)
    greatest: Mapping[int, int] = field(default_factory=dict)
    moves: dict[Seating, Moves | None] = field(default_factory=dict)

    @property
    def ranges(self) -> Mapping[int, tuple[int, int]]:
        """The least and the greatest size of each union near the two sets of which both are known."""
        return {union: (low, self.greatest[union]) for union, low in self.least.items() if union in self.greatest}


class StrandAnswers:
    """Answers about sets of strands, as far as changing seats in known worlds tells.

    Parameters
    ----------
    unions
        The unions that are asked for, as groups of strands.

    Attributes
    ----------
    now
        The range of each union of which it is proven.
    surroundings
        What surely lies within what.
    """

    def __init__(self, bounds: StrandBounds, unions: Iterable[int]) -> None:
        self.bounds, self.strands = bounds, bounds.strands
        ranges = {union: bounds.range(union) for union in unions if union}
        self.now = {union: found for union, found in ranges.items() if found}
        self.surroundings = Surroundings(bounds.strands, bounds.tick)
        self._most = {union: bounds.seated_most(union) for union in self.now}

    def within(self, one: int, other: int) -> Answered:
        """Say what it would make of the unions if a set lay within another, of another strand."""
        return self._answered(one, other, apart=False)

    def apart(self, one: int, other: int) -> Answered:
        """Say what it would make of the unions if two sets, of two strands, shared nothing."""
        return self._answered(one, other, apart=True)

    def never(self, one: int, other: int, *, apart: bool) -> bool:
        """Whether no world in which two sets are kept gives an answer, as far as what surely lies within what tells."""
        if self.strands.strand_of[one] == self.strands.strand_of[other]:
            return False
        if apart:
            return self.surroundings.never_apart(one, other)
        problem = self.strands.problem
        return problem.lo[one] > problem.hi[other] or self.surroundings.never_within(one, other)

    def out_of_reach(self, union: int) -> bool:
        """Whether it is not known of a union, without going through it part by part, what an answer makes of it."""
        return union not in self.now and not few(union)

    def given(self, one: int, other: int, *, apart: bool) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """Return the unions' least and greatest sizes under an answer, of those of which that is known.

        Of none unless it is known that the answer is possible.
        """
        if self.strands.strand_of[one] == self.strands.strand_of[other]:
            return {}, {}
        found = self.apart(one, other) if apart else self.within(one, other)
        if found.possible is not Possible.YES:
            return {}, {}
        near, least, greatest = self.near(one, other), dict(found.least), dict(found.greatest)
        for union, (low, high) in self.now.items():
            if not union & near:
                piled = self._moves(found, self.bounds.seated_least, one, other, apart=apart)
                spread = self._moves(found, self._most[union], one, other, apart=apart)
                if piled and (grown := piled.change(union)) and grown[1] <= 0:
                    least[union] = low
                if spread and (grown := spread.change(union)) and grown[0] >= 0:
                    greatest[union] = high
        return least, greatest

    def _answered(self, one: int, other: int, *, apart: bool) -> Answered:
        if self.never(one, other, apart=apart):
            return Answered(Possible.NO)
        near, least, greatest = self.near(one, other), dict[int, int](), dict[int, int]()
        found = Answered(Possible.YES, least, greatest)
        if self._moves(found, self.bounds.seated, one, other, apart=apart) is None:
            return Answered(Possible.UNKNOWN)
        for union in (union for union in self.now if union & near):
            piled = self._moves(found, self.bounds.seated_least, one, other, apart=apart)
            spread = self._moves(found, self._most[union], one, other, apart=apart)
            lower = self._least(union, one, other, piled, apart=apart)
            upper = self._greatest(union, one, other, spread, apart=apart)
            if lower is not None:
                least[union] = lower
            if upper is not None:
                greatest[union] = upper
        return found

    def near(self, one: int, other: int) -> int:
        """Return the strands of two sets and those that they lead on to, as a group: unions of these are looked at.

        An answer may change others, too: what lies within one of two that are apart is apart from what the other holds.
        """
        return self.strands.onwards[self.strands.strand_of[one]] | self.strands.onwards[self.strands.strand_of[other]]

    def _moves(self, answered: Answered, world: Seating, one: int, other: int, *, apart: bool) -> Moves | None:
        """Return what it takes to give an answer in a world: nothing if one of the two is not kept in it."""
        if world not in answered.moves:
            if one not in world.sizes or other not in world.sizes:
                answered.moves[world] = Moves()
            else:
                answered.moves[world] = leave(world, one, other) if apart else enter(world, one, other)
        return answered.moves[world]

    def _least(self, union: int, one: int, other: int, moves: Moves | None, *, apart: bool) -> int | None:
        """Return the least union under an answer; None if it is not known."""
        if moves is None:
            return None
        value = (self.bounds.least_if_apart if apart else self.bounds.least_if_within)(union, one, other)
        grown = moves.change(union)
        if apart and grown and self.now[union][0] + grown[1] > value:
            again = leave(self.bounds.seated_least, one, other, union)  # perhaps others of it may have the seats
            grown = again.change(union) if again else None
        if apart and grown and self.now[union][0] + grown[1] > value:
            value = max(value, self._with_all_within(union, one, other), self._with_all_within(union, other, one))
        return value if grown and self.now[union][0] + grown[1] <= value else None

    def _with_all_within(self, union: int, one: int, other: int) -> int:
        """Return how many a union holds at least if a set of it is apart from another, and so from all within that."""
        at, doubted, lo = self.strands.strand_of[one], self.strands.doubted, self.strands.problem.lo
        if not (union >> at & 1 and few(union)) or (doubted >> one | doubted >> other) & 1:
            return 0
        near = {each: self.surroundings.largest_within(other, each) for each in bits(union & self.strands.shares[at])}
        held = {each: 0 if inner is None else lo[inner] for each, inner in near.items()}
        return lo[one] + self.bounds.apart_at_least(union & ~(1 << at), held)

    def _greatest(self, union: int, one: int, other: int, moves: Moves | None, *, apart: bool) -> int | None:
        """Return the greatest union under an answer; None if it is not known."""
        if moves is None:
            return None
        value = self.now[union][1] if apart else self.bounds.most_if_within(union, one, other)
        grown = moves.change(union)
        return value if grown and self.now[union][1] + grown[0] >= value else None

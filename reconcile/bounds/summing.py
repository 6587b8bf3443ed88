"""Upper bounds of unions of strands as sums of sizes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.covering import Covering, Excess
from reconcile.bounds.ends import Term
from reconcile.bounds.problem import union
from reconcile.bounds.reaching import Reaching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.bounds.covering import Cover
    from reconcile.bounds.reaching import Choice
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.strandsizes import StrandSizes


@dataclass(frozen=True, slots=True)
class SumBound:
    """A bound, and the weighted sizes that add up to it. A set may stand several times.

    Attributes
    ----------
    rests_on
        Sets in doubt, as a group: without one of the others an upper bound holds as well, if that has rivals.
    """

    value: int
    terms: tuple[Term, ...]
    rests_on: int = 0


class Summing:
    """Adds up how far strands reach beyond what surely stands in later ones, less what covers take off.

    Attributes
    ----------
    crowded
        Where covers are looked for: strands, and how many of their first places were too few. Whoever weaves a world
        puts them in.
    """

    def __init__(self, strands: Strands, sizes: StrandSizes, tick: Callable[[], None]) -> None:
        self.strands, self.sizes = strands, sizes
        self.reaching = Reaching(strands, sizes, tick)
        self.covering = Covering(strands, sizes, tick)
        self.crowded: set[tuple[int, int]] = set()
        self._tellers: dict[tuple[int, int], int] = {}
        self._known: dict[int, tuple[int, SumBound]] = {}
        self._chosen: dict[int, dict[int, Choice]] = {}
        self._totals: dict[int, int] = {}
        self._crowdings: dict[int, tuple[int, Mapping[int, Excess], Sequence[tuple[int, int]]]] = {}

    def at_most(self, asked: int) -> SumBound:
        """Return an upper bound of the union of strands, from what is known to be crowded."""
        known = self._known.get(asked)
        if known is None or known[0] != len(self.crowded):
            known = self._known[asked] = len(self.crowded), self._added_up(asked)
        return known[1]

    def without(self, asked: int, gone: int) -> int:
        """Return an upper bound of the union without one set that has rivals."""
        value = sum(choice.reach - choice.elsewhere for choice in self._choices(asked, gone).values())
        return value - sum(cover.gain for cover in self.covers(asked, gone))

    def tied(self, asked: int, one: int, other: int) -> int:
        """Return an upper bound of the union if one set also lies within another, which is always kept."""
        at, around = self.strands.strand_of[one], self.strands.strand_of[other]
        choices = self._choices(asked)
        if not asked >> at & asked >> around & 1 or not self._counts_once(at, around, asked, choices):
            return self.at_most(asked).value
        changed = self.reaching.choices_tied(at, asked, one, around)
        less = sum(
            choices[each].reach - choices[each].elsewhere - (after.reach - after.elsewhere)
            for each, after in changed.items()
        )
        if not less:
            return self.at_most(asked).value
        value = self._totals[asked] - less
        if not self.crowded:
            return value
        counted, crowded = self._crowding(asked)
        now = {
            each: Excess(self._reach_of(each, None), after.reach - after.elsewhere) for each, after in changed.items()
        }
        return value - sum(cover.gain for cover in self._covers({**counted, **now}, crowded))

    def counts(self, asked: int, one: int) -> bool:
        """Whether a set may hold elements that count as in no other strand that is asked for."""
        at = self.strands.strand_of[one]
        if not asked >> at & 1:
            return False
        choice = self._choices(asked)[at]
        return min(choice.reach, self.sizes.hi[one]) > choice.elsewhere

    def stands_between(self, asked: int, one: int, around: int) -> bool:
        """Whether some of a set's strand surely stands in strands asked for, too, that are earlier than another."""
        at = self.strands.strand_of[one]
        return bool(asked >> at & asked >> around & 1) and bool(self.reaching.between(at, asked, around))

    def _counts_once(self, at: int, around: int, asked: int, choices: Mapping[int, Choice]) -> bool:
        """Whether who is in two strands still counts in one, if it does not count in the first any more.

        So it is if what is in the second does not count, in the end, in the first: as what is in two later strands, it
        may count in any that comes later still.
        """
        if self.strands.rank[at] < self.strands.rank[around]:
            return True
        onwards = self.strands.onwards[around] & asked
        told = (choices[each].tellers & ~self.strands.strands[each].sets for each in bits(onwards))
        return not (onwards >> at & 1 or self.crowded or any(told))

    def _added_up(self, asked: int) -> SumBound:
        choices = self._choices(asked)
        added: list[int] = []
        taken_off: list[int] = []
        value = 0
        covered: dict[int, int] = {}
        for cover in self.covers(asked):
            value -= cover.gain
            added.append(cover.cover)
            taken_off += cover.others
            covered.update(cover.inside)
        for at, choice in choices.items():
            value += choice.reach - choice.elsewhere
            if at in covered:
                everything = self.strands.strands[at].sets
                added.append(self._longest(everything, self.reaching.reach(at, everything)))
                taken_off.append(covered[at])
            else:
                if choice.reach:
                    added.append(self._longest(choice.kept, choice.reach))
                taken_off += bits(choice.tellers)
        terms = [Term(1 << one, at_lo=False, weight=Fraction(1)) for one in added]
        terms += [Term(1 << one, at_lo=True, weight=Fraction(-1)) for one in taken_off]
        telling = union(choice.telling for choice in choices.values())
        return SumBound(value, tuple(terms), telling & self.strands.doubted)

    def _longest(self, kept: int, reach: int) -> int:
        """Return the set whose greatest size says how far what is kept of a strand reaches."""
        if (kept, reach) not in self._tellers:
            longest = max(bits(kept), key=lambda one: (self.sizes.most(one) == reach, self.sizes.hi[one], -one))
            self._tellers[kept, reach] = self.sizes.teller(longest)
        return self._tellers[kept, reach]

    def covers(self, asked: int, gone: int | None = None) -> Iterator[Cover]:
        """Choose covers, the one that lowers the bound most first, until none does."""
        if not self.crowded:
            return iter(())
        if gone is None:
            counted, crowded = self._crowding(asked)
            return self._covers(dict(counted), crowded)
        return self._covers(self._counted(self._choices(asked, gone), gone), sorted(self.crowded))

    def _crowding(self, asked: int) -> tuple[Mapping[int, Excess], Sequence[tuple[int, int]]]:
        """Return how much of each strand asked for counts, and where a cover may be found then."""
        known = self._crowdings.get(asked)
        if known is None or known[0] != len(self.crowded):
            counted = self._counted(self._choices(asked))
            crowded = [one for one in sorted(self.crowded) if self.covering.may_lower(*one, counted)]
            known = self._crowdings[asked] = len(self.crowded), counted, crowded
        return known[1:]

    def _covers(self, counted: dict[int, Excess], crowded: Sequence[tuple[int, int]]) -> Iterator[Cover]:
        while crowded:
            found = (self.covering.cover(*one, counted) for one in crowded)
            best = max((cover for cover in found if cover), key=lambda cover: cover.gain, default=None)
            if best is None:
                return
            yield best
            for at, one in best.inside.items():
                counted[at] = Excess(counted[at].reach, max(0, counted[at].reach - self.sizes.lo[one]))

    def _counted(self, choices: Mapping[int, Choice], gone: int | None = None) -> dict[int, Excess]:
        return {at: Excess(self._reach_of(at, gone), choice.reach - choice.elsewhere) for at, choice in choices.items()}

    def _choices(self, asked: int, gone: int | None = None) -> Mapping[int, Choice]:
        if asked not in self._chosen:
            chosen = {at: self.reaching.choice(at, asked) for at in bits(asked)}
            self._chosen[asked] = chosen
            self._totals[asked] = sum(choice.reach - choice.elsewhere for choice in chosen.values())
        at = None if gone is None else self.strands.strand_of[gone]
        if at not in self._chosen[asked]:
            return self._chosen[asked]
        return {**self._chosen[asked], at: self.reaching.choice(at, asked, gone, light=False)}

    def _reach_of(self, at: int, gone: int | None) -> int:
        """Return how far a strand reaches at most, without a set if one is gone."""
        sets = self.strands.strands[at].sets
        return self.reaching.reach(at, sets if gone is None else sets & ~(1 << gone))

"""Bounds of strands: a sum of sizes proves them, and a woven world attains them.

Strands that are apart from each other hold at least the sum of what each surely holds; a union holds at most what
each strand can hold, less those of it who surely stand in another strand of the union too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds.attained import Attained
from reconcile.bounds.choosing import lowest
from reconcile.bounds.covering import Covering, Excess
from reconcile.bounds.problem import World, bits
from reconcile.bounds.reaching import Reaching
from reconcile.bounds.strands import heaviest_apart
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import weave
from reconcile.bounds.woven import regions, stands_in_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.covering import Cover
    from reconcile.bounds.reaching import Choice
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.woven import Woven


@dataclass(frozen=True, slots=True)
class SumBound:
    """The sets whose least or greatest sizes add up to a bound, and those whose least sizes are taken off.

    A set may stand several times: so often it counts.
    """

    value: int
    added: tuple[int, ...]
    taken_off: tuple[int, ...] = ()


_HELD = 12
"""How many worlds are held in memory; of others is known what it takes to weave them again."""


@dataclass(frozen=True, slots=True)
class _Woven:
    """A world: what is kept, the sizes, the runs."""

    kept: int
    sizes: Mapping[int, int]
    runs: Woven

    def union(self, strands: int) -> int:
        """Return how many elements lie in some of these strands."""
        return sum(run.count for run in self.runs if run.strands & strands)

    def union_up_to(self, strands: int, at: int, top: int) -> int:
        """Return how many do if one of the strands ends at a place."""
        others, found = strands & ~(1 << at), 0
        for run in self.runs:
            if run.strands & others:
                found += run.count
            elif run.strands & strands:
                found += min(run.count, max(0, top - run.places[at]))
        return found


class _Spread(NamedTuple):
    """What is known of a world with a great union: what is kept, what to weave it with, how great the union is."""

    kept: int
    spread: int
    union: int
    tight: tuple[tuple[int, int], ...] = ()


class StrandBounds:
    """The bounds of unions of strands.

    Attributes
    ----------
    sound
        Whether all sets fit into one world but for the rivals in each strand. Then these are all that conflict, and
        what is kept of one strand is kept whatever is of another. Nothing is bounded where this does not hold.
    """

    def __init__(self, strands: Strands, tick: Callable[[], None]) -> None:
        self.strands, self.tick = strands, tick
        self.sizes = StrandSizes(strands)
        self._reaching = Reaching(strands, self.sizes, tick)
        self._covering = Covering(strands, self.sizes, tick)
        self._crowded: set[tuple[int, int]] = set()
        self._furthest: dict[int, int] = {}
        self._longest_of: dict[int, int] = {}
        self._most: dict[int, tuple[int, SumBound]] = {}
        self._strand_of = {one: at for at, strand in enumerate(strands.strands) for one in bits(strand.sets)}
        self._families: dict[int, tuple[int, int]] = {}
        self._spread: dict[int, _Spread | None] = {}
        self._held: dict[tuple[int, int, tuple[tuple[int, int], ...]], _Woven] = {}
        sure = strands.sets & ~sum(strand.doubted for strand in strands.strands)
        self._least = {**self.sizes.lo, **(self.sizes.of(sure, high=False) or {})}
        self.sound = self._piled(strands.sets) is not None
        if self.sound:
            size = self._least.__getitem__
            chosen = [lowest(strand.sets, strand.rivals, size, 0, tick) for strand in strands.strands]
            self._reach = [reach for reach, _ in chosen]
            self._lowest = [kept for _, kept in chosen]
            self._pile = self._piled(self._within_reach(self._reach))
            self._counts: dict[int, int] = {}
            for run in self._pile or ():
                self._counts[run.strands] = self._counts.get(run.strands, 0) + run.count

    def doubts(self, one: int) -> bool:
        """Whether a set has rivals."""
        return one in self.strands.strands[self._strand_of[one]].rivals

    def conflicts(self) -> list[int]:
        """Return the pairs of rivals, as groups."""
        return [
            1 << one | 1 << other
            for strand in self.strands.strands
            for one, rivals in sorted(strand.rivals.items())
            for other in bits(rivals >> one << one)
        ]

    def together(self) -> World | None:
        """Return a world of all sets, in which only rivals may fail to lie within each other; None if unknown."""
        sizes, pile = self.sizes.largest_needed(self.strands.sets), self._piled(self.strands.sets)
        if sizes is None or pile is None:
            return None
        return World(self.strands.sets, regions(self.strands, sizes, pile))

    def at_least(self, query: int) -> SumBound:
        """Return a lower bound of the union: what mutually apart strands surely hold."""
        asked = self.strands.asked(query)
        value, family = self._family(asked)
        return SumBound(value, tuple(self._longest(self._lowest[at], self._least) for at in bits(family)))

    def at_most(self, query: int) -> SumBound:
        """Return an upper bound of the union: what each strand can hold beyond what surely stands in later ones.

        Weaving a world shows where it gets crowded, which may lower the bound.
        """
        asked = self.strands.asked(query)
        self._spread_for(asked)
        return self._most_of(asked)

    def _most_of(self, asked: int) -> SumBound:
        known = self._most.get(asked)
        if known is None or known[0] != len(self._crowded):
            known = self._most[asked] = len(self._crowded), self._added_up(asked)
        return known[1]

    def _added_up(self, asked: int, gone: int | None = None) -> SumBound:
        """Add up how far strands reach, without a set that has rivals if one is gone; and less where covers tell so."""
        left = None if gone is None else self._strand_of[gone]
        choices = {at: self._reaching.choice(at, asked, gone if at == left else None) for at in bits(asked)}
        added: list[int] = []
        taken_off: list[int] = []
        value = 0
        covered: dict[int, int] = {}
        for cover in self._covers(choices, gone):
            value -= cover.gain
            added.append(cover.cover)
            taken_off += cover.others
            covered.update(cover.inside)
        for at, choice in choices.items():
            value += choice.reach - choice.elsewhere
            if at in covered:
                added.append(max(bits(self.strands.strands[at].sets), key=lambda one: (self.sizes.most(one), -one)))
                taken_off.append(covered[at])
            else:
                if choice.reach:
                    if choice.kept not in self._longest_of:
                        self._longest_of[choice.kept] = self._longest(choice.kept, self.sizes.hi)
                    added.append(self._longest_of[choice.kept])
                taken_off += bits(choice.tellers)
        return SumBound(value, tuple(added), tuple(taken_off))

    def _covers(self, choices: Mapping[int, Choice], gone: int | None) -> Iterator[Cover]:
        """Choose covers, the one that lowers the bound most first, until none does."""
        if not self._crowded:
            return
        counted = {
            at: Excess(self._reach_of(at, gone), choice.reach - choice.elsewhere) for at, choice in choices.items()
        }
        while True:
            found = (self._covering.cover(*crowded, counted) for crowded in sorted(self._crowded))
            best = max((cover for cover in found if cover), key=lambda cover: cover.gain, default=None)
            if best is None:
                return
            yield best
            for at, one in best.inside.items():
                counted[at] = Excess(counted[at].reach, max(0, counted[at].reach - self.sizes.lo[one]))

    def _reach_of(self, at: int, gone: int | None) -> int:
        """Return how far a strand reaches at most, without a set if one is gone."""
        if gone is not None and self._strand_of[gone] == at:
            return max((self.sizes.most(one) for one in self.strands.members[at] if one != gone), default=0)
        if at not in self._furthest:
            self._furthest[at] = max(self.sizes.most(one) for one in self.strands.members[at])
        return self._furthest[at]

    def foresee(self, queries: Iterable[int]) -> None:
        """Weave worlds with great unions for queries to come: for those that are apart from each other, one world."""
        batches: list[tuple[int, list[int]]] = []  # what shares with the strands asked for, and these
        for asked in sorted(
            {self.strands.asked(query) for query in queries} - {0}, key=lambda one: (one.bit_count(), one)
        ):
            shares = 0
            for at in bits(asked):
                shares |= self.strands.strands[at].shares
            for number, (near, members) in enumerate(batches):
                if not near & asked:
                    batches[number] = near | shares, [*members, asked]
                    break
            else:
                batches.append((shares, [asked]))
        for _, members in batches:
            if len(members) > 1:
                self._weave_together(members)

    def _weave_together(self, members: Sequence[int]) -> None:
        """Weave a world for unions that are apart from each other, and others for those that do not fit in one."""
        together = sum(members)
        kept = 0
        for at in range(len(self.strands.strands)):
            asked = next((one for one in members if one >> at & 1), 0)
            kept |= self._reaching.choice(at, asked).kept
        woven = self._weave(kept, together)
        left = []
        for asked in members:
            union = -1 if woven is None else woven.union(asked)
            if union == self._most_of(asked).value:
                self._spread[asked] = _Spread(kept, together, union)
            else:
                left.append(asked)
        parts = [left] if len(left) < len(members) else [left[::2], left[1::2]]
        for part in parts:
            if len(part) > 1:
                self._weave_together(part)

    def least_world(self, query: int) -> Attained | None:
        """Return a world whose union is as small as `at_least` says; None if none was found."""
        asked = self.strands.asked(query)
        pile = self._pile
        union = sum(count for strands, count in self._counts.items() if strands & asked)
        if pile is None or union != self._family(asked)[0]:
            return None

        kept = sum(self._lowest)

        def make() -> World:
            sizes = self.sizes.of(kept, high=False)
            assert sizes is not None, "the pile fits whatever is kept"
            return World(kept, regions(self.strands, sizes, pile))

        return Attained(kept, make)

    def most_world(self, query: int) -> Attained | None:
        """Return a world whose union is as large as `at_most` says; None if none was found."""
        asked = self.strands.asked(query)
        spread = self._spread_for(asked)
        if spread is None or spread.union != self.at_most(query).value:
            return None

        def make() -> World:
            woven = self._weave(spread.kept, spread.spread, spread.tight)
            assert woven is not None, "it was woven before"
            return World(woven.kept, regions(self.strands, woven.sizes, woven.runs))

        return Attained(spread.kept, make)

    def least_without(self, query: int, gone: int) -> int | None:
        """Return the least union without one set that has rivals; None if it is not proven."""
        asked = self.strands.asked(query)
        at = self._strand_of[gone]
        strand = self.strands.strands[at].without(gone)
        if not strand.sets:
            return None
        reach, _ = lowest(strand.sets, strand.rivals, self._least.__getitem__, 0, self.tick)
        if reach == self._reach[at]:
            return self._family(asked)[0] if self.least_world(query) else None
        reaches = [*self._reach[:at], reach, *self._reach[at + 1 :]]
        value, _ = heaviest_apart(self.strands, asked, reaches, self.tick, {})
        pile = self._piled(self._within_reach(reaches) & ~(1 << gone))
        return value if pile is not None and sum(run.count for run in pile if run.strands & asked) == value else None

    def most_without(self, query: int, gone: int) -> int | None:
        """Return the greatest union without one set that has rivals; None if it is not proven.

        The world with the set often still serves: without it if it was not kept, else with those kept that it kept out.
        """
        asked = self.strands.asked(query)
        at = self._strand_of[gone]
        spread = self._spread_for(asked)
        before = self.at_most(query).value
        strand = self.strands.strands[at].without(gone)
        if not strand.sets or spread is None or spread.union != before:
            return None
        value = self._added_up(asked, gone).value
        if value == before and not spread.kept >> gone & 1:
            return value
        chosen = spread.kept & ~strand.sets & ~(1 << gone) | self._reaching.choice(at, asked, gone).kept
        filled = spread.kept & ~(1 << gone)
        for one in bits(self.strands.strands[at].rivals.get(gone, 0)):
            if not strand.rivals.get(one, 0) & filled:
                filled |= 1 << one
        if any(self._union_changed(spread, asked, at, kept) == value for kept in (filled, chosen)):
            return value
        woven = self._woven(chosen, asked)
        return value if woven is not None and woven.union(asked) == value else None

    def _union_changed(self, spread: _Spread, asked: int, at: int, kept: int) -> int | None:
        """Return the union of a world in which others are kept of one strand; None where it does not fit them."""
        members = [one for one in self.strands.members[at] if kept >> one & 1]
        if any(self.sizes.lo[one] != self.sizes.hi[one] for one in members):
            return None
        woven = self._weave(spread.kept, spread.spread, spread.tight)
        assert woven is not None, "it was woven before"
        top = max((self.sizes.lo[one] for one in members), default=0)
        if top > max((woven.sizes[one] for one in self.strands.members[at] if spread.kept >> one & 1), default=0):
            return None
        sizes = {**self.sizes.lo, **woven.sizes}
        if not stands_in_time(self.strands, sizes, woven.runs, at, kept & ~spread.kept, kept):
            return None
        return woven.union_up_to(asked, at, top)

    def _within_reach(self, reach: Sequence[int]) -> int:
        """Return the sets, rivals too, that reach no further than their strand need."""
        return sum(1 << one for one, size in self._least.items() if size <= reach[self._strand_of[one]])

    def _piled(self, group: int) -> Woven | None:
        """Weave a small world that fits whatever is kept of a group, rivals and all; None if none was found."""
        high = self.sizes.largest_needed(group)
        return None if high is None else weave(self.strands, high, 0, self.sizes.lo)

    def _weave(self, kept: int, spread: int, tight: tuple[tuple[int, int], ...] = ()) -> _Woven | None:
        """Weave a world with a great union, unless it is still held; hold it."""
        key = kept, spread, tight
        woven = self._held.pop(key, None) or self._woven(*key)
        if woven is not None:
            self._held[key] = woven
            if len(self._held) > _HELD:
                del self._held[next(iter(self._held))]
        return woven

    def _woven(self, kept: int, spread: int, tight: tuple[tuple[int, int], ...] = ()) -> _Woven | None:
        sizes = self.sizes.of(kept, high=True)
        if sizes is None:
            return None
        places = self._covering.places(tight)
        runs = weave(self.strands, sizes, spread, crowded=self._crowded, tight=places)
        return None if runs is None else _Woven(kept, sizes, runs)

    def _spread_for(self, asked: int) -> _Spread | None:
        if asked not in self._spread:
            kept = 0
            for at in range(len(self.strands.strands)):
                kept |= self._reaching.choice(at, asked).kept
            self._spread[asked] = self._tried(kept, asked, ())
        return self._spread[asked]

    def _tried(self, kept: int, asked: int, tight: tuple[tuple[int, int], ...]) -> _Spread | None:
        """Weave a world for one union, again and again as long as it shows where it is tight."""
        woven = self._weave(kept, asked, tight)
        found = None if woven is None else _Spread(kept, asked, woven.union(asked), tight)
        if found is None or found.union < self._most_of(asked).value:
            choices = {at: self._reaching.choice(at, asked) for at in bits(asked)}
            covers = [cover.cover for cover in self._covers(choices, None)]
            tighter = tuple((self._strand_of[cover], self.sizes.hi[cover]) for cover in covers)
            if not set(tighter) <= set(tight):
                again = self._tried(kept, asked, tighter)
                if again is not None and (found is None or again.union > found.union):
                    return again
        return found

    def _longest(self, kept: int, sizes: Mapping[int, int]) -> int:
        return max(bits(kept), key=lambda one: (sizes[one], -one))

    def _family(self, group: int) -> tuple[int, int]:
        """Return the mutually apart strands of a group that hold most at least, and what they hold."""
        return heaviest_apart(self.strands, group, self._reach, self.tick, self._families)

"""Worlds of strands with great unions: woven when asked for, several unions at once where that goes."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from reconcile.bits import bits, gathered
from reconcile.bounds.attained import Attained
from reconcile.bounds.branching import bound_of
from reconcile.bounds.giving import Giving
from reconcile.bounds.joining import Attempt, few, join
from reconcile.bounds.outlining import Roof
from reconcile.bounds.problem import World, common, union
from reconcile.bounds.recipe import Recipe, Spread, WovenWorld
from reconcile.bounds.room import connected
from reconcile.bounds.seating import Seating
from reconcile.bounds.weaving import Aim, weave
from reconcile.bounds.woven import regions, stands_in_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.summing import SumBound, Summing


_HALVINGS = 1
"""How often unions are parted of which no world served any, before they are left to worlds of their own."""

_SMALL = 8
"""Of parts of no more strands it is looked at by themselves what their rivals decide, and who takes in others."""

_SHARE, _WIDE_SHARE = 1 / 8, 3 / 4
"""What part of the time that is left the cases of one union may take, of few strands and of many."""

_HELD = 32
"""How many worlds are held in memory; of others is known what it takes to weave them again."""


class Spreading:
    """Finds worlds whose unions are as great as sums of sizes allow, and better bounds where there are none.

    Parameters
    ----------
    clock
        Limits the search: what is asked for may raise `OutOfTimeError`.
    wide
        Whether unions of many strands are gone into, part by part and at once.
    """

    def __init__(self, summing: Summing, clock: Clock, *, wide: bool) -> None:
        self.clock, self.tick, self.wide = clock, clock.tick, wide
        self.summing, self.strands, self.sizes = summing, summing.strands, summing.sizes
        self.giving = Giving(summing, clock)
        self._spread: dict[int, Spread | None] = {}
        self._cases: dict[int, SumBound] = {}
        self._worlds = WeakValueDictionary[Recipe, Attained]()  # its `make` holds this: no cycle
        self._held: dict[Recipe, WovenWorld] = {}
        self._seated: dict[Recipe, Seating] = {}
        self._without: dict[int, WovenWorld] = {}  # the last world woven without a set, by that set

    def foresee(self, unions: Iterable[int]) -> None:
        """Weave worlds for unions to be asked for: for those that are apart from each other, one world."""
        asked = sorted(set(unions) - {0}, key=lambda one: (one.bit_count(), one))
        for members in _parted((one, one, self._near(one)) for one in asked):
            if len(members) > 1:
                self._weave_together(members)

    def of(self, asked: int) -> Spread | None:
        """Return what is known of a world with a great union; None if none was found."""
        if asked not in self._spread:
            found = self._tried(self.to_keep([asked]), asked, ())
            if found is None or found.union < self.at_most(asked).value:
                found = self._best(asked, found)
            self._spread[asked] = found
        return self._spread[asked]

    def _best(self, asked: int, found: Spread | None) -> Spread | None:
        """Return a world with a greater union, if there is one: of few strands at once, of many part by part.

        Where parts do not come together as they should, many are looked at at once, too.
        """
        if few(asked):
            return self._spread_less(asked, self._at_once(asked, found, _SHARE))
        if not self.wide:
            return found
        joined = join(self, asked, found)
        if joined is not None:
            self._cases[asked], found = joined
        if found is not None and found.union == self.at_most(asked).value:
            return found
        return self._at_once(asked, found, _WIDE_SHARE)

    def _at_once(self, asked: int, found: Spread | None, share: float) -> Spread | None:
        """Return a world with a greater union, if there is one, and note how great it can be."""
        attempts = Attempt(self, asked, found)
        bound = bound_of(self.strands.among(asked), self.roofs(asked), attempts, self.clock, share)
        known = self._cases.get(asked, bound)
        self._cases[asked] = bound if bound.value < known.value else known
        return attempts.best

    def _spread_less(self, asked: int, found: Spread | None) -> Spread | None:
        """Return a greater union of few strands, if there is one where some of them take in whomever they can.

        Strands that share much with others of the union leave each other more room that way.
        """
        kept, spread = found.kept if found else self.to_keep([asked]), asked
        while 1 < spread.bit_count() <= _SMALL and (found is None or found.union < self.at_most(asked).value):
            tries = (self.made(Recipe(kept, spread & ~(1 << at)), asked)[0] for at in bits(spread))
            best = max(filter(None, tries), key=lambda each: each.union, default=None)
            if best is None or (found and best.union <= found.union):
                break
            found, spread = best, best.recipe.spread
        return found

    def parts(self, asked: int, most: int) -> list[int]:
        """Return what a union falls apart into, so many strands at most each, without the broadest; [] if it need not.

        The broadest are those that may share with most of the others.
        """
        if asked.bit_count() <= most:
            return []
        shares = self.strands.shares
        broadest = sorted(bits(asked), key=lambda at: ((shares[at] & asked).bit_count(), -at))
        while broadest:
            asked &= ~(1 << broadest.pop())
            parts = list(connected(shares, asked))
            if all(part.bit_count() <= most for part in parts):
                return parts
        return []

    def roofs(self, asked: int) -> list[Roof]:
        """Return what is known of unions of some of the strands asked for, where sets in doubt matter."""
        parts = (part for part in self.parts(asked, _SMALL) if part.bit_count() > 1)
        return [self._roof(part) for part in parts if self.strands.sets_of(part) & self.strands.doubted]

    def _roof(self, asked: int) -> Roof:
        self.of(asked)
        firsts = gathered(self.strands.members[at][0] for at in bits(asked))
        return Roof(self.strands.sets_of(asked), common(self.strands.problem.apart, firsts), self.at_most(asked))

    def at_most(self, asked: int) -> SumBound:
        """Return an upper bound of a union, from what is known by now."""
        bound, case = self.summing.at_most(asked), self._cases.get(asked)
        return case if case and case.value <= bound.value else bound

    def world(self, spread: Spread) -> Attained:
        """Return a world that was found, made when somebody looks at it."""
        recipe = spread.recipe

        def make() -> World:
            woven = self.weave(recipe)
            assert woven is not None, "it was woven before"
            return World(woven.kept, regions(self.strands, woven.sizes, woven.runs))

        found = self._worlds.get(recipe)
        if found is None:
            found = self._worlds[recipe] = Attained(recipe.kept, make)
        return found

    def seated(self, asked: int) -> Seating:
        """Return a world that was found, with who stands where; one for all unions that it serves."""
        spread = self._spread[asked]
        assert spread is not None, "asked for only where there is such a world"
        if spread.recipe not in self._seated:
            woven = self.weave(spread.recipe)
            assert woven is not None, "it was woven before"
            self._seated[spread.recipe] = Seating(self.strands, woven.sizes, woven.runs)
        return self._seated[spread.recipe]

    def without(self, asked: int, gone: int, value: int) -> bool:
        """Whether some world without one set that has rivals has a union of a size, the greatest that may be.

        The world with the set often still serves: without it if it was not kept, else with those kept that it kept out.
        So does, for one union after the other, a world that was woven without the set.
        """
        spread = self.of(asked)
        at = self.strands.strand_of[gone]
        strand = self.strands.strands[at].without(gone)
        if spread is None or not strand.sets:
            return False
        if value == spread.union and not spread.kept >> gone & 1:
            return True
        if gone in self._without and self._without[gone].union(asked) == value:
            return True
        filled = spread.kept & ~(1 << gone)
        for one in bits(self.strands.strands[at].rivals.get(gone, 0)):
            if not strand.rivals.get(one, 0) & filled:
                filled |= 1 << one
        if self._with_kept(spread, at, filled, asked) == value:
            return True
        chosen = spread.kept & ~strand.sets & ~(1 << gone) | self.summing.reaching.choice(at, asked, gone).kept
        if self._with_kept(spread, at, chosen, asked) == value:
            return True
        woven = self._woven(Recipe(chosen, asked))
        self._without = {} if woven is None else {gone: woven}
        return woven is not None and woven.union(asked) == value

    def _weave_together(self, members: Sequence[int], halving: int = _HALVINGS) -> None:
        """Weave a world for unions that are apart from each other, and others for those that it does not serve.

        Where it serves none, unions that are near the same strands go into different worlds.
        """
        together, kept = sum(members), self.to_keep(members)
        recipe = Recipe(kept, together)
        woven = self.weave(recipe)
        left = []
        for asked in members:
            found = -1 if woven is None else woven.union(asked)
            if found == self.summing.at_most(asked).value:
                self._spread[asked] = Spread(recipe, found)
            else:
                left.append(asked)
        if len(left) < len(members):
            parts = [left]
        else:
            parts = self._neighbours_parted(left) or ([left[::2], left[1::2]] if halving else [])
            halving -= 1
        for part in parts:
            if len(part) > 1:
                self._weave_together(part, halving)

    def _neighbours_parted(self, members: Sequence[int]) -> list[list[int]]:
        """Split unions so that no two of a part may share elements with a strand that not all do; [] where none do."""
        near = [self._near(asked) for asked in members]
        everywhere = reduce(and_, near)
        own = [strands & ~everywhere for strands in near]
        parts = _parted(zip(members, own, own, strict=True))
        return parts if len(parts) > 1 else []

    def _near(self, asked: int) -> int:
        """Return the strands that some of those asked for may share elements with, as a group."""
        return union(self.strands.strands[at].shares for at in bits(asked))

    def to_keep(self, members: Sequence[int]) -> int:
        """Choose what to keep for unions that are apart from each other."""
        kept = 0
        for at in range(len(self.strands.strands)):
            asked = next((one for one in members if one >> at & 1), 0)
            kept |= self.summing.reaching.choice(at, asked).kept
        return kept

    def _tried(self, kept: int, asked: int, tight: tuple[tuple[int, int], ...]) -> Spread | None:
        """Weave a world for one union, again and again as long as it shows where it is tight."""
        found, _ = self.made(Recipe(kept, asked, tight), asked)
        if found is None or found.union < self.summing.at_most(asked).value:
            tighter = tuple((cover.strand, cover.room) for cover in self.summing.covers(asked))
            if not set(tighter) <= set(tight):
                again = self._tried(kept, asked, tighter)
                if again is not None and (found is None or again.union > found.union):
                    return again
        return found

    def _with_kept(self, spread: Spread, at: int, kept: int, asked: int) -> int | None:
        """Return the union of a world if others are kept of one strand; None where they do not fit in as they stand."""
        woven = self.weave(spread.recipe)
        assert woven is not None, "it was woven before"
        mine, lo, hi = self.strands.strands[at].sets, self.sizes.lo, self.sizes.hi
        more = [one for one in bits(kept & mine) if one not in woven.sizes]
        sizes = dict(woven.sizes)
        for one in bits(spread.kept & mine & ~kept):
            del sizes[one]
        sizes.update((one, lo[one]) for one in more)
        top = max((sizes[one] for one in bits(kept & mine)), default=0)
        reach = max((woven.sizes[one] for one in bits(spread.kept & mine)), default=0)
        if top > reach or any(lo[one] < hi[one] or not self._in_order(one, kept & mine, sizes) for one in more):
            return None
        fits = stands_in_time(self.strands, sizes, woven.runs, at, gathered(more))
        return woven.union_up_to(asked, at, top) if fits else None

    def _in_order(self, one: int, group: int, sizes: Mapping[int, int]) -> bool:
        """Whether a set is as large as the sets of unknown size that it lies within, or that lie within it, let it."""
        within, lo, hi = self.strands.problem.within, self.sizes.lo, self.sizes.hi
        vague = [other for other in bits(group) if lo[other] < hi[other]]
        return not any(
            (within[one] >> other & 1 and sizes[one] > sizes[other])
            or (within[other] >> one & 1 and sizes[other] > sizes[one])
            for other in vague
        )

    def made(self, recipe: Recipe, asked: int) -> tuple[Spread | None, set[tuple[int, int]]]:
        """Weave a world for a union; return what is known of it, and where there was too little room in it."""
        crowded: set[tuple[int, int]] = set()
        woven = self.weave(recipe, crowded)
        return None if woven is None else Spread(recipe, woven.union(asked)), crowded

    def weave(self, recipe: Recipe, crowded: set[tuple[int, int]] | None = None) -> WovenWorld | None:
        """Weave a world with a great union, unless it is still held; hold it."""
        woven = self._held.pop(recipe, None) or self._woven(recipe, crowded)
        if woven is not None:
            self._held[recipe] = woven
            if len(self._held) > _HELD:
                del self._held[next(iter(self._held))]
        return woven

    @property
    def lately(self) -> WovenWorld | None:
        """The world that was woven or looked at last."""
        return next(reversed(self._held.values()), None)

    def fits(self, sizes: Mapping[int, int]) -> bool:
        """Whether no set is larger than one that it lies within."""
        every = (pair for ties in self.strands.ties for pairs in ties.values() for pair in pairs)
        return all(sizes.get(one, 0) <= sizes.get(outer, sizes.get(one, 0)) for one, outer in every)

    def _woven(self, recipe: Recipe, crowded: set[tuple[int, int]] | None = None) -> WovenWorld | None:
        self.tick()
        sizes = self.sizes.of(recipe.kept, high=True)
        if sizes is None:
            return None
        if recipe.sizes and not self.fits(sizes | dict(recipe.sizes)):
            return None
        sizes.update(recipe.sizes)
        aim = Aim(recipe.spread, self.summing.covering.places(recipe.tight), seats=recipe.seats)
        runs = weave(self.strands, sizes, aim)
        self.summing.crowded |= aim.crowded
        if crowded is not None:
            crowded |= aim.crowded
        return None if runs is None else WovenWorld(recipe.kept, sizes, runs)


def _parted(unions: Iterable[tuple[int, int, int]]) -> list[list[int]]:
    """Put each union into the first part where it may go, with the strands it needs free there, and those it takes."""
    parts: list[tuple[int, list[int]]] = []
    for asked, needs, takes in unions:
        for number, (taken, part) in enumerate(parts):
            if not taken & needs:
                parts[number] = taken | takes, [*part, asked]
                break
        else:
            parts.append((takes, [asked]))
    return [part for _, part in parts]

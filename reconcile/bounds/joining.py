"""Worlds with great unions, made from what an outline of the strands asked for has: of few at once, of many by parts.

Of a country's toll the regions are parts, and what is said of the country as a whole is the trunk. What the trunk can
hold and what each part can hold beside it add up to a bound (see `trunk`). A world has as much where each part stands
as it does in its best world, and the trunk takes in no others than it must.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from heapq import heappop, heappush, heapreplace
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.branching import bound_of, cases, outline_of
from reconcile.bounds.choosing import lightest
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Roof
from reconcile.bounds.problem import common, union
from reconcile.bounds.recipe import Recipe, Spread
from reconcile.bounds.summing import SumBound
from reconcile.bounds.trunk import Part, Trunk, trunk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reconcile.bounds.spreading import Spreading
    from reconcile.bounds.standing import Standing
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.weaving import Seats

_MOST_STRANDS = 60
"""Of more strands, there is too much to look at at once."""

_TRIED = 4
"""Of how many rivals it is looked at what they decide."""

_SHARE, _PART_SHARE = 1 / 2, 1 / 4
"""What part of the time that is left a wide union may take, and what part of that one of its parts."""


class Attempt:
    """Worlds that were made to attain a great union; `best` is the best of them."""

    def __init__(self, spreading: Spreading, asked: int, best: Spread | None) -> None:
        self.spreading, self.asked, self.best = spreading, asked, best
        self._tight: set[tuple[int, int]] = set()
        self._rooms: list[Roof] = []
        self.others = spreading.to_keep([asked]) & ~spreading.strands.sets_of(asked)

    @property
    def union(self) -> int:
        """How large a union some world attains; -1 while there is none."""
        return self.best.union if self.best else -1

    def attempt(
        self, kept: int, most: int, seats: Seats = (), sizes: Mapping[int, int] = MappingProxyType({})
    ) -> list[Roof]:
        """Weave a world, as others are or with those who are asked for as they are to stand (see `Attempts`)."""
        recipe = Recipe(self.others | kept, self.asked, (), seats, _vague(self.spreading, sizes))
        found, crowded = self._made(recipe)
        self._tight |= crowded
        if self._tight and found < most:
            recipe = recipe._replace(tight=tuple(sorted(self._tight)))
            found, more = self._made(recipe)
            crowded |= more
        rooms = [room for one in sorted(crowded) if (room := self._room(*one)) is not None]
        if seats and found < most and all(room in self._rooms for room in rooms):
            self._give_way(recipe, crowded, most)
        self._rooms += rooms
        return rooms

    def _give_way(self, recipe: Recipe, crowded: set[tuple[int, int]], most: int) -> None:
        """Weave a world again in which parts that are not asked for take less room where it is crowded."""
        everything = (1 << len(self.spreading.strands.strands)) - 1
        parts = [part for part in self.spreading.parts(everything, _MOST_STRANDS) if not part & self.asked]
        seated: dict[int, Standing] = {}
        tried: set[tuple[int, int, int]] = set()
        found, where = self.union, sorted(crowded)
        while where and found < most:
            woven, (strand, size) = self.spreading.weave(self._seated(recipe, seated)), where.pop()
            if woven is None:
                return
            others = [part for part in parts if not part >> strand & 1 and (part, strand, size) not in tried]
            tried.update((part, strand, size) for part in others)
            if fresh := dict(self.spreading.giving.way(woven, others, strand, size)):
                seated |= fresh
                found, crowded = self._made(self._seated(recipe, seated))
                where = sorted(crowded)

    def _seated(self, recipe: Recipe, seated: Mapping[int, Standing]) -> Recipe:
        """Return a recipe with others kept of some parts, and seats for these as well."""
        kept, seats, sizes = recipe.kept, recipe.seats, recipe.sizes
        for part, standing in seated.items():
            kept = kept & ~self.spreading.strands.sets_of(part) | standing.kept
            seats += standing.seats
            sizes += _vague(self.spreading, standing.sizes)
        return recipe._replace(kept=kept, seats=seats, sizes=sizes)

    def _made(self, recipe: Recipe) -> tuple[int, set[tuple[int, int]]]:
        """Weave a world; return how large the union is, and where there was too little room."""
        found, crowded = self.spreading.made(recipe, self.asked)
        if found is not None and found.union > self.union:
            self.best = found
        return found.union if found else -1, crowded

    def traces(self, sets: int) -> list[int]:
        """Return how a world is made (see `Attempts`)."""
        woven = self.spreading.weave(self.best.recipe) if self.best else self.spreading.lately
        return woven.traces(self.spreading.strands, self.asked, sets) if woven else []

    def _room(self, strand: int, size: int) -> Roof | None:
        """Return how much of what is asked for a set of another strand has room for; None where it has for all."""
        cover = self.spreading.summing.covering.around(strand, size, self.asked)
        if cover is None:
            return None
        sets = gathered(cover.inside.values())
        terms = [Term(1 << cover.cover, at_lo=False, weight=Fraction(1))]
        terms += [Term(1 << one, at_lo=True, weight=Fraction(-1)) for one in cover.others]
        room = cover.room - sum(self.spreading.sizes.lo[one] for one in cover.others)
        return Roof(sets, common(self.spreading.strands.problem.apart, sets), SumBound(room, tuple(terms)))


class _Joining:
    """Bounds a wide union by its trunk and its parts, and makes a world of their best worlds.

    The cases of which rivals of the trunk are kept are gone through as those of few strands are (see `branching`): each
    is bounded by outlines of the parts before these are gone through themselves.

    Attributes
    ----------
    best
        The best world, as far as is known.
    """

    def __init__(self, spreading: Spreading, asked: int, parts: Sequence[int], best: Spread | None) -> None:
        self.spreading, self.asked, self.parts, self.best = spreading, asked, parts, best
        self.trunk = asked & ~union(parts)
        self.root = spreading.strands.among(self.trunk)
        self.whole = spreading.weave(best.recipe) if best else None
        self._found: dict[tuple[int, tuple[int, ...]], tuple[SumBound, Part]] = {}
        self._outlines: dict[tuple[int, tuple[int, ...]], SumBound] = {}
        self._trunks: dict[tuple[int, int], Trunk] = {}
        self._rests_on = 0
        self._bound = self._summed(self.root, self._known)

    @property
    def union(self) -> int:
        """How large a union some world attains; -1 while there is none."""
        return self.best.union if self.best else -1

    @property
    def bound(self) -> SumBound:
        """How large the union is at most, as far as is known."""
        return replace(self._bound, rests_on=self._rests_on)

    def go(self) -> None:
        """Go through the cases until the bound is attained, or nothing decides any more."""
        waiting = [(-self._bound.value, 0)]
        nodes = [(self.root, self._bound)]
        outlined = set[int]()
        while waiting:
            self.spreading.tick()
            number = waiting[0][1]
            strands, self._bound = nodes[number]
            if self._bound.value <= self.union:
                return
            if number in outlined:
                outlined.remove(number)
                nodes[number] = strands, _lower(self._summed(strands, self._known), self._bound)
                heapreplace(waiting, (-nodes[number][1].value, number))
                continue
            heappop(waiting)
            kept = self._lightest(strands)
            if kept is None:
                continue
            self._try(strands, kept)
            one = self._deciding(strands, kept) if self._bound.value > self.union else None
            if one is None:
                return
            self._rests_on |= 1 << one
            for part in cases(self.root, strands, one):
                outlined.add(len(nodes))
                nodes.append((part, _lower(self._summed(part, self._outlined), self._bound)))
                heappush(waiting, (-nodes[-1][1].value, len(nodes) - 1))

    def _summed(self, strands: Strands, part_bound: Callable[[int, int, Trunk], SumBound]) -> SumBound:
        """Return the bound in a case of the trunk: what that holds, and what each part does beside it."""
        trunk = self._trunk(strands)
        bounds = [trunk.bound, *(part_bound(part, strands.sure, trunk) for part in self.parts)]
        terms = tuple(term for each in bounds for term in each.terms)
        self._rests_on |= strands.sure & self.root.doubted | union(each.rests_on for each in bounds)
        return SumBound(sum(each.value for each in bounds), terms)

    def _trunk(self, strands: Strands) -> Trunk:
        """Return what the trunk holds at most in a case, and what is counted off for that."""
        key = strands.sets, strands.sure
        if key not in self._trunks:
            bound = outline_of(strands, self.spreading.roofs(self.trunk), self.spreading.clock)
            self._trunks[key] = trunk_of(strands, self.spreading.sizes, bound)
        return self._trunks[key]

    def _parts(self, strands: Strands) -> list[Part]:
        """Return the parts, with a best world of each, in a case of the trunk."""
        trunk = self._trunk(strands)
        return [self._part(part, strands.sure, trunk)[1] for part in self.parts]

    def _outlined(self, asked: int, around: int, trunk: Trunk) -> SumBound:
        """Return how much a part holds at most beside some sets of the trunk, without going through cases."""
        roofs = self._roofs(asked, around, trunk)
        key = asked, tuple(roof.sets for roof in roofs)
        if key not in self._outlines:
            self._outlines[key] = outline_of(self.spreading.strands.among(asked), roofs, self.spreading.clock)
        return self._outlines[key]

    def _known(self, asked: int, around: int, trunk: Trunk) -> SumBound:
        """Return how much a part holds at most beside some sets of the trunk."""
        return self._part(asked, around, trunk)[0]

    def _part(self, asked: int, around: int, trunk: Trunk) -> tuple[SumBound, Part]:
        spreading, roofs = self.spreading, self._roofs(asked, around, trunk)
        key = asked, tuple(roof.sets for roof in roofs)
        if key not in self._found:
            part = Part(spreading.strands.among(asked), asked, trunk, self.whole, self.whole or spreading.lately)
            self._found[key] = bound_of(part.strands, roofs, part, spreading.clock, _PART_SHARE), part
        return self._found[key]

    def _roofs(self, asked: int, around: int, trunk: Trunk) -> list[Roof]:
        """Return what is known of unions in a part, and what of it lies within some sets of the trunk."""
        beside = trunk.roofs(self.spreading.strands, self.spreading.sizes, asked, around)
        return [*self.spreading.roofs(asked), *beside]

    def _lightest(self, strands: Strands) -> int | None:
        """Return what to keep of the trunk so that it reaches furthest, with as little in it as can be."""
        kept, sizes = 0, self.spreading.sizes
        for whole, strand in zip(self.root.strands, strands.strands, strict=True):
            burden = {one: weight for one in bits(strand.doubted) if (weight := self._weight(one, strands))}
            tops = sorted(bits(strand.sets), key=lambda one: (-sizes.most(one), burden.get(one, 0), one))
            group = lightest(whole.sets, whole.rivals, tops, burden, self.spreading.tick) if tops else 0
            if group is None:
                return None
            kept |= group
        return kept

    def _weight(self, one: int, strands: Strands) -> int:
        """Return how much of the parts lies within a set beyond what lies within its strand anyway."""
        at, lo, found = strands.strand_of[one], self.spreading.sizes.lo, 0
        for pairs in (ties[at] for ties in self.spreading.strands.ties if at in ties):
            mine = max((lo[inner] for inner, outer in pairs if outer == one), default=0)
            anyway = max((lo[inner] for inner, outer in pairs if strands.sure >> outer & 1), default=0)
            found += max(0, mine - anyway)
        return found

    def _deciding(self, strands: Strands, kept: int) -> int | None:
        """Return the set in doubt of those kept that takes most from what the parts hold beside; None if none does."""
        doubted = kept & strands.doubted & ~strands.unsure
        weights = {one: self._weight(one, strands) for one in bits(doubted)}
        likely = sorted(filter(weights.get, weights), key=lambda one: (-weights[one], one))[:_TRIED]
        trunk = self._trunk(strands)

        def held(also: int) -> int:
            return sum(self._outlined(part, strands.sure | also, trunk).value for part in self.parts)

        less = {one: held(0) - held(1 << one) for one in likely}
        best = max(less, key=lambda one: (less[one], -one), default=None)
        return best if best is not None and less[best] else None

    def _try(self, strands: Strands, kept: int) -> None:
        """Make a world in which these sets of the trunk are kept: of the parts as the case has them, else anew."""
        before, case = self._parts(strands), self.root.only(kept, 0)
        self._make(kept, before)
        if self.union < self._bound.value and self.union < self._summed(case, self._known).value:
            parts = self._parts(case)
            if parts != before:
                self._make(kept, parts)

    def _make(self, kept: int, parts: Sequence[Part]) -> None:
        """Make a world of the best worlds of parts, in which these sets of the trunk are kept."""
        seated = [part for part in parts if part.kept]
        everything = union(part.strands.sets for part in seated) | self.root.sets
        sets, sizes = kept, dict[int, int]()
        for part in seated:
            sets |= part.kept
            sizes |= part.sizes
        seats, vague = tuple(seat for part in seated for seat in part.seats), _vague(self.spreading, sizes)
        recipe = Recipe(self.spreading.to_keep([self.asked]) & ~everything | sets, self.asked, (), seats, vague)
        found, _ = self.spreading.made(recipe, self.asked)
        if found is not None and found.union > self.union:
            self.best = found


def join(spreading: Spreading, asked: int, whole: Spread | None) -> tuple[SumBound, Spread | None] | None:
    """Bound a wide union by its parts, and make a world of their best worlds.

    Parameters
    ----------
    whole
        The best world known so far.

    Returns
    -------
    tuple
        The bound and the best world known then. None where the union does not come apart like that.
    """
    parts = spreading.parts(asked, _MOST_STRANDS)
    if not few(asked & ~union(parts)):
        return None
    joining = None
    with suppress(OutOfTimeError), spreading.clock.part(_SHARE):
        joining = _Joining(spreading, asked, parts, whole)
        joining.go()
    spreading.tick()
    return (joining.bound, joining.best) if joining else None


def _vague(spreading: Spreading, sizes: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the sizes of sets whose size is not known."""
    lo, hi = spreading.sizes.lo, spreading.sizes.hi
    return tuple((one, size) for one, size in sorted(sizes.items()) if lo[one] < hi[one])


def _lower(one: SumBound, other: SumBound) -> SumBound:
    return one if one.value < other.value else other


def few(asked: int) -> bool:
    """Whether the strands of a union are few enough to be looked at at once."""
    return 0 < asked.bit_count() <= _MOST_STRANDS


def parts_of(spreading: Spreading, asked: int) -> list[int]:
    """Return what a union falls apart into, few strands each, without the broadest; itself if it is few already."""
    return [asked] if few(asked) else spreading.parts(asked, _MOST_STRANDS)

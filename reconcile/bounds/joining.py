"""Worlds with great unions, made from what an outline of the strands asked for has: of few at once, of many by parts.

Of a country's toll the regions are parts, and what is said of the country as a whole is the trunk. What the trunk can
hold and what each part can hold beside it add up to a bound. A world has as much where each part stands as it does in
its best world, and the trunk takes in no others than it must.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import and_
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.branching import bound_of
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Roof
from reconcile.bounds.problem import union
from reconcile.bounds.recipe import Recipe, Spread
from reconcile.bounds.summing import SumBound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.spreading import Spreading
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.weaving import Seats

_MOST_STRANDS = 60
"""Of more strands, there is too much to look at at once."""


class Attempt:
    """Worlds that were made to attain a great union; `best` is the best of them."""

    def __init__(self, spreading: Spreading, asked: int, best: Spread | None) -> None:
        self.spreading, self.asked, self.best = spreading, asked, best
        strands = spreading.strands.strands
        self.others = spreading.to_keep([asked]) & ~union(strands[at].sets for at in bits(asked))

    @property
    def union(self) -> int:
        """How large a union some world attains; -1 while there is none."""
        return self.best.union if self.best else -1

    def attempt(
        self, kept: int, most: int, seats: Seats = (), sizes: Mapping[int, int] = MappingProxyType({})
    ) -> list[Roof]:
        """Weave a world, as others are or with those who are asked for as they are to stand (see `Attempts`)."""
        del most
        lo = self.spreading.sizes.lo
        vague = tuple((one, size) for one, size in sorted(sizes.items()) if lo[one] < size)
        found, crowded = self.spreading.made(Recipe(self.others | kept, self.asked, (), seats, vague), self.asked)
        if found is not None and found.union > self.union:
            self.best = found
        return [room for one in sorted(crowded) if (room := self._room(*one)) is not None]

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


class _Part:
    """A part of a wide union, and how much it holds beside the trunk, in a world of all or seated alone."""

    def __init__(self, spreading: Spreading, asked: int, trunk: int, whole: Spread | None) -> None:
        self.asked = asked
        self.strands = spreading.among(asked)
        self.union, self.kept = -1, 0
        self.seats: Seats = ()
        self.sizes: Mapping[int, int] = {}
        woven = spreading.weave(whole.recipe) if whole else None
        if whole is not None and woven is not None:
            runs = [run for run in woven.runs if run.strands & asked]
            self.union = sum(run.count for run in runs if not run.strands & trunk)
            self.kept = whole.kept & self.strands.sets
            self.seats = tuple(
                (run.count, tuple((at, run.places[at]) for at in bits(run.strands & asked))) for run in runs
            )
            self.sizes = {one: size for one, size in woven.sizes.items() if self.kept >> one & 1}

    def attempt(
        self, kept: int, most: int, seats: Seats = (), sizes: Mapping[int, int] = MappingProxyType({})
    ) -> list[Roof]:
        """Note who is to stand where (see `Attempts`)."""
        if seats and most > self.union:
            self.union, self.kept, self.seats, self.sizes = most, kept, seats, sizes
        return []

    def beside(self, strands: Strands, trunk: int) -> Roof | None:
        """Return what lies within the trunk as a roof: the largest set of each strand that does, and those in doubt."""
        lo, sure, found = strands.problem.lo, strands.sure, 0
        for at in bits(self.asked):
            for other, pairs in strands.ties[at].items():
                if trunk >> other & 1:
                    inside = [one for one, outer in pairs if sure >> outer & 1]
                    surely = [one for one in inside if sure >> one & 1]
                    found |= gathered(one for one in inside if not sure >> one & 1)
                    found |= gathered([max(surely, key=lambda one: (lo[one], one))] if surely else [])
        size = sum(strands.problem.hi[one] for one in bits(found))
        return Roof(found, 0, SumBound(size, ()), beside=True) if size else None


def join(
    spreading: Spreading, asked: int, parts: Sequence[int], whole: Spread | None
) -> tuple[SumBound, Spread | None] | None:
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
    trunk = asked & ~union(parts)
    if not parts or not trunk or not all(few(part) for part in [trunk, *parts]):
        return None
    if any(spreading.near(part) & union(parts) & ~part for part in parts):
        return None
    spreading.of(trunk)
    bounds, found = [spreading.at_most(trunk)], [_Part(spreading, part, trunk, whole) for part in parts]
    for part in found:
        beside = part.beside(spreading.strands, trunk)
        roofs = [*spreading.roofs(part.asked), *([beside] if beside else [])]
        bounds.append(bound_of(part.strands, roofs, part, spreading.clock))
    bound = SumBound(sum(each.value for each in bounds), tuple(term for each in bounds for term in each.terms))
    if whole is None or whole.union < bound.value:
        sets, kept = union(part.strands.sets for part in found), union(part.kept for part in found)
        lo = spreading.sizes.lo
        vague = sorted((one, size) for part in found for one, size in part.sizes.items() if lo[one] < size)
        seats = tuple(seat for part in found for seat in part.seats)
        recipe = Recipe(spreading.to_keep([asked]) & ~sets | kept, asked, (), seats, tuple(vague))
        best, _ = spreading.made(recipe, asked)
        if best is not None and (whole is None or best.union > whole.union):
            whole = best
    return bound, whole


def few(asked: int) -> bool:
    """Whether the strands of a union are few enough to be looked at at once."""
    return 0 < asked.bit_count() <= _MOST_STRANDS


def common(groups: Sequence[int], of: int) -> int:
    """Return what all groups of some sets have in common."""
    return reduce(and_, (groups[one] for one in bits(of)))

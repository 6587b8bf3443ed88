"""The facets of scopes, each a small lattice: how one value relates to those of all claims at once.

What `reconcile.scopes` says of two values is said here of a value and groups of claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.graph.groups import Thresholds, gather, without
from reconcile.model import CASUALTIES, KINDS_OF_CASUALTY
from reconcile.scopes import Rcc5, relate_outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.model import Scope, Span, Tree
    from reconcile.scopes import Lattices


REMEMBERED = 1024
"""Of how many values it is remembered how they relate: were each claim's its own, all would take much memory."""


@dataclass(frozen=True, slots=True)
class Related:
    """The claims by how theirs relates to one value: the same, inside or the same, around or the same, apart."""

    same: int
    inside: int
    around: int
    apart: int


class Facets:
    """The scopes of claims, facet by facet."""

    def __init__(self, scopes: Sequence[Scope], lattices: Lattices) -> None:
        remembered = lru_cache(REMEMBERED)
        self._place = remembered(Places([scope.place for scope in scopes], lattices.places).relate)
        self._who = remembered(Groups([scope.who for scope in scopes], lattices).relate)
        self._outcome = remembered(Outcomes([scope.outcome for scope in scopes]).relate)
        self._window = remembered(Windows([scope.window for scope in scopes]).relate)

    def relate(self, scope: Scope, *, dying: bool = False) -> Related:
        """Relate a scope to those of all claims, as the product of its facets; `dying` as in `Lattices.relate`."""
        place, who, window = self._place(scope.place), self._who(scope.who), self._window(scope.window)
        outcome = self._outcome(scope.outcome, dying=dying)
        return Related(
            place.same & who.same & outcome.same & window.same,
            place.inside & who.inside & outcome.inside & window.inside,
            place.around & who.around & outcome.around & window.around,
            place.apart | who.apart | outcome.apart | window.apart,
        )


class Places:
    """Where: a tree whose branches are apart."""

    def __init__(self, places: Sequence[str], tree: Tree) -> None:
        self._names = _Names(places, tree)

    def relate(self, place: str) -> Related:
        """Relate a place to those of all claims."""
        names = self._names
        same, inside, around = names.same(place), names.inside(place), names.around(place)
        return Related(same, inside, around, names.everything ^ (inside | around))


class Groups:
    """Who: trees, apart from each other, of which branches overlap unless they are declared exclusive."""

    def __init__(self, groups: Sequence[str], lattices: Lattices) -> None:
        self._names = _Names(groups, lattices.groups)
        self._lattices = lattices
        self._exclusive = [_union(map(self._names.inside, names)) for names in lattices.exclusive]

    def relate(self, who: str) -> Related:
        """Relate a group of people to those of all claims."""
        names, path = self._names, self._lattices.groups.path(who)
        same, inside, around = names.same(who), names.inside(who), names.around(who)
        apart = names.everything ^ names.inside(path[-1])
        for outer in path:
            for declared in self._lattices.declarations.get(outer, ()):
                apart |= without(self._exclusive[declared], names.inside(outer))
        return Related(same, inside, around, without(apart, inside | around))


class Outcomes:
    """What became of them: any outcome but the built-in ones is apart from all others."""

    def __init__(self, outcomes: Sequence[str]) -> None:
        self._same = gather(outcomes)
        self._everything = (1 << len(outcomes)) - 1

    def relate(self, outcome: str, *, dying: bool) -> Related:
        """Relate an outcome to those of all claims."""
        found = dict.fromkeys(Rcc5, 0)
        for other in {outcome, CASUALTIES, *KINDS_OF_CASUALTY}:
            found[relate_outcomes(other, outcome, dying=dying)] |= self._same.get(other, 0)
        same, inside, around = found[Rcc5.SAME], found[Rcc5.WITHIN], found[Rcc5.CONTAINS]
        apart = self._everything ^ (same | inside | around | found[Rcc5.OVERLAPS])
        return Related(same, same | inside, same | around, apart)


class Windows:
    """When they were hurt: stretches of time."""

    def __init__(self, windows: Sequence[Span]) -> None:
        self._same = gather(windows)
        self._starts = Thresholds([window.start for window in windows])
        self._ends = Thresholds([window.end for window in windows])

    def relate(self, window: Span) -> Related:
        """Relate a stretch of time to those of all claims."""
        start, end = window.start, window.end
        return Related(
            self._same.get(window, 0),
            self._starts.at_least(start) & self._ends.at_most(end),
            self._starts.at_most(start) & self._ends.at_least(end),
            self._starts.at_least(end) | self._ends.at_most(start),
        )


class _Names:
    """The names in a tree that claims have."""

    def __init__(self, names: Sequence[str], tree: Tree) -> None:
        self.everything = (1 << len(names)) - 1
        self._tree = tree
        self._same = gather(names)
        self._inside: dict[str, int] = {}
        for name, group in self._same.items():
            for outer in tree.path(name):
                self._inside[outer] = self._inside.get(outer, 0) | group

    def same(self, name: str) -> int:
        """Return the claims that have a name."""
        return self._same.get(name, 0)

    def inside(self, name: str) -> int:
        """Return the claims that have a name, or one inside it."""
        return self._inside.get(name, 0)

    def around(self, name: str) -> int:
        """Return the claims that have a name, or one around it."""
        return _union(map(self.same, self._tree.path(name)))


def _union(groups: Iterable[int]) -> int:
    return reduce(or_, groups, 0)

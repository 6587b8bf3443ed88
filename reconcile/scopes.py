"""Two scopes in, one of five relations out.

The relations are those of RCC-5 (Randell, Cui and Cohn 1992). A scope is outcome × place × who × window; each
facet is a small lattice, and the relation of two scopes is the product of the relations of their facets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.model import CASUALTIES, KILLED, KINDS_OF_CASUALTY, MISSING, WOUNDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.model import Scope, Span, Tree


class Rcc5(StrEnum):
    """How two regions relate, read from the first to the second."""

    SAME = "same"
    WITHIN = "within"
    CONTAINS = "contains"
    APART = "apart"
    OVERLAPS = "overlaps"


@dataclass(frozen=True)
class Lattices:
    """The declared trees that scopes are compared in.

    `exclusive` lists groups that share no member, none of which holds another; that goes for all within them as well.
    """

    places: Tree
    groups: Tree
    exclusive: tuple[tuple[str, ...], ...] = ()

    def relate(self, one: Scope, other: Scope, *, dying: bool = False) -> Rcc5:
        """Return how two scopes relate.

        `dying` says that the wounded were counted before the killed, so that some may have died of their wounds since.
        """
        return product(
            (
                relate_outcomes(one.outcome, other.outcome, dying=dying),
                self.relate_places(one.place, other.place),
                self.relate_groups(one.who, other.who),
                relate_windows(one.window, other.window),
            )
        )

    def relate_places(self, one: str, other: str) -> Rcc5:
        """Return how two places relate: a tree's branches are apart."""
        return _nested(self.places, one, other) or Rcc5.APART

    def relate_groups(self, one: str, other: str) -> Rcc5:
        """Return how two groups relate: siblings overlap, unless declared exclusive or of different roots."""
        if nested := _nested(self.groups, one, other):
            return nested
        return (
            Rcc5.APART
            if self.groups.root(one) != self.groups.root(other) or self.excludes(one, other)
            else Rcc5.OVERLAPS
        )

    def excludes(self, one: str, other: str) -> bool:
        """Whether a declaration keeps two groups apart."""
        named = {at: outer for outer in self.groups.path(one) for at in self.declarations.get(outer, ())}
        return any(
            named.get(at, outer) != outer
            for outer in self.groups.path(other)
            for at in self.declarations.get(outer, ())
        )

    @cached_property
    def declarations(self) -> Mapping[str, Sequence[int]]:
        """Which of `exclusive`, by number, each group is named in."""
        found: dict[str, list[int]] = {}
        for at, names in enumerate(self.exclusive):
            for name in names:
                found.setdefault(name, []).append(at)
        return found


def relate_outcomes(one: str, other: str, *, dying: bool = False) -> Rcc5:
    """Return how two outcomes relate; any word but the built-in ones is apart from all others."""
    if one == other:
        return Rcc5.SAME
    if other == CASUALTIES and one in KINDS_OF_CASUALTY:
        return Rcc5.WITHIN
    if one == CASUALTIES and other in KINDS_OF_CASUALTY:
        return Rcc5.CONTAINS
    both = {one, other}
    if both in ({MISSING, KILLED}, {MISSING, WOUNDED}) or (dying and both == {KILLED, WOUNDED}):
        return Rcc5.OVERLAPS
    return Rcc5.APART


def relate_windows(one: Span, other: Span) -> Rcc5:
    """Return how two stretches of time relate."""
    if one == other:
        return Rcc5.SAME
    if one.surely_before(other) or other.surely_before(one):
        return Rcc5.APART
    if other.start <= one.start and one.end <= other.end:
        return Rcc5.WITHIN
    if one.start <= other.start and other.end <= one.end:
        return Rcc5.CONTAINS
    return Rcc5.OVERLAPS


def product(relations: Iterable[Rcc5]) -> Rcc5:
    """Combine the relations of the facets into that of the scopes."""
    found = set(relations)
    if Rcc5.APART in found:
        return Rcc5.APART
    found.discard(Rcc5.SAME)
    if len(found) > 1:
        return Rcc5.OVERLAPS
    return found.pop() if found else Rcc5.SAME


def _nested(tree: Tree, one: str, other: str) -> Rcc5 | None:
    if one == other:
        return Rcc5.SAME
    if other in tree.path(one):
        return Rcc5.WITHIN
    if one in tree.path(other):
        return Rcc5.CONTAINS
    return None

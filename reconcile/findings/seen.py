"""Worlds that were seen to attain an end of a range, and what they say of two claims."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bounds import union
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.bounds import Bundle, End, World


class Seen:
    """A world that attains an end of the range of a query's sets, in some bundles."""

    def __init__(self, end: End, bundles: Iterable[Bundle], query: int) -> None:
        self._end = end
        self._sets = union(bundle.sets for bundle in bundles if bundle.sets & query)

    @cached_property
    def world(self) -> World | None:
        """The world; None where none is known."""
        return self._end.witness()

    def keeps(self, sets: int) -> bool:
        """Whether all of some sets are kept."""
        return self.world is not None and not sets & ~self.world.kept

    def gives(self, one: int, two: int, answer: Relation) -> bool:
        """Whether the first set lies within the second, or, asked that, they are apart; so it is if one is left out."""
        both = 1 << one | 1 << two
        if self.world is None or self._sets & both & ~self.world.kept:
            return self.world is not None
        if self.world.kept & both != both:
            return False
        return self.world.lies_within(one, two) if answer is Relation.WITHIN else self.world.lie_apart(one, two)

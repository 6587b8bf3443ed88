"""Worlds that were seen to attain an end of a range, and what they say of two claims."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bounds import union
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.bounds import Bundle, End, World
    from reconcile.findings.answer import Answer


class Seen:
    """A world that attains an end of the range of a query's sets, in some bundles; `value` is that end."""

    def __init__(self, end: End, bundles: Iterable[Bundle], query: int) -> None:
        self.value, self._kept, self._witness = end.value, end.kept, end.witness
        self._sets = union(bundle.sets for bundle in bundles if bundle.sets & query)

    @cached_property
    def world(self) -> World | None:
        """The world; None where none is known."""
        world = self._witness()
        del self._witness  # what it is made from may be large
        return world

    def keeps(self, sets: int) -> bool:
        """Whether all of some sets are kept."""
        return not sets & ~self._kept

    def gives(self, reply: Answer) -> bool:
        """Whether the first of two sets lies within the second, or, asked that, they are apart; so if one is left out.

        Not if that is not known: where no world is, or a set is neither in it nor left out of it.
        """
        one, other, answer = reply
        both = 1 << one | 1 << other
        if self.world is None:
            return False
        if both & ~self.world.kept:
            return bool(self._sets & both & ~self.world.kept)
        return self.world.lies_within(one, other) if answer is Relation.WITHIN else self.world.lie_apart(one, other)

    def gives_all(self, replies: Iterable[Answer]) -> bool:
        """Whether the world gives all of some replies."""
        return all(self.gives(reply) for reply in replies)

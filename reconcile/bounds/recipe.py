"""Woven worlds, and how they are woven, to weave them again when somebody looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.weaving import Seats
    from reconcile.bounds.woven import Woven


@dataclass(frozen=True, slots=True)
class WovenWorld:
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


class Recipe(NamedTuple):
    """How a world is woven: what is kept, which strands are spread, which places are tight, who stands where.

    `sizes` are those of sets of unknown size where those who stand there make them.
    """

    kept: int
    spread: int
    tight: tuple[tuple[int, int], ...] = ()
    seats: Seats = ()
    sizes: tuple[tuple[int, int], ...] = ()


class Spread(NamedTuple):
    """What is known of a world with a great union: how it is woven, and how great the union is."""

    recipe: Recipe
    union: int

    @property
    def kept(self) -> int:
        """What is kept."""
        return self.recipe.kept

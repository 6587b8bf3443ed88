"""How worlds are woven, to weave them again when somebody looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reconcile.bounds.weaving import Seats


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

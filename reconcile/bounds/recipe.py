"""Woven worlds, and how they are woven, to weave them again when somebody looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reconcile.bits import bits, gathered
from reconcile.bounds.woven import regions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.outlining import Roof
    from reconcile.bounds.strands import Strands
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

    def traces(self, strands: Strands, asked: int, sets: int) -> list[int]:
        """Return which of some sets elements of strands lie in, with the largest set of each strand, as groups."""
        tops = gathered(
            max(kept, key=self.sizes.__getitem__)
            for at in bits(asked)
            if (kept := [one for one in strands.members[at] if one in self.sizes])
        )
        sizes = {one: self.sizes[one] for one in bits((sets | tops) & self.kept)}
        return list(regions(strands, sizes, [run for run in self.runs if run.strands & asked]))

    def within(self, strands: int, at: int, places: int) -> int:
        """Return how many elements of some strands stand in the first places of another one."""
        ahead = (run for run in self.runs if run.strands & strands and at in run.places)
        return sum(max(0, min(run.count, places - run.places[at])) for run in ahead)

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


class Attempts(Protocol):
    """Worlds of all strands that were made to attain a great union."""

    @property
    def union(self) -> int:
        """How large a union some world attains; -1 while there is none."""

    def traces(self, sets: int) -> list[int]:
        """Return how a world is made: which of some sets elements lie in, with the largest set of each strand."""

    def attempt(
        self, kept: int, most: int, seats: Seats = (), sizes: Mapping[int, int] = MappingProxyType({})
    ) -> list[Roof]:
        """Try to make a world in which certain sets are kept of those asked for.

        Parameters
        ----------
        most
            How large the union is then at most.
        seats, sizes
            Who is to stand where in the strands asked for, if that is known, and how large some sets are then.

        Returns
        -------
        list of Roof
            How many elements at most some of these sets hold together, as sets of other strands have no more room.
        """

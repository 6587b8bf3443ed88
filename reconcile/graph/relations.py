"""The relations that two claims can stand in, and what each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How the people of one claim relate to those of another."""

    WITHIN = "within"
    POSSIBLY_WITHIN = "possibly within"
    MAY_OVERLAP = "may overlap"
    APART = "apart"
    SAME = "same"
    OVERLAPS = "overlaps"

    @property
    def is_open(self) -> bool:
        """Whether the relation leaves unknown what the two share."""
        return self in (Relation.POSSIBLY_WITHIN, Relation.MAY_OVERLAP)


STATED = "stated"
DECIDED = "decided"
ASSUMED = "assumed"
SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation read from `claim` to `other`, by their numbers in the graph.

    `basis` is `stated`, `decided`, `assumed` (a what-if of the command line), `scope`, or the name of a
    convention. `by` is how many people the two share, at least and at most, for `Relation.OVERLAPS` alone;
    None for no limit. Where it is a sum that keeps its parts apart, it does so while its `whole` is right.
    """

    claim: int
    other: int
    relation: Relation
    basis: str
    by: tuple[int, int | None] | None = None
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """Claim `whole` counts exactly the people of `parts`, no two of which share anybody. By number in the graph."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A claim that is out of force, and the claim that its own source put in its place. By claim id."""

    claim: str
    by: str
    basis: str

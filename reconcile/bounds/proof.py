"""Why a bound is what it is: a world that attains it, and a proof that none goes beyond.

A proof is a tree. Each step stands in a case: some sets are known to be kept, some to be left out. What the steps
mean is said where they are checked (`checker`), which shares nothing with this but the names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from reconcile.bounds.problem import World
    from reconcile.bounds.sense import Sense


@dataclass(frozen=True, slots=True)
class Weight:
    """What each element counts that lies in all of `sets`."""

    sets: int
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weighted sizes add up to `total`, which is the bound, rounded to what elements can be."""

    weights: tuple[Weight, ...]
    total: Fraction


@dataclass(frozen=True, slots=True)
class Impossible:
    """Weighted sizes add up to more than nothing, and no element counts more than nothing: this case cannot be."""

    weights: tuple[Weight, ...]
    total: Fraction


@dataclass(frozen=True, slots=True)
class Split:
    """Either at most so many elements lie in all of `sets`, or more."""

    sets: int
    at_most: int
    fewer: Proof
    more: Proof


@dataclass(frozen=True, slots=True)
class Choose:
    """A set is either kept or left out."""

    one: int
    kept: Proof
    left_out: Proof


@dataclass(frozen=True, slots=True)
class Kept:
    """Sets that fit together, but for rivals, whatever else is kept: those without a rival are kept.

    `world` shows that. `then` is None where one of them was left out, so that this case cannot be. `firm`: they are
    firm, and fit whatever else is kept of these.
    """

    sets: int
    world: World
    then: Proof | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the query, and what is proven of it."""

    query: int
    value: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a query, whose bounds add up."""

    parts: tuple[Part, ...]


Proof = Weighing | Impossible | Split | Choose | Kept | Parts


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A set that a witness does not keep, and the proof that it could not be kept as well."""

    one: int
    because: Proof


@dataclass(frozen=True, slots=True)
class Proved:
    """One end of the range of a query: its value, a world that attains it, and the proof that none goes beyond."""

    query: int
    sense: Sense
    value: int
    world: World
    left_out: tuple[LeftOut, ...]
    proof: Proof


def weighed(proof: Proof) -> int:
    """Return all sets whose sizes a proof weighs, as a group."""
    group = 0
    match proof:
        case Weighing(weights) | Impossible(weights):
            for row in weights:
                group |= row.sets
        case Kept(then=then):
            return weighed(then) if then else 0
        case Parts(parts):
            for part in parts:
                group |= weighed(part.proof)
        case Choose(_, one, other) | Split(_, _, one, other):
            return weighed(one) | weighed(other)
    return group

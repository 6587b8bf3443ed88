"""The ends of a range: values with the worlds that attain them and the sizes that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.attained import Attained
from reconcile.bounds.problem import World
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from reconcile.bounds.optimum import Optimum
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.reduction import Reduction


@dataclass(frozen=True, slots=True)
class Term:
    """A number that a bound is made of: `weight` times the elements that lie in all of `sets`, at `lo` or at `hi`."""

    sets: int
    at_lo: bool
    weight: Fraction


def terms_of(problem: Problem, keep: int, reduction: Reduction, optimum: Optimum, sense: Sense) -> tuple[Term, ...]:
    """Say which sizes a bound is made of: a plain sum where one proves it, else those that the program weighs."""
    origins = reduction.lo_from if sense is Sense.LEAST else reduction.hi_from
    if optimum.plain is not None:
        return tuple(Term(1 << origins[one], sense is Sense.LEAST, Fraction(1)) for one in bits(optimum.plain))
    kept = (rule.sets for rule in problem.overlaps if not rule.sets & ~keep)
    overlaps = {rule.sets: sets for rule, sets in zip(reduction.problem.overlaps, kept, strict=True)}
    terms = []
    for group, weight in optimum.weights.items():
        at_lo = weight * sense > 0
        if group & (group - 1):
            sets = overlaps[group]
        else:
            sets = 1 << (reduction.lo_from if at_lo else reduction.hi_from)[group.bit_length() - 1]
        terms.append(Term(sets, at_lo, weight))
    return tuple(terms)


@dataclass(frozen=True, slots=True)
class End:
    """One end of the range: its value, a world that attains it, and the sizes that it is made of.

    Where the search ran out of time, `proven` is False, there is no world, and no world goes beyond the value. The
    world of a large problem is made when it is asked for, by `attain`.
    """

    value: int
    world: World | None
    terms: tuple[Term, ...]
    proven: bool = True
    attain: Attained | None = None

    @property
    def kept(self) -> int:
        """What is kept in the world that attains the value; nothing where none is known."""
        found = self.world or self.attain
        return found.kept if found else 0

    def witness(self) -> World | None:
        """Return a world that attains the value, made now if need be; None where none is known."""
        return self.attain.world if self.world is None and self.attain else self.world

    def __add__(self, other: End) -> End:
        """Return the end of two unions together that share nothing."""
        if self is NOTHING or other is NOTHING:
            return other if self is NOTHING else self
        world = None
        if self.world is not None and other.world is not None:
            world = World(self.world.kept | other.world.kept, {**self.world.regions, **other.world.regions})
        proven = self.proven and other.proven
        attain = None

        def both() -> World:
            one, two = self.witness(), other.witness()
            assert one is not None, "what is proven is attained"
            assert two is not None, "what is proven is attained"
            return World(one.kept | two.kept, {**one.regions, **two.regions})

        if world is None and proven:
            attain = Attained(self.kept | other.kept, both)
        return End(self.value + other.value, world, self.terms + other.terms, proven, attain)


NOTHING = End(0, World(0, {}), ())
"""The end of an empty union."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The fewest and the most elements in the union, over all worlds."""

    lower: End
    upper: End

    @property
    def range(self) -> tuple[int, int]:
        """Both values."""
        return self.lower.value, self.upper.value

    def __str__(self) -> str:
        """Return the range: `4–7`, or `≥ 4 ≤ 7` where the search stopped."""
        if self.lower.proven and self.upper.proven:
            return "–".join(map(str, dict.fromkeys(self.range)))
        least, most = "" if self.lower.proven else "≥ ", "" if self.upper.proven else "≤ "
        return f"{least}{self.lower.value} {most}{self.upper.value}"

    def _repr_html_(self) -> str:
        """Show the range alone, in a notebook."""
        return f"<strong>{self}</strong>"

"""The pairs whose answer would move a bound: the questions worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.graph import SCOPE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.bounds import Component, Problem
    from reconcile.findings.tolls import Range, Tolls
    from reconcile.graph import Edge


@dataclass(frozen=True, slots=True)
class Effect:
    """What the answers to a pair make of one question (by index); `settles` is by how much the range narrows either way."""

    question: int
    if_within: Range
    if_apart: Range
    settles: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An open pair, by number in the graph: whether `claim` is within `other`. If the two may overlap, `claim` is the smaller."""

    edge: Edge
    claim: int
    other: int
    effects: tuple[Effect, ...]

    @property
    def settles(self) -> int:
        """By how much the answer is sure to narrow the range that it narrows most."""
        return max(effect.settles for effect in self.effects)


def ambiguities(tolls: Tolls) -> list[Ambiguity]:
    """Find the open pairs, both of whose answers are possible, that move a bound; the most settling first.

    A pair is left out where another says more: one of the same people, or of larger figures that hold both claims and whose
    answers narrow every range at least as far.
    """
    found = [
        ambiguity
        for component in range(len(tolls.components))
        if tolls.asked_of(component) and len(tolls.components[component].members) > 1
        for ambiguity in _Pairs(tolls, component).ambiguities()
    ]
    return sorted(found, key=lambda one: (-one.settles, -sum(effect.settles for effect in one.effects), one.claim, one.other))


class _Pairs:
    """The open pairs of one component, in its own numbers."""

    def __init__(self, tolls: Tolls, component: int) -> None:
        self.tolls, self.at = tolls, component
        self.part: Component = tolls.components[component]
        self.local = {old: new for new, old in enumerate(self.part.members)}
        self.nested = _nesting(self.part)

    def ambiguities(self) -> list[Ambiguity]:
        if self.part.groups is None:
            return []
        found = [ambiguity for edge in self._open() if (ambiguity := self._ask(edge)) is not None]
        return [one for at, one in enumerate(found) if not self._said_by_another(at, found)]

    def _open(self) -> Iterator[Edge]:
        members = set(self.part.members)
        pairs = (edge for edge in self.tolls.graph.open_pairs() if edge.claim in members and edge.other in members)
        return iter(sorted(pairs, key=lambda edge: (edge.basis == SCOPE, edge.claim, edge.other)))

    def _ask(self, edge: Edge) -> Ambiguity | None:
        claim, other = edge.claim, edge.other
        if edge.relation is Relation.MAY_OVERLAP:
            claim, other = sorted((claim, other), key=self._figure)
        one, two = self.local[claim], self.local[other]
        problem = self.part.problem
        if_within = self._if(problem.with_within(one, two), one, two)
        if_apart = if_within and self._if(problem.with_apart(one, two), one, two)
        if if_within is None or if_apart is None:
            return None
        effects = tuple(self._effects(if_within, if_apart))
        return Ambiguity(edge, claim, other, effects) if effects else None

    def _if(self, problem: Problem, one: int, two: int) -> Mapping[int, Range] | None:
        """Return the ranges under an answer; None where no world of the case gives that answer."""
        changed = self.tolls.changed(self.at, problem)
        assert self.part.groups is not None
        both = 1 << one | 1 << two
        if changed.groups is None or not any(
            group & both == both and group in changed.groups for group in self.part.groups
        ):
            return None
        return self.tolls.ranges(self.at, changed)

    def _effects(self, if_within: Mapping[int, Range], if_apart: Mapping[int, Range]) -> Iterator[Effect]:
        for question, within in if_within.items():
            apart = if_apart[question]
            now = self.tolls.tolls[question].range
            assert now is not None
            if within != now or apart != now:
                left = max(within[1] - within[0], apart[1] - apart[0])
                yield Effect(question, within, apart, max(0, now[1] - now[0] - left))

    def _figure(self, claim: int) -> tuple[int, int, int]:
        count = self.tolls.graph.claims[claim].count
        return count.hi, count.lo, claim

    def _said_by_another(self, at: int, found: list[Ambiguity]) -> bool:
        one = found[at]
        return any(
            self._covers(other, one) and (other_at < at or not self._covers(one, other))
            for other_at, other in enumerate(found)
            if other_at != at
        )

    def _covers(self, larger: Ambiguity, smaller: Ambiguity) -> bool:
        """Whether the answer to one pair narrows all that the other's does, the other's claims being within its own."""
        a, b = self.local[smaller.claim], self.local[smaller.other]
        c, d = self.local[larger.claim], self.local[larger.other]
        held = (self._inside(a, c) and self._inside(b, d)) or (
            larger.edge.relation is Relation.MAY_OVERLAP and self._inside(a, d) and self._inside(b, c)
        )
        return held and all(
            _as_narrow(mine, effect)
            for effect in smaller.effects
            for mine in (_effect_on(effect.question, larger, self.tolls),)
        )

    def _inside(self, one: int, other: int) -> bool:
        return one == other or bool(self.nested[one] >> other & 1)


def _nesting(part: Component) -> list[int]:
    """Return for each set of a component what it lies within, in every world: through sets that are always kept."""
    doubted = 0
    for conflict in part.conflicts:
        doubted |= conflict
    closed = [0 if doubted >> one & 1 else outer & ~doubted for one, outer in enumerate(part.problem.within)]
    for middle in range(part.problem.size):
        for one in range(part.problem.size):
            if closed[one] >> middle & 1:
                closed[one] |= closed[middle]
    return closed


def _effect_on(question: int, ambiguity: Ambiguity, tolls: Tolls) -> tuple[Range, Range]:
    for effect in ambiguity.effects:
        if effect.question == question:
            return effect.if_within, effect.if_apart
    now = tolls.tolls[question].range
    assert now is not None
    return now, now


def _as_narrow(mine: tuple[Range, Range], effect: Effect) -> bool:
    return all(
        theirs[0] <= range_[0] and range_[1] <= theirs[1]
        for range_, theirs in zip(mine, (effect.if_within, effect.if_apart), strict=True)
    )

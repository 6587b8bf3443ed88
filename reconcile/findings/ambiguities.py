"""The pairs whose answer would move a bound: the questions worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError, Sense
from reconcile.graph import SCOPE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.bounds import Component, World
    from reconcile.findings.tolls import Range, Tolls
    from reconcile.graph import Edge


@dataclass(frozen=True, slots=True)
class Effect:
    """What the answers make of one question (by index); `settles` is by how much the range narrows either way."""

    question: int
    if_within: Range
    if_apart: Range
    settles: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An open pair, by number in the graph: is `claim` within `other`? If they may overlap, `claim` is the smaller."""

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

    A pair is left out where another says more: one of the same people, or of larger figures that hold both
    claims and whose answers narrow every range at least as far.
    """
    home = {claim: at for at, part in enumerate(tolls.components) for claim in part.members}
    pairs: dict[int, list[Edge]] = {}
    for edge in tolls.graph.open_pairs():
        if home[edge.claim] == home[edge.other] and tolls.asked_of(home[edge.claim]):
            pairs.setdefault(home[edge.claim], []).append(edge)
    found = [
        ambiguity for component, edges in pairs.items() for ambiguity in _Pairs(tolls, component).ambiguities(edges)
    ]
    return sorted(
        found, key=lambda one: (-one.settles, -sum(effect.settles for effect in one.effects), one.claim, one.other)
    )


class _Pairs:
    """The open pairs of one component, in its own numbers."""

    def __init__(self, tolls: Tolls, component: int) -> None:
        self.tolls, self.at = tolls, component
        self.part: Component = tolls.components[component]
        self.local = {old: new for new, old in enumerate(self.part.members)}
        self.nested = _nesting(self.part)

    def ambiguities(self, edges: list[Edge]) -> list[Ambiguity]:
        if self.part.groups is None:
            return []
        found = []
        for edge in sorted(edges, key=lambda edge: (edge.basis == SCOPE, edge.claim, edge.other)):
            try:
                ambiguity = self._ask(edge)
            except OutOfTimeError:
                self.tolls.complete = False
                break
            if ambiguity is not None:
                found.append(ambiguity)
        return [one for at, one in enumerate(found) if not self._said_by_another(at, found)]

    def _ask(self, edge: Edge) -> Ambiguity | None:
        claim, other = edge.claim, edge.other
        if edge.relation is Relation.MAY_OVERLAP:
            claim, other = sorted((claim, other), key=self._figure)
        one, two = self.local[claim], self.local[other]
        if_within = self._if(one, two, Relation.WITHIN)
        if_apart = if_within and self._if(one, two, Relation.APART)
        if if_within is None or if_apart is None:
            return None
        effects = tuple(self._effects(if_within, if_apart))
        return Ambiguity(edge, claim, other, effects) if effects else None

    def _if(self, one: int, two: int, answer: Relation) -> Mapping[int, Range] | None:
        """Return the ranges under an answer; None where no world of the case gives that answer.

        A witness that gives the answer already stays the best one, as long as the same sets can be kept.
        """
        part, solver = self.part, self.tolls.solver
        problem = part.problem.with_within(one, two) if answer is Relation.WITHIN else part.problem.with_apart(one, two)
        changed = solver.component(problem, part.members, part.conflicts)
        if changed.groups is None:
            raise OutOfTimeError
        both = 1 << one | 1 << two
        if not any(group & both == both and group in changed.groups for group in part.groups or ()):
            return None
        ranges = {}
        for question in self.tolls.asked_of(self.at):
            query = part.localised(self.tolls.tolls[question].claims)
            known = self.tolls.part(question, self.at)
            ends = []
            for end, sense in ((known.lower, Sense.LEAST), (known.upper, Sense.GREATEST)):
                stays = changed.groups == part.groups and end.world is not None and _gives(end.world, one, two, answer)
                ends.append(end if stays else solver.end(changed, query, sense))
            if not all(end.proven for end in ends):
                raise OutOfTimeError
            ranges[question] = self.tolls.shifted(question, self.at, *ends)
        return ranges

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


def _gives(world: World, one: int, two: int, answer: Relation) -> bool:
    """Whether the first set lies within the second in a world; or, asked that, whether they are apart."""
    both = 1 << one | 1 << two
    if world.kept & both != both:
        return True
    wrong = 1 << one if answer is Relation.WITHIN else both
    return not any(region & both == wrong for region, number in world.regions.items() if number)


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

"""The pairs whose answer would move a bound: the questions worth asking."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError
from reconcile.findings.answers import Answers, Pair, UnprovenError
from reconcile.graph import SCOPE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


MOST_CLAIMS = 400
"""With more claims in a component no pairs are looked at: there are too many, and each takes too long."""


def ambiguities(tolls: Tolls) -> list[Ambiguity]:
    """Find the open pairs, both of whose answers are possible, that move a bound; the most settling first.

    A pair is left out where another says more: one of the same people, or of larger figures that hold both claims
    and whose answers narrow every range at least as far. Among the claims of a component of more than `MOST_CLAIMS`,
    or of two components that no question asks about together, no pairs are looked at; if there are any, or some of
    which it is not known what an answer makes, the tolls are not complete.
    """
    closed = sum(tolls.sets(at) for at in range(len(tolls.structure.components)) if not _searchable(tolls, at))
    if next(tolls.graph.open_pairs(closed), None):
        tolls.complete = False
    looked_at = tolls.structure.problem.everything & ~closed
    if not looked_at:
        return []
    pairs = _Pairs(tolls)
    found = []
    for edge in pairs.in_turn(tolls.graph.open_pairs(looked_at)):
        if pairs.asunder(edge):
            tolls.complete = False
            continue
        try:
            ambiguity = pairs.ask(edge)
        except UnprovenError:
            tolls.complete = False
            continue
        except OutOfTimeError:
            tolls.complete = False
            break
        if ambiguity is not None:
            found.append(ambiguity)
    left = [one for at, one in enumerate(found) if not pairs.said_by_another(at, found)]
    return sorted(
        left, key=lambda one: (-one.settles, -sum(effect.settles for effect in one.effects), one.claim, one.other)
    )


def _searchable(tolls: Tolls, component: int) -> bool:
    """Whether a component is not too large, and it is known what can be kept of it."""
    known = all(bundle.known for bundle in tolls.bundles(component))
    return known and tolls.sets(component).bit_count() <= MOST_CLAIMS


class _Pairs:
    """Asks what the answers to open pairs would make of the tolls."""

    def __init__(self, tolls: Tolls) -> None:
        self.tolls = tolls
        self.answers = Answers(tolls)
        self._told: dict[int, dict[int, Mapping[int, Range]]] = {}  # for a claim: what it says if it is within another
        self._said: dict[int, int] = {}  # for a claim: those of which nothing is left to say whether they are within it

    def in_turn(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """Put pairs in the order in which to ask: what somebody spoke of, then by how many people it may be about.

        Of the figures of one scope, growing one out of the other, within which a claim may lie, the largest comes first
        and then the smallest, since mostly all between say the same.
        """
        claims, kinds = self.tolls.graph.claims, self.tolls.structure.problem.kinds

        def promise(edge: Edge) -> tuple[bool, int, int, int]:
            claim, other = self.roles(edge)
            most = min(claims[claim].count.hi, claims[other].count.hi)
            return edge.basis == SCOPE, -most, claim, kinds[other]

        def size(edge: Edge) -> tuple[int, int, int]:
            high, low, other = self._figure(self.roles(edge)[1])
            return high, low, -other  # of figures that are the same, the first one comes last

        for _, alike in groupby(sorted(edges, key=promise), key=promise):
            yield from _outside_in(sorted(alike, key=size))

    def ask(self, edge: Edge) -> Ambiguity | None:
        """Return what the answers to a pair would make of the tolls; None where it is not worth asking.

        Raises
        ------
        UnprovenError, OutOfTimeError
            If that is not known.
        """
        claim, other = self.roles(edge)
        asked = self.answers.asked(claim)
        if not asked or self._follows(claim, other, asked):
            return None
        within, apart = (Pair(claim, other, answer) for answer in (Relation.WITHIN, Relation.APART))
        if not (self.answers.may_be(within) and self.answers.may_be(apart)):
            return None
        if_within = self.answers.under(within, asked)
        if_apart = if_within and self.answers.under(apart, asked)
        if if_within is None or if_apart is None:
            return None
        if if_within.same_kept and if_apart.same_kept and self.answers.sure >> claim & self.answers.sure >> other & 1:
            self._told.setdefault(claim, {})[other] = if_within.ranges
            self._note(claim, other)
        effects = tuple(self._effects(if_within.ranges, if_apart.ranges))
        return Ambiguity(edge, claim, other, effects) if effects else None

    def roles(self, edge: Edge) -> tuple[int, int]:
        """Return the claim that may lie within, and the other: of two that may overlap, the smaller comes first."""
        if edge.relation is not Relation.MAY_OVERLAP:
            return edge.claim, edge.other
        claim, other = sorted((edge.claim, edge.other), key=self._figure)
        return claim, other

    def asunder(self, edge: Edge) -> bool:
        """Whether the two claims are of different components, although they may share people."""
        return self.answers.component(edge.claim) != self.answers.component(edge.other)

    def said_by_another(self, at: int, found: list[Ambiguity]) -> bool:
        """Whether another pair found says all that one does."""
        one = found[at]
        return any(
            self._covers(other, one) and (other_at < at or not self._covers(one, other))
            for other_at, other in enumerate(found)
            if other_at != at
        )

    def _follows(self, one: int, two: int, asked: list[int]) -> bool:
        """Whether the answer is known, or can say no more than others do, or all it could narrow is a single number.

        Where no claim is in doubt, an answer never widens a range.
        """
        if self.answers.inside(one, two) and self.tolls.structure.problem.lo[one]:
            return True
        if self._said_of_more(one, two):
            return True
        ranges = (self.tolls.tolls[question].range for question in asked)
        return self.answers.certain(one) and all(found is not None and found[0] == found[1] for found in ranges)

    def _said_of_more(self, one: int, two: int) -> bool:
        """Whether pairs that were asked say all that this one could.

        If all of a claim is within another, or apart from it, so is what lies within the claim. And the smaller the
        figure that it is within, the more that says; so if it makes no difference whether it is within a larger or
        within a smaller one, those between make none.
        """
        nested = self.answers.nested
        if nested[one] & self._said.get(two, 0):
            return True
        told = self._told.get(one, {})
        wider = [ranges for other, ranges in told.items() if nested[two] >> other & 1]
        said = any(nested[other] >> two & 1 and ranges in wider for other, ranges in told.items())
        if said:
            self._note(one, two)
        return said

    def _note(self, one: int, two: int) -> None:
        """Note that no pair of which the first lies within the first of this one can say more."""
        self._said[two] = self._said.get(two, 0) | 1 << one

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

    def _covers(self, larger: Ambiguity, smaller: Ambiguity) -> bool:
        """Whether one pair's answers narrow all that another's do, whose claims lie within its own."""
        held = (
            self.answers.inside(smaller.claim, larger.claim) and self.answers.inside(smaller.other, larger.other)
        ) or (
            larger.edge.relation is Relation.MAY_OVERLAP
            and self.answers.inside(smaller.claim, larger.other)
            and self.answers.inside(smaller.other, larger.claim)
        )
        return held and all(
            _as_narrow(_effect_on(effect.question, larger, self.tolls), effect) for effect in smaller.effects
        )


def _outside_in(row: Sequence[Edge]) -> Iterator[Edge]:
    """Go through a row: the last, the first, and the middle of each stretch that is left."""
    yield from row[-1:]
    yield from row[:-1][:1]
    stretches = deque([(1, len(row) - 1)])
    while stretches:
        start, end = stretches.popleft()
        if start < end:
            middle = (start + end) // 2
            yield row[middle]
            stretches += (start, middle), (middle + 1, end)


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

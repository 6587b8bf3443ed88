"""An open pair whose answer moves a bound, and when one pair says all that another does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reconcile.findings.tolls import Range, Tolls
    from reconcile.graph import ClaimGraph, Edge


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


def figure(graph: ClaimGraph, claim: int) -> tuple[int, int, int]:
    """Return what sorts claims by how many people they count."""
    count = graph.claims[claim].count
    return count.hi, count.lo, claim


def roles(edge: Edge, size: Callable[[int], tuple[int, ...]]) -> tuple[int, int]:
    """Return the claim that may lie within, and the other: of two that may overlap, the smaller comes first."""
    if edge.relation is not Relation.MAY_OVERLAP:
        return edge.claim, edge.other
    claim, other = sorted((edge.claim, edge.other), key=size)
    return claim, other


def effects(tolls: Tolls, if_within: Mapping[int, Range], if_apart: Mapping[int, Range]) -> Iterator[Effect]:
    """Compare the ranges of questions, by index, under both answers with what they are: what moves is an effect.

    Nothing is said of a question whose own range is not proven, or of which only one answer's is known.
    """
    for question in sorted(if_within.keys() & if_apart.keys()):
        within, apart, now = if_within[question], if_apart[question], tolls.tolls[question].range
        assert now is not None, "a question that is asked has claims"
        if tolls.proven(question) and (within != now or apart != now):
            left = max(within[1] - within[0], apart[1] - apart[0])
            yield Effect(question, within, apart, max(0, now[1] - now[0] - left))


def unsaid(tolls: Tolls, found: Sequence[Ambiguity], around: Callable[[int], int]) -> list[Ambiguity]:
    """Leave out the pairs that another one says all of.

    Parameters
    ----------
    around
        Returns the claims that one is, or lies within in every world, as a group.
    """
    by_claim: dict[int, list[int]] = {}
    for at, one in enumerate(found):
        ends = [one.claim, one.other] if one.edge.relation is Relation.MAY_OVERLAP else [one.claim]
        for claim in ends:
            by_claim.setdefault(claim, []).append(at)
    claims = {claim for one in found for claim in (one.claim, one.other)}
    within, asked = {claim: around(claim) for claim in claims}, gathered(by_claim)
    candidates = {claim: [at for outer in bits(within[claim] & asked) for at in by_claim[outer]] for claim in by_claim}

    def said(at: int) -> bool:
        one = found[at]
        return any(
            _covers(tolls, found[other], one, within) and (other < at or not _covers(tolls, one, found[other], within))
            for other in candidates[one.claim]
            if other != at
        )

    return [one for at, one in enumerate(found) if not said(at)]


def _covers(tolls: Tolls, larger: Ambiguity, smaller: Ambiguity, within: Mapping[int, int]) -> bool:
    """Whether one pair's answers narrow all that another's do, whose claims lie within its own."""
    claim, other = within[smaller.claim], within[smaller.other]
    held = bool(claim >> larger.claim & other >> larger.other & 1) or (
        larger.edge.relation is Relation.MAY_OVERLAP and bool(claim >> larger.other & other >> larger.claim & 1)
    )
    return held and all(_as_narrow(_effect_on(effect.question, larger, tolls), effect) for effect in smaller.effects)


def _effect_on(question: int, ambiguity: Ambiguity, tolls: Tolls) -> tuple[Range, Range]:
    for effect in ambiguity.effects:
        if effect.question == question:
            return effect.if_within, effect.if_apart
    now = tolls.tolls[question].range
    assert now is not None, "a question that is asked has claims"
    return now, now


def _as_narrow(mine: tuple[Range, Range], effect: Effect) -> bool:
    return all(
        theirs[0] <= range_[0] and range_[1] <= theirs[1]
        for range_, theirs in zip(mine, (effect.if_within, effect.if_apart), strict=True)
    )

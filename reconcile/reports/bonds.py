"""What holds between claims, in sentences: each with what it rests on."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.bounds.binding import Around
from reconcile.findings.why import holding, way_into
from reconcile.graph import ASSUMED, DECIDED, SCOPE, STATED, Relation
from reconcile.reports.wording import ONE, enumerated, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.bounds import Problem
    from reconcile.bounds.proof import Weight
    from reconcile.graph import ClaimGraph, Edge
    from reconcile.reports.phrases import Phrases

_BASES = {STATED: "as is stated", DECIDED: "as was decided", ASSUMED: "as is assumed here", SCOPE: "by their scopes"}
"""What a relation rests on, where that is no convention."""

_RELATED = {Relation.WITHIN: "among", Relation.SAME: "the same as", Relation.APART: "counted apart from"}


class Bonds:
    """Words for what holds between the claims of one graph. Claims are named by their numbers."""

    def __init__(self, graph: ClaimGraph, problem: Problem, phrases: Phrases) -> None:
        self._graph, self._problem, self._phrases = graph, problem, phrases
        self._kept, self._around = 0, Around(problem, 0)

    def ways(self, claims: Iterable[int], targets: int, kept: int) -> Iterator[str]:
        """Say how each of some claims comes to lie within one of a group, over claims that are surely right."""
        if kept != self._kept:
            self._kept, self._around = kept, Around(self._problem, kept)
        around = self._around
        for one in claims:
            way = way_into(self._problem, one, targets, kept) if around[one][0] & targets else []
            yield from (self._nesting(inner, outer) for inner, outer in pairwise(way))
            if not way:
                yield from (self._sum(total.whole, total.parts) for total in self._graph.totals if total.whole == one)

    def shared(self, weights: Sequence[Weight], kept: int) -> Iterator[str]:
        """Say what is known of those whom several weighted claims count."""
        added = [row.sets for row in weights if row.weight > 0]
        for row in weights:
            if row.sets & (row.sets - 1):
                edges = holding(self._graph, *list(bits(row.sets))[:2])
                yield from (self._relation(edge) for edge in edges if edge.relation is Relation.OVERLAPS)
            elif row.weight < 0:
                for target in added:
                    yield from self.ways(bits(row.sets), target, kept)
        for total in self._graph.totals:
            if any(row.sets >> total.whole & 1 for row in weights):
                yield self._sum(total.whole, total.parts)

    def apart(self, claims: Sequence[int]) -> tuple[bool, list[str]]:
        """Tell whether the scopes alone keep each two claims apart, and say what else does."""
        by_scopes, others = True, []
        for one, other in combinations(claims, 2):
            if not self._graph.apart[one] >> other & 1:
                by_scopes = False
                edges = holding(self._graph, one, other)
                others += [self._relation(edge) for edge in edges if edge.relation is Relation.APART]
        return by_scopes, others

    def _nesting(self, inner: int, outer: int) -> str:
        for edge in holding(self._graph, inner, outer):
            if edge.relation is Relation.SAME or (edge.relation is Relation.WITHIN and edge.claim == inner):
                return self._relation(edge)
        raise AssertionError("somebody says so of what lies within another claim")

    def _relation(self, edge: Edge) -> str:
        one, other = (self._phrases.claim(self._graph.claims[each]) for each in (edge.claim, edge.other))
        if edge.relation is Relation.OVERLAPS:
            low, high = edge.by or (0, None)
            number = f"at least {low}" if high is None else str(low) if low == high else f"{low}–{high}"
            verb = "is" if low == 1 and high in (1, None) else "are"  # at least 1 is
            words = f"{number} {verb} counted by both {one} and {other}"
        else:
            verb = "is" if str(self._graph.claims[edge.claim].count) == ONE else "are"
            words = f"{one} {verb} {_RELATED[edge.relation]} {other}"
        return sentence(f"{words}, {_BASES.get(edge.basis, f'by the convention `{edge.basis}`')}")

    def _sum(self, whole: int, parts: Sequence[int]) -> str:
        claims = [self._phrases.claim(self._graph.claims[one]) for one in (whole, *parts)]
        return sentence(f"{claims[0]} are the sum of {enumerated(claims[1:])}, as is stated")

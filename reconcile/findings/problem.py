"""The claim graph as a problem of sets: what holds of the people counted, without the words."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.bounds import Overlap, Problem, Sum
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.graph import ClaimGraph, Edge


def to_problem(graph: ClaimGraph) -> Problem:
    """Return the problem whose set i is the people that claim i counted. Open relations constrain nothing."""
    claims = graph.claims
    within, apart = relations(graph, range(len(claims)))
    return Problem(
        tuple(claim.count.lo for claim in claims),
        tuple(claim.count.hi for claim in claims),
        tuple(within.values()),
        tuple(apart.values()),
        overlaps(graph),
        sums(graph),
        _firm(graph),
        graph.scopes.numbers,  # a question is answered by all claims of a scope, or by none
    )


def relations(graph: ClaimGraph, claims: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each of some claims, in their order, the groups that it lies within and that it is apart from."""
    within, apart = {}, {}
    for one in claims:
        within[one] = reduce(or_, [added.to for added in graph.assumed[one]] or [0])
        apart[one] = graph.apart[one]
    for edge in _said(graph):
        match edge.relation:
            case Relation.WITHIN:
                _relate(within, edge.claim, edge.other)
            case Relation.SAME:
                _relate(within, edge.claim, edge.other)
                _relate(within, edge.other, edge.claim)
            case Relation.APART if edge.whole is None:
                _relate(apart, edge.claim, edge.other)
                _relate(apart, edge.other, edge.claim)
            case Relation.APART | Relation.OVERLAPS | Relation.POSSIBLY_WITHIN | Relation.MAY_OVERLAP:
                pass
    return within, apart


def overlaps(graph: ClaimGraph) -> tuple[Overlap, ...]:
    """Return how many people two claims are said to share: none, of two parts of a sum, while its whole is right."""
    found = [_overlap(graph, edge) for edge in _said(graph) if edge.relation is Relation.OVERLAPS]
    parts = (edge for edge in _said(graph) if edge.whole is not None and not graph.apart[edge.claim] >> edge.other & 1)
    sharing = (1 << edge.claim | 1 << edge.other | 1 << edge.whole for edge in parts if edge.whole is not None)
    return (*found, *(Overlap(sets, 0, 0) for sets in sharing))


def sums(graph: ClaimGraph) -> tuple[Sum, ...]:
    """Return which claims are said to be the sum of others."""
    return tuple(Sum(total.whole, sum(1 << part for part in total.parts)) for total in graph.totals)


def _said(graph: ClaimGraph) -> Iterator[Edge]:
    return (edge for edges in graph.said.values() for edge in edges)


def _relate(groups: dict[int, int], one: int, other: int) -> None:
    """Put a claim into the group of another, if that is asked for."""
    if one in groups:
        groups[one] |= 1 << other


def _overlap(graph: ClaimGraph, edge: Edge) -> Overlap:
    assert edge.by is not None, "an overlap says how many"
    low, high = edge.by
    most = min(graph.claims[edge.claim].count.hi, graph.claims[edge.other].count.hi)
    return Overlap(1 << edge.claim | 1 << edge.other, low, most if high is None else high)


def _firm(graph: ClaimGraph) -> int:
    """Return the claims kept before all others: people identified one by one."""
    if "identified" not in graph.settings.conventions:
        return 0
    return sum(1 << at for at, claim in enumerate(graph.claims) if claim.identified)

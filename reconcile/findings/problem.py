"""The claim graph as a problem of sets: what holds of the people counted, without the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import Overlap, Problem, Sum, bits
from reconcile.graph import Relation

if TYPE_CHECKING:
    from reconcile.graph import ClaimGraph, Edge


def to_problem(graph: ClaimGraph) -> Problem:
    """Return the problem whose set i is the people that claim i counted. Open relations constrain nothing."""
    claims = graph.claims
    within = [0] * len(claims)
    apart = list(graph.apart)
    overlaps = []
    for edges in graph.said.values():
        for edge in edges:
            match edge.relation:
                case Relation.WITHIN:
                    within[edge.claim] |= 1 << edge.other
                case Relation.SAME:
                    within[edge.claim] |= 1 << edge.other
                    within[edge.other] |= 1 << edge.claim
                case Relation.APART:
                    apart[edge.claim] |= 1 << edge.other
                    apart[edge.other] |= 1 << edge.claim
                case Relation.OVERLAPS:
                    overlaps.append(_overlap(graph, edge))
                case _:
                    pass
    for added in graph.assumed:
        for one, group in enumerate(added.groups):
            within[one] |= group
            if added.relation is Relation.SAME:
                for other in bits(group):
                    within[other] |= 1 << one
    return Problem(
        tuple(claim.count.lo for claim in claims),
        tuple(claim.count.hi for claim in claims),
        tuple(within),
        tuple(apart),
        tuple(overlaps),
        tuple(Sum(total.whole, sum(1 << part for part in total.parts)) for total in graph.totals),
        _firm(graph),
    )


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

"""The claim graph as a problem of sets: what holds of the people counted, without the words."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.bounds import Overlap, Problem, Sum
from reconcile.graph import Relation

if TYPE_CHECKING:
    from reconcile.graph import ClaimGraph, Edge


def to_problem(graph: ClaimGraph) -> Problem:
    """Return the problem whose set i is the people that claim i counted. Open relations constrain nothing."""
    claims = graph.claims
    within = [reduce(or_, (added.to for added in assumed), 0) for assumed in graph.assumed]
    apart = list(graph.apart)
    overlaps = []
    for edge in (edge for edges in graph.said.values() for edge in edges):
        one, other = edge.claim, edge.other
        match edge.relation:
            case Relation.WITHIN:
                within[one] |= 1 << other
            case Relation.SAME:
                within[one] |= 1 << other
                within[other] |= 1 << one
            case Relation.APART:
                apart[one] |= 1 << other
                apart[other] |= 1 << one
            case Relation.OVERLAPS:
                overlaps.append(_overlap(graph, edge))
            case Relation.POSSIBLY_WITHIN | Relation.MAY_OVERLAP:
                pass
    return Problem(
        tuple(claim.count.lo for claim in claims),
        tuple(claim.count.hi for claim in claims),
        tuple(within),
        tuple(apart),
        tuple(overlaps),
        tuple(Sum(total.whole, sum(1 << part for part in total.parts)) for total in graph.totals),
        _firm(graph),
        graph.scopes.numbers,  # a question is answered by all claims of a scope, or by none
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

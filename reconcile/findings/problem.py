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
    for edge in (edge for edges in graph.said.values() for edge in edges):
        if edge.relation is Relation.OVERLAPS:
            overlaps.append(_overlap(graph, edge))
        _relate(edge.relation, edge.claim, 1 << edge.other, within, apart)
    for added in graph.assumed:
        for one, group in enumerate(added.groups):
            _relate(added.relation, one, group, within, apart)
    return Problem(
        tuple(claim.count.lo for claim in claims),
        tuple(claim.count.hi for claim in claims),
        tuple(within),
        tuple(apart),
        tuple(overlaps),
        tuple(Sum(total.whole, sum(1 << part for part in total.parts)) for total in graph.totals),
        _firm(graph),
    )


def _relate(relation: Relation, one: int, group: int, within: list[int], apart: list[int]) -> None:
    """Note that a set relates so to each of a group."""
    if relation in (Relation.WITHIN, Relation.SAME):
        within[one] |= group
    for other in bits(group):
        if relation is Relation.SAME:
            within[other] |= 1 << one
        elif relation is Relation.APART:
            apart[one] |= 1 << other
            apart[other] |= 1 << one


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

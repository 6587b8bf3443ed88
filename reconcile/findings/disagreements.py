"""Claims that cannot all be right, and pairs that the scopes would nest and the counts do not let nest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.findings.tolls import Tolls
from reconcile.graph import Relation, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.findings.tolls import Range
    from reconcile.graph import ClaimGraph
    from reconcile.model import Link


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A smallest set of claims, by number, that cannot all be right.

    `without` maps each of them to the range of every question the set bears on, were that claim set aside, as far
    as the time sufficed to prove it; None where no claim is left to answer.
    """

    claims: tuple[int, ...]
    questions: tuple[int, ...]
    without: Mapping[int, Mapping[int, Range | None]]


def disagreements(tolls: Tolls, assumed: Sequence[Link]) -> list[Disagreement]:
    """Find the smallest sets of claims that cannot all be right.

    `assumed` are the what-ifs that the graph was built with.
    """
    aside: dict[int, Tolls] = {}
    found = []
    for bundle in tolls.structure.bundles:
        for conflict in bundle.conflicts:
            claims = tuple(bits(conflict))
            questions = tuple(at for at, toll in enumerate(tolls.tolls) if toll.claims & conflict)
            for claim in claims:
                if claim not in aside:
                    aside[claim] = set_aside(tolls, claim, assumed)
            without = {claim: _proven(aside[claim], questions) for claim in claims}
            tolls.complete &= all(len(ranges) == len(questions) for ranges in without.values())
            found.append(Disagreement(claims, questions, without))
    return sorted(found, key=lambda one: (len(one.claims), one.claims))


def _proven(tolls: Tolls, questions: Sequence[int]) -> dict[int, Range | None]:
    """Return the ranges of some questions that the time sufficed to prove; None where no claim answers."""
    return {
        at: tolls.tolls[at].range
        for at in questions
        if (bounds := tolls.tolls[at].bounds) is None or (bounds.lower.proven and bounds.upper.proven)
    }


def set_aside(tolls: Tolls, claim: int, assumed: Sequence[Link]) -> Tolls:
    """Answer the questions as if one claim had never been made."""
    graph = tolls.graph
    gone = graph.claims[claim].id
    out_of_force = {withdrawal.claim for withdrawal in graph.withdrawn}
    in_play = {other.id for other in graph.claims} | out_of_force
    left = [other for other in graph.case.claims.values() if other.id in in_play and other.id != gone]
    questions = [toll.question for toll in tolls.tolls]
    return Tolls(build(graph.case, left, graph.settings, assumed), questions, tolls.solver)


def tensions(graph: ClaimGraph) -> Iterator[tuple[int, int]]:
    """Find the pairs, by number, that the scopes suggest are nested though the narrower figure is the larger."""
    for edge in graph.open_pairs():
        if edge.relation is Relation.POSSIBLY_WITHIN:
            narrow, wide = graph.claims[edge.claim], graph.claims[edge.other]
            if narrow.count.lo > wide.count.hi:
                yield edge.claim, edge.other

"""The tolls as if one claim had never been made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, OutOfTimeError
from reconcile.findings.tolls import Tolls
from reconcile.graph import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.strandbounds import StrandBounds
    from reconcile.findings.tolls import Range, Toll
    from reconcile.model import Link


def set_aside(
    tolls: Tolls, claim: int, assumed: Sequence[Link], questions: Iterable[int]
) -> Mapping[int, Range | None]:
    """Answer some questions, by index, as if one claim, by number, had never been made.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.

    Returns
    -------
    mapping
        The range of each question, by index, that the time sufficed to prove; None where no claim is left to answer.
    """
    if not _speaks_for_itself(tolls, claim):
        graph = tolls.graph
        out_of_force = {withdrawal.claim for withdrawal in graph.withdrawn}
        in_play = {other.id for other in graph.claims} | out_of_force
        left = [
            other for other in graph.case.claims.values() if other.id in in_play and other.id != graph.claims[claim].id
        ]
        asked = list(questions)
        without = Tolls(
            build(graph.case, left, graph.settings, assumed), [tolls.tolls[at].question for at in asked], tolls.solver
        )
        return {at: toll.range for at, toll in zip(asked, without.tolls, strict=True) if _proven(toll)}
    ends = _Without(tolls, claim)
    ranges: dict[int, Range | None] = {}
    for at in questions:
        toll = tolls.tolls[at]
        if toll.claims == 1 << claim or toll.bounds is None:
            ranges[at] = None
        elif _proven(toll) and (found := ends.range(at)):
            ranges[at] = found
    return ranges


def _speaks_for_itself(tolls: Tolls, claim: int) -> bool:
    """Whether nothing but its own relations goes with a claim: it put none out of force, and nobody speaks of it."""
    if any(withdrawal.by == tolls.graph.claims[claim].id for withdrawal in tolls.graph.withdrawn):
        return False
    return not any(claim in pair for pair in tolls.graph.said)


class _Without:
    """The component of a claim, without the claim."""

    def __init__(self, tolls: Tolls, claim: int) -> None:
        self.tolls, self.claim = tolls, claim
        self.component = tolls.component_of(claim)
        bundles = tolls.bundles(self.component)
        self.strands: StrandBounds | None = bundles[0].strands
        if self.strands is None or not self.strands.doubts(claim):
            self.strands = None
            sets = tolls.sets(self.component) & ~(1 << claim)
            queries = [toll.claims for toll in tolls.tolls]
            self.structure = tolls.solver.structure(tolls.structure.problem.without(claim), sets, queries)

    def range(self, question: int) -> Range | None:
        """Return the range of a question; None if it is not proven."""
        now = self.tolls.tolls[question].range
        shares = self.tolls.shares[question]
        if now is None or self.component not in shares.lower:
            return now
        query = self.tolls.tolls[question].claims
        before = (
            shares.lower[self.component].value,
            sum(shares.upper[at].value for at in self.tolls.structure.components[self.component] if at in shares.upper),
        )
        after = self._stranded(query) if self.strands else self._solved(query)
        return after and (now[0] - before[0] + after[0], now[1] - before[1] + after[1])

    def _stranded(self, query: int) -> Range | None:
        assert self.strands is not None, "asked of strands only"
        try:
            lower = self.strands.least_without(query, self.claim)
            upper = self.strands.most_without(query, self.claim)
        except OutOfTimeError:
            return None
        return None if lower is None or upper is None else (lower, upper)

    def _solved(self, query: int) -> Range | None:
        solver, structure = self.tolls.solver, self.structure
        lower = upper = NOTHING
        for numbers in structure.components:
            bundles = [structure.bundles[at] for at in numbers]
            lower += solver.least(structure.problem, bundles, query)
            upper = sum((solver.most(structure.problem, bundle, query) for bundle in bundles), upper)
        return (lower.value, upper.value) if lower.proven and upper.proven else None


def _proven(toll: Toll) -> bool:
    return toll.bounds is None or (toll.bounds.lower.proven and toll.bounds.upper.proven)

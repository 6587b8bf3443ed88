"""The tolls as if one claim had never been made."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, OutOfTimeError, Structure
from reconcile.findings.answer import SEVERAL
from reconcile.findings.problem import overlaps, relations, sums
from reconcile.findings.tolls import Tolls
from reconcile.graph import build, replaced_claim, without_claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.strandbounds import StrandBounds
    from reconcile.findings.tolls import Range, Toll
    from reconcile.graph import ClaimGraph
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
    questions = list(questions)
    try:
        tolls.solver.clock.tick()
    except OutOfTimeError:
        return {}
    if not (speaks_for_itself(tolls, claim) or _stands_alone(tolls, claim, assumed)):
        return _related_anew(tolls, claim, assumed, questions)
    ends = _Without(tolls, claim, questions)
    ranges: dict[int, Range | None] = {}
    for at in questions:
        toll = tolls.tolls[at]
        if toll.claims == 1 << claim or toll.bounds is None:
            ranges[at] = None
        elif found := ends.range(at):
            ranges[at] = found
    return ranges


def speaks_for_itself(tolls: Tolls, claim: int) -> bool:
    """Whether nothing but its own relations goes with a claim: it put none out of force, and nobody speaks of it."""
    if any(withdrawal.by == tolls.graph.claims[claim].id for withdrawal in tolls.graph.withdrawn):
        return False
    return not any(claim in pair for pair in tolls.graph.said)


def _stands_alone(tolls: Tolls, claim: int, assumed: Sequence[Link]) -> bool:
    """Whether nothing but its own relations goes with a claim, though somebody speaks of it: others relate as before.

    What was said of it and carried over to its source's newer figures may hold by a convention as well.
    """
    graph = without_claim(tolls.graph, claim, assumed)
    return graph is not None and _alike(tolls, graph, claim)


def _alike(tolls: Tolls, graph: ClaimGraph, claim: int) -> bool:
    """Whether a graph of the same claims relates all but one as that of the tolls does.

    Only claims of which something else is said can relate otherwise.
    """
    problem, before, now = tolls.structure.problem, tolls.graph.said, graph.said
    changed = {one for pair in {*before, *now} if before.get(pair) != now.get(pair) for one in pair} - {claim}
    others = ~(1 << claim)
    within, apart = relations(graph, changed)
    same = all(
        not ((within[one] ^ problem.within[one]) | (apart[one] ^ problem.apart[one])) & others for one in changed
    )
    return same and (overlaps(graph), sums(graph)) == (problem.overlaps, problem.sums)


def _related_anew(
    tolls: Tolls, claim: int, assumed: Sequence[Link], questions: Sequence[int]
) -> Mapping[int, Range | None]:
    """Answer some questions from a graph of the other claims, and of those that come back into force."""
    related = replaced_claim(tolls.graph, claim, assumed) or _built_without(tolls.graph, claim, assumed)
    with tolls.solver.in_brief():
        without = Tolls(related, [tolls.tolls[at].question for at in questions], tolls.solver)
    return {at: toll.range for at, toll in zip(questions, without.tolls, strict=True) if _proven(toll)}


def _built_without(graph: ClaimGraph, claim: int, assumed: Sequence[Link]) -> ClaimGraph:
    in_play = {other.id for other in graph.claims} | {withdrawal.claim for withdrawal in graph.withdrawn}
    in_play.remove(graph.claims[claim].id)
    left = [other for other in graph.case.claims.values() if other.id in in_play]
    return build(graph.case, left, graph.settings, assumed)


class _Without:
    """The component of a claim, without the claim; some questions will be asked of it."""

    def __init__(self, tolls: Tolls, claim: int, questions: Sequence[int]) -> None:
        self.tolls, self.claim = tolls, claim
        self.queries = [tolls.tolls[at].claims for at in questions]
        self.component = tolls.component_of(claim)
        bundles = tolls.bundles(self.component)
        self.strands: StrandBounds | None = bundles[0].strands
        if self.strands is None or not self.strands.rivalled >> claim & 1:
            self.strands = None
            self.sets = tolls.sets(self.component) & ~(1 << claim)
            self.problem = tolls.structure.problem.without(claim)

    def range(self, question: int) -> Range | None:
        """Return the range of a question; None if it is not proven."""
        query, shares = self.tolls.tolls[question].claims, self.tolls.shares[question]
        mine = self.tolls.structure.components[self.component]
        lower = [end for component, end in shares.lower.items() if component != self.component]
        upper = [end for at, end in shares.upper.items() if at not in mine]
        if not all(end.proven for end in (*lower, *upper)):
            return None
        after: Range | None = (0, 0)
        if self.component in shares.lower:
            after = self._stranded(query) if self.strands else self._solved(query)
        return after and (after[0] + sum(end.value for end in lower), after[1] + sum(end.value for end in upper))

    def _stranded(self, query: int) -> Range | None:
        assert self.strands is not None, "asked of strands only"
        try:
            lower = self.strands.least_without(query, self.claim)
            upper = self.strands.most_without(query, self.claim)
        except OutOfTimeError:
            return None
        return None if lower is None or upper is None else (lower, upper)

    def _solved(self, query: int) -> Range | None:
        found = self._ends(self._in_strands, query) if self._in_strands else None
        return found or self._ends(self._taken_apart, query)

    @cached_property
    def _in_strands(self) -> Structure | None:
        """The component without the claim, looked at as strands; None where it is too small, or not of that form."""
        if self.sets.bit_count() < SEVERAL:
            return None
        solver = self.tolls.solver
        bundle = solver.strands(self.problem, self.sets)
        if bundle is None:
            return None
        solver.foresee([bundle], self.queries)
        return Structure(self.problem, (bundle,), ((0,),))

    @cached_property
    def _taken_apart(self) -> Structure:
        """The component without the claim, searched for what can be kept."""
        with self.tolls.solver.in_brief():
            return self.tolls.solver.structure(self.problem, self.sets, self.queries)

    def _ends(self, structure: Structure, query: int) -> Range | None:
        solver = self.tolls.solver
        lower = upper = NOTHING
        for numbers in structure.components:
            bundles = [structure.bundles[at] for at in numbers]
            lower += solver.least(structure.problem, bundles, query)
            upper = sum((solver.most(structure.problem, bundle, query) for bundle in bundles), upper)
        return (lower.value, upper.value) if lower.proven and upper.proven else None


def _proven(toll: Toll) -> bool:
    return toll.bounds is None or (toll.bounds.lower.proven and toll.bounds.upper.proven)

"""The tolls: every question of a case with its bounds, and how each part of the claims contributes to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, Bounds
from reconcile.findings.answer import as_strands
from reconcile.findings.problem import to_problem
from reconcile.findings.questions import answering

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds import Bundle, End, Solver, Structure
    from reconcile.graph import ClaimGraph
    from reconcile.model import Question

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Toll:
    """A question and its answer.

    `claims` is the group of claims that answer it; `bounds` is None where there is none.
    """

    question: Question
    claims: int
    bounds: Bounds | None

    @property
    def range(self) -> Range | None:
        """Lower and upper bound."""
        return None if self.bounds is None else self.bounds.range


@dataclass(frozen=True, slots=True)
class Shares:
    """What each component adds to a toll's lower bound, and each bundle to its upper bound, by number."""

    lower: Mapping[int, End]
    upper: Mapping[int, End]


class Tolls:
    """The bounds of every question over one graph, part by part.

    `complete` turns False when the time runs out before all that is asked of the tolls is found.
    """

    def __init__(self, graph: ClaimGraph, questions: Sequence[Question], solver: Solver) -> None:
        self.graph, self.solver = graph, solver
        groups = [answering(graph, question) for question in questions]
        self.structure: Structure = solver.structure(to_problem(graph), queries=groups)
        self.complete = all(bundle.known for bundle in self.structure.bundles)
        self.tolls: list[Toll] = []
        self.shares: list[Shares] = []
        self._as_strands: dict[int, Bundle | None] = {}
        solver.foresee(self.structure.bundles, groups)
        # What may take longest, as most claims answer it, comes last.
        ordered = sorted(set(groups), key=lambda claims: (claims.bit_count(), claims))
        shared = {claims: self._shares(claims) for claims in ordered}
        for question, claims in zip(questions, groups, strict=True):
            shares = shared[claims]
            bounds = Bounds(sum(shares.lower.values(), NOTHING), sum(shares.upper.values(), NOTHING))
            self.tolls.append(Toll(question, claims, bounds if claims else None))
            self.shares.append(shares)

    def proven(self, question: int) -> bool:
        """Whether both bounds of a question, by index, are proven."""
        bounds = self.tolls[question].bounds
        return bounds is not None and bounds.lower.proven and bounds.upper.proven

    def component_of(self, claim: int) -> int:
        """Return the number of the component that a claim is part of."""
        return next(at for at in range(len(self.structure.components)) if self.sets(at) >> claim & 1)

    def sets(self, component: int) -> int:
        """Return the claims of a component, as a group."""
        return sum(bundle.sets for bundle in self.bundles(component))

    def bundles(self, component: int) -> list[Bundle]:
        """Return the bundles of a component."""
        return [self.structure.bundles[at] for at in self.structure.components[component]]

    def as_strands(self, component: int) -> Bundle | None:
        """Return a component as one bundle of strands; None where it is not known that these keep the same."""
        if component not in self._as_strands:
            bundles = self.bundles(component)
            found = bundles[0] if bundles[0].strands else as_strands(self.solver, self.structure.problem, bundles)
            self._as_strands[component] = found
        return self._as_strands[component]

    def ends(self, question: int, component: int) -> tuple[End, End]:
        """Return the least and the greatest union of the claims of a component that answer a question, by index."""
        shares, numbers = self.shares[question], self.structure.components[component]
        greatest = sum((shares.upper[at] for at in numbers if at in shares.upper), NOTHING)
        return shares.lower.get(component, NOTHING), greatest

    def _shares(self, claims: int) -> Shares:
        problem, solver = self.structure.problem, self.solver
        lower, upper = {}, {}
        for component, numbers in enumerate(self.structure.components):
            asked = [at for at in numbers if self.structure.bundles[at].sets & claims]
            if asked:
                lower[component] = solver.least(problem, self.bundles(component), claims)
            for at in asked:
                upper[at] = solver.most(problem, self.structure.bundles[at], claims)
        return Shares(lower, upper)

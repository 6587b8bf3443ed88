"""The tolls: every question of a case with its bounds, and what a change would make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import total
from reconcile.findings.problem import to_problem
from reconcile.findings.questions import answering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.bounds import Bounds, End, Solver
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


class Tolls:
    """The bounds of every question over one graph, component by component.

    `complete` turns False when the time runs out before all that is asked of the tolls is found.
    """

    def __init__(self, graph: ClaimGraph, questions: Sequence[Question], solver: Solver) -> None:
        self.graph, self.solver = graph, solver
        self.components = solver.components(to_problem(graph))
        self._parts: list[dict[int, Bounds]] = []
        self.tolls: list[Toll] = []
        self.complete = all(part.groups is not None for part in self.components)
        for question in questions:
            claims = answering(graph.case, question, graph.claims)
            parts = {
                at: solver.bounds(part, local)
                for at, part in enumerate(self.components)
                if (local := part.localised(claims))
            }
            found = total((self.components[at], bounds) for at, bounds in parts.items()) if claims else None
            self.tolls.append(Toll(question, claims, found))
            self._parts.append(parts)

    def asked_of(self, component: int) -> list[int]:
        """Return the questions that some claim of a component answers, by index."""
        return [at for at, parts in enumerate(self._parts) if component in parts]

    def part(self, question: int, component: int) -> Bounds:
        """Return the bounds of one question within one component."""
        return self._parts[question][component]

    def shifted(self, question: int, component: int, lower: End, upper: End) -> Range:
        """Return the range of a question, were its ends within one component these."""
        bounds, old = self.tolls[question].bounds, self.part(question, component)
        assert bounds is not None, "a question with parts has bounds"
        return (
            bounds.lower.value - old.lower.value + lower.value,
            bounds.upper.value - old.upper.value + upper.value,
        )

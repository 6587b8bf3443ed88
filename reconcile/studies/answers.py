"""Answers to an inquiry: its tolls, and their bounds as plain figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.findings import Tolls
from reconcile.graph import build
from reconcile.reports.studied import Asked, Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.api import Inquiry
    from reconcile.bounds import Solver
    from reconcile.model import Claim, Question


def answer(asked: Inquiry, solver: Solver, claims: Sequence[Claim] | None = None) -> Tolls:
    """Bound the questions of an inquiry, from all its claims or from some of them."""
    graph = build(asked.case, asked.claims if claims is None else claims, asked.settings, asked.assumed)
    return Tolls(graph, asked.questions, solver)


def figures(tolls: Tolls) -> tuple[Figure, ...]:
    """Return the bounds of each question."""
    found = []
    for toll in tolls.tolls:
        if toll.bounds is None:
            found.append(Figure())
            continue
        lower, upper = toll.bounds.lower, toll.bounds.upper
        is_open = any(tolls.graph.claims[one].count.open for one in bits(toll.claims))
        found.append(Figure(lower.value, upper.value, is_open, lower.proven, upper.proven))
    return tuple(found)


def named(questions: Iterable[Question]) -> tuple[Asked, ...]:
    """Return questions as plain values."""
    return tuple(Asked(one.outcome, one.place, one.who) for one in questions)

"""The solver of this project, asked like any peer: the call alone, without reading a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exchange import Question, Range

TITLE = "reconcile"
NEEDS = "reconcile"


def answer(asked: Question) -> list[Range]:
    """Return the bounds of each query."""
    from reconcile.bounds import Solver  # noqa: PLC0415 - start-up is timed apart

    solver = Solver()
    return [solver.solve(asked.problem, query).range for query in asked.queries]

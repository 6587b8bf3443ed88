"""Brute force: every world built person by person, every kept group tried. The judge of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exchange import Question, Range

TITLE = "brute force"
NEEDS = "reconcile"


def answer(asked: Question) -> list[Range]:
    """Return the bounds of each query."""
    import oracle  # noqa: PLC0415 - start-up is timed apart

    return [oracle.bounds(asked.problem, query) for query in asked.queries]

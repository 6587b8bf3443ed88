"""Which questions a case asks, and which claims answer one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reconcile.model import CASUALTIES, KINDS_OF_CASUALTY, PEOPLE, Question, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.graph import ClaimGraph
    from reconcile.model import Case, Claim

_USUAL = (*KINDS_OF_CASUALTY, CASUALTIES)


def questions_of(case: Case, claims: Iterable[Claim]) -> tuple[Question, ...]:
    """Return the questions that a case asks; if it asks none, those that its claims suggest.

    Each outcome at each place that has a claim of it, and at the smallest places that hold two or more of
    those; of the people (or whatever else) at the root of the claims' groups. The usual outcomes come first,
    then places from the outside in.
    """
    if case.questions:
        return case.questions
    places: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        kind = (claim.scope.outcome, case.groups.root(claim.scope.who))
        places.setdefault(kind, set()).add(claim.scope.place)
    found = [
        Question(outcome, place, who)
        for (outcome, who), named in places.items()
        for place in _with_smallest_holding(case, named)
    ]
    order = {place: at for at, place in enumerate(case.places)}
    return tuple(sorted(found, key=lambda asked: (*_rank(asked), order[asked.place])))


def answering(graph: ClaimGraph, question: Question) -> int:
    """Return the claims whose scope is the same as the question's or within it, as a group."""
    return graph.answering(Scope(question.outcome, question.place, question.who, graph.case.date))


def _with_smallest_holding(case: Case, named: set[str]) -> set[str]:
    """Add to some places, for each two of them, the smallest that holds both."""
    children: dict[str, set[str]] = {}
    for place in named:
        path = case.places.path(place)
        for inner, outer in pairwise(path):
            children.setdefault(outer, set()).add(inner)
    return named | {outer for outer, inner in children.items() if len(inner) > 1}


def _rank(asked: Question) -> tuple[bool, str, int, str]:
    usual = _USUAL.index(asked.outcome) if asked.outcome in _USUAL else len(_USUAL)
    return (asked.who != PEOPLE, asked.who, usual, asked.outcome)

"""Graph and bounds in, findings out: the tolls, what is open, what disagrees, what the bounds rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import Clock, Solver
from reconcile.findings.ambiguities import Ambiguity, Effect, ambiguities
from reconcile.findings.disagreements import Disagreement, disagreements, tensions
from reconcile.findings.questions import answering, questions_of
from reconcile.findings.tolls import Range, Toll, Tolls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.graph import ClaimGraph, Edge
    from reconcile.model import Link, Question

__all__ = [
    "Ambiguity",
    "Disagreement",
    "Effect",
    "Findings",
    "Range",
    "Toll",
    "answering",
    "find",
    "questions_of",
]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is found out about a graph of claims. Claims and questions are named by their numbers.

    `complete` is False where the time ran out before all ambiguities and disagreements were looked for.
    """

    tolls: tuple[Toll, ...]
    ambiguities: tuple[Ambiguity, ...]
    disagreements: tuple[Disagreement, ...]
    tensions: tuple[tuple[int, int], ...]
    assumptions: tuple[Edge, ...]
    complete: bool


def find(
    graph: ClaimGraph, questions: Sequence[Question], assumed: Sequence[Link] = (), seconds: float = float("inf")
) -> Findings:
    """Bound every question, and find what is ambiguous, in tension, in disagreement and assumed.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.
    seconds
        Limit of the search. Bounds that are not proven by then say so.
    """
    tolls = Tolls(graph, questions, Solver(Clock(seconds)))
    open_pairs = ambiguities(tolls)
    clashes = disagreements(tolls, assumed)
    return Findings(
        tuple(tolls.tolls),
        tuple(open_pairs),
        tuple(clashes),
        tuple(tensions(graph)),
        tuple(graph.assumptions()),
        tolls.complete,
    )

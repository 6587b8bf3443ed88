"""Graph and bounds in, findings out: the tolls, what is open, what disagrees, what the bounds rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import Solver
from reconcile.findings.ambiguities import ambiguities
from reconcile.findings.ambiguity import Ambiguity, Effect
from reconcile.findings.disagreements import Disagreement, disagreements
from reconcile.findings.questions import answering, questions_of
from reconcile.findings.sensitivity import Sensitivity, sensitivity
from reconcile.findings.settling import Settling, settling
from reconcile.findings.tolls import Range, Toll, Tolls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.bounds import Clock
    from reconcile.graph import ClaimGraph
    from reconcile.model import Link, Question

__all__ = [
    "Ambiguity",
    "Disagreement",
    "Effect",
    "Findings",
    "Range",
    "Sensitivity",
    "Settling",
    "Toll",
    "Tolls",
    "answering",
    "find",
    "questions_of",
]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is found out about a graph of claims. Claims and questions are named by their numbers.

    `sensitivity` is None where it was left out, for too many claims or for want of time. `complete` is False where
    the time ran out before all that can be found was looked for. `elsewhere` is how many disagreements are left out.
    """

    tolls: tuple[Toll, ...]
    ambiguities: tuple[Ambiguity, ...]
    disagreements: tuple[Disagreement, ...]
    sensitivity: tuple[Sensitivity, ...] | None
    settling: tuple[Settling, ...]
    complete: bool
    elsewhere: int = 0


def find(
    graph: ClaimGraph,
    questions: Sequence[Question],
    assumed: Sequence[Link] = (),
    clock: Clock | None = None,
    *,
    chosen: bool = False,
) -> Findings:
    """Bound every question, and find what is ambiguous and what disagrees.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.
    clock
        Limit of the search. Bounds that are not proven by then say so.
    chosen
        Whether only some questions are asked, so that a disagreement that touches none of them is left out.
    """
    tolls = Tolls(graph, questions, Solver(clock))
    clashes = disagreements(tolls, assumed, chosen=chosen)
    open_pairs = ambiguities(tolls)  # what may take longest comes after what is soon found
    ways = settling(tolls, open_pairs)
    single = sensitivity(tolls, assumed)
    return Findings(
        tuple(tolls.tolls),
        tuple(open_pairs),
        tuple(clashes),
        None if single is None else tuple(single),
        tuple(ways),
        tolls.complete,
        sum(len(bundle.conflicts) for bundle in tolls.structure.bundles) - len(clashes),
    )

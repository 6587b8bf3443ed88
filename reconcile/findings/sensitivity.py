"""Sensitivity: what each single claim does to the bounds, found by setting it aside."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError
from reconcile.findings.aside import set_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.findings.tolls import Range, Tolls
    from reconcile.model import Link

MOST_CLAIMS = 100
MOST_WAYS = 16
"""With more claims in force, or more ways to keep claims that disagree, a report leaves sensitivity out.

Every claim costs the bounds of the whole case, and these are sought for each way.
"""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The ranges, were one claim never made, of every question that it answers and of those it moves otherwise.

    Claim and questions are named by number; None stands for a question that no claim answers any more.
    """

    claim: int
    without: Mapping[int, Range | None]


def sensitivity(tolls: Tolls, assumed: Sequence[Link]) -> list[Sensitivity] | None:
    """Set each claim in force aside in turn; None where that is too much, or where the time runs out.

    `assumed` are the what-ifs that the graph was built with.
    """
    if not small_enough(tolls):
        return None
    try:
        return [_sensitivity(tolls, claim, assumed) for claim in range(len(tolls.graph.claims))]
    except OutOfTimeError:
        tolls.complete = False
        return None


def small_enough(tolls: Tolls) -> bool:
    """Whether there is time to set claims aside for all that they may move."""
    ways = prod(len(bundle.groups or ()) for bundle in tolls.structure.bundles)
    return len(tolls.graph.claims) <= MOST_CLAIMS and ways <= MOST_WAYS


def _sensitivity(tolls: Tolls, claim: int, assumed: Sequence[Link]) -> Sensitivity:
    tolls.solver.clock.tick()
    without = set_aside(tolls, claim, assumed, range(len(tolls.tolls)))
    if len(without) < len(tolls.tolls):
        raise OutOfTimeError
    moved = {at for at, toll in enumerate(tolls.tolls) if toll.range != without[at]}
    return Sensitivity(claim, {at: without[at] for at in sorted({*_answered_by(tolls, claim), *moved})})


def _answered_by(tolls: Tolls, claim: int) -> list[int]:
    return [at for at, toll in enumerate(tolls.tolls) if toll.claims >> claim & 1]

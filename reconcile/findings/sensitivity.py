"""Sensitivity: what each single claim does to the bounds, found by setting it aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError
from reconcile.findings.disagreements import set_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.findings.tolls import Range, Toll, Tolls
    from reconcile.model import Link

MOST_CLAIMS = 100
"""With more claims in force, a report leaves sensitivity out: every claim costs the bounds of the whole case."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The ranges, were one claim never made, of every question that it answers and of those it moves otherwise.

    Claim and questions are named by number; None stands for a question that no claim answers any more.
    """

    claim: int
    without: Mapping[int, Range | None]


def sensitivity(tolls: Tolls, assumed: Sequence[Link]) -> list[Sensitivity] | None:
    """Set each claim in force aside in turn; None where there are too many, or where the time runs out.

    `assumed` are the what-ifs that the graph was built with.
    """
    claims = len(tolls.graph.claims)
    if claims > MOST_CLAIMS:
        return None
    try:
        return [_sensitivity(tolls, claim, assumed) for claim in range(claims)]
    except OutOfTimeError:
        tolls.complete = False
        return None


def _sensitivity(tolls: Tolls, claim: int, assumed: Sequence[Link]) -> Sensitivity:
    tolls.solver.clock.tick()
    without = set_aside(tolls, claim, assumed).tolls
    if not all(map(_proven, without)):
        raise OutOfTimeError
    return Sensitivity(
        claim,
        {
            at: left.range
            for at, (toll, left) in enumerate(zip(tolls.tolls, without, strict=True))
            if toll.claims >> claim & 1 or toll.range != left.range
        },
    )


def _proven(toll: Toll) -> bool:
    return toll.bounds is None or (toll.bounds.lower.proven and toll.bounds.upper.proven)

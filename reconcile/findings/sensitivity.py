"""Sensitivity: what each single claim does to the bounds, found by setting it aside."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError
from reconcile.findings.disagreements import set_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.findings.tolls import Range, Toll, Tolls
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
    claims = len(tolls.graph.claims)
    ways = prod(len(bundle.groups or ()) for bundle in tolls.structure.bundles)
    if claims > MOST_CLAIMS or ways > MOST_WAYS:
        return None
    try:
        return [_sensitivity(tolls, claim, assumed) for claim in range(claims)]
    except OutOfTimeError:
        tolls.complete = False
        return None


def _sensitivity(tolls: Tolls, claim: int, assumed: Sequence[Link]) -> Sensitivity:
    if _stands_alone(tolls, claim):
        return Sensitivity(claim, {at: _taken_out(tolls, at, claim) for at in _answered_by(tolls, claim)})
    tolls.solver.clock.tick()
    without = set_aside(tolls, claim, assumed).tolls
    if not all(map(_proven, without)):
        raise OutOfTimeError
    moved = {at for at, toll in enumerate(tolls.tolls) if toll.range != without[at].range}
    return Sensitivity(claim, {at: without[at].range for at in sorted({*_answered_by(tolls, claim), *moved})})


def _answered_by(tolls: Tolls, claim: int) -> list[int]:
    return [at for at, toll in enumerate(tolls.tolls) if toll.claims >> claim & 1]


def _stands_alone(tolls: Tolls, claim: int) -> bool:
    """Whether a claim shares nobody with any other, and put none out of force: nothing else changes without it."""
    if any(withdrawal.by == tolls.graph.claims[claim].id for withdrawal in tolls.graph.withdrawn):
        return False
    others = ((1 << len(tolls.graph.claims)) - 1) & ~(1 << claim)
    return tolls.graph.apart[claim] == others and all(map(_proven, tolls.tolls))


def _taken_out(tolls: Tolls, question: int, claim: int) -> Range | None:
    """Return the range of a question without a claim that stands alone."""
    toll, count = tolls.tolls[question], tolls.graph.claims[claim].count
    if toll.claims == 1 << claim or toll.range is None:
        return None
    lower, upper = toll.range
    return lower - count.lo, upper - count.hi


def _proven(toll: Toll) -> bool:
    return toll.bounds is None or (toll.bounds.lower.proven and toll.bounds.upper.proven)

"""Why the bounds are what they are: both ends of each toll, proven, and the relations that a proof rests on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError, Sense, bits
from reconcile.bounds.prove import Prover
from reconcile.graph import SCOPE, Edge, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.bounds import Problem
    from reconcile.bounds.proof import Proved
    from reconcile.findings.tolls import Toll, Tolls
    from reconcile.graph import ClaimGraph


_SHARE = 1 / 8
"""What part of the time that is left the proof of one bound may take."""


@dataclass(frozen=True, slots=True)
class Why:
    """A toll with the proofs of both its ends; None where no claim answers, or where the time did not suffice.

    Where it is `unlisted` what can be kept of some claims, whichever, no toll has proofs: each shows a whole world.
    """

    toll: Toll
    lower: Proved | None
    upper: Proved | None
    unlisted: bool = False


def explain(tolls: Tolls) -> Iterator[Why]:
    """Prove the bounds of each toll, in the order of the questions."""
    prover = Prover(tolls.solver, tolls.structure)
    unlisted = any(bundle.doubted and not bundle.listed for bundle in tolls.structure.bundles)
    for toll in tolls.tolls:
        lower, upper = (_proved(prover, toll, sense) for sense in (Sense.LEAST, Sense.GREATEST))
        yield Why(toll, lower, upper, unlisted)


def holding(graph: ClaimGraph, one: int, other: int) -> Iterator[Edge]:
    """Iterate over what holds between two claims, by number: what is said first, then what is assumed, then scopes."""
    for edge in graph.said.get((min(one, other), max(one, other)), ()):
        if not edge.relation.is_open:
            yield edge
    for added in graph.assuming(one):
        if added.to >> other & 1:
            yield Edge(one, other, added.relation, added.convention)
        elif added.of >> other & 1:
            yield Edge(other, one, added.relation, added.convention)
    if graph.apart[one] >> other & 1:
        yield Edge(one, other, Relation.APART, SCOPE)


def way_into(problem: Problem, one: int, targets: int, kept: int) -> list[int]:
    """Return the shortest way by which a set comes to lie within one of some targets, both ends included.

    Parameters
    ----------
    kept
        The sets over which it may go.

    Returns
    -------
    list of int
        Sets, each within the next; empty where there is no such way.
    """
    if targets >> one & 1:
        return [one]
    ways, seen = [[one]], 1 << one
    for way in ways:
        fresh = problem.within[way[-1]] & kept & ~seen
        if found := fresh & targets:
            return [*way, next(bits(found))]
        ways += [[*way, outer] for outer in bits(fresh)]
        seen |= fresh
    return []


def _proved(prover: Prover, toll: Toll, sense: Sense) -> Proved | None:
    if toll.bounds is None:
        return None
    with suppress(OutOfTimeError), prover.solver.clock.part(_SHARE):
        return prover.prove(toll.claims, sense)
    return None

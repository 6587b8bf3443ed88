"""What can be relied on of a case whose file has faults, so that its other faults are told at once with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.roll import Roll
    from reconcile.model import Case, Link

_SHAKING = frozenset(
    {
        Code.DUPLICATE_KEY,
        Code.UNKNOWN_TIMEZONE,
        Code.DUPLICATE_NAME,
        Code.NEVER_EXCLUSIVE,
        Code.DUPLICATE_CLAIM,
        Code.TOO_MANY_FAULTS,
    }
)
"""Faults after which no scope is sure."""

_BASES = frozenset({"timezone", "places", "groups"})
"""The sections of a case that all scopes rest on."""


def remains(case: Case, roll: Roll, faults: Faults) -> Case:
    """Return a case with those links and decisions alone of which both scopes stand as they were meant."""
    if faults.unsure & _BASES or faults.codes & _SHAKING:
        return replace(case, links=(), decisions=())

    def sure(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link for link in links if roll.unscoped.isdisjoint((link.claim, *link.others)))

    return replace(case, links=sure(case.links), decisions=sure(case.decisions))

"""People said to be shared by claims that count fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.graph.relations import STATED, Relation
from reconcile.graph.statements import read
from reconcile.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.lint.evidence import Evidence


def overlap_above_figure(evidence: Evidence) -> Iterator[Finding]:
    """Find links that no decision outranks and that have two claims share more people than one of them counts."""
    claims = evidence.case.claims
    for link in evidence.case.links:
        for statement in read(link, STATED):
            if (
                statement.relation is not Relation.OVERLAPS
                or statement.by is None
                or statement.pair in evidence.decided
            ):
                continue
            least, most = statement.by
            one, other = claims[statement.claim], claims[statement.other]
            smaller = min(one, other, key=lambda claim: claim.count.hi)
            if least > smaller.count.hi:
                shared = f"at least {least}" if least != most else str(least)
                yield Finding(
                    (link, one, other),
                    f"{quoted(one.id)} and {quoted(other.id)} cannot share {shared}: {quoted(smaller.id)} counts "
                    f"{smaller.count}",
                    "is one of the numbers mistyped, or is the link about other claims?",
                )

"""One figure under two labels: perhaps one count, of which somebody took the scope for another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.graph import relate_claims
from reconcile.lint.finding import Finding
from reconcile.model import Answer, LinkKind
from reconcile.scopes import Rcc5

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Claim

_TELLING = 10
"""The smallest figure of which it is no common chance that two sources give it of two scopes."""


def same_figure(evidence: Evidence) -> Iterator[Finding]:
    """Find two sources' figures in force that are equal and of one time, but of scopes that only partly agree.

    What somebody says of the pair settles it, and a claim that repeats another is not compared.
    """
    repeats = {
        link.claim for link in evidence.case.links if link.kind is LinkKind.REPEATS and link.answer is Answer.YES
    }
    alike: dict[tuple[str, int], list[Claim]] = {}
    for claim in evidence.in_force:
        if claim.count.exact and claim.count.lo >= _TELLING and claim.id not in repeats:
            alike.setdefault((claim.scope.outcome, claim.count.lo), []).append(claim)
    for claims in alike.values():
        for one, other in combinations(claims, 2):
            if (
                _comparable(one, other)
                and frozenset((one.id, other.id)) not in evidence.spoken
                and relate_claims(evidence.lattices, one, other) not in (Rcc5.SAME, Rcc5.APART)
            ):
                yield _finding(one, other)


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether two claims are two sources' counts of one kind and perhaps of one time."""
    if one.source == other.source or one.identified != other.identified:
        return False
    if one.at is None or other.at is None:
        return one.at is other.at
    return not (one.at.surely_before(other.at) or other.at.surely_before(one.at))


def _finding(one: Claim, other: Claim) -> Finding:
    facets = [
        (one.scope.place, other.scope.place),
        (one.scope.who, other.scope.who),
        (one.scope.window.text, other.scope.window.text),
    ]
    labels = ", ".join(f"{theirs} and not {ours}" for ours, theirs in facets if ours != theirs)
    return Finding(
        (other, one),
        f"{quoted(other.id)} is {other.count} {other.scope.outcome} as {quoted(one.id)} is, but under another scope "
        f"({labels})",
        "if it is one count, mend the scope or link the two with `same-as`",
    )

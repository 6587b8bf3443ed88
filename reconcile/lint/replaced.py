"""Figures that are said to replace a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.lint.finding import Finding
from reconcile.model import Answer, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Case, Link, Origin


def replaced_by_older(evidence: Evidence) -> Iterator[Finding]:
    """Find links in force that put a claim in the place of one that was surely made later; one of each entry."""
    found: dict[Origin, Finding] = {}
    for link in evidence.case.links:
        if frozenset((link.claim, *link.others)) not in evidence.decided and _is_older(evidence.case, link):
            found.setdefault(link.origin, _finding(evidence.case, link))
    yield from found.values()


def _is_older(case: Case, link: Link) -> bool:
    """Whether a link replaces a claim, and by one that is surely older."""
    if link.kind is not LinkKind.REPLACES or link.answer is not Answer.YES:
        return False
    at, replaced_at = case.claims[link.claim].at, case.claims[link.other].at
    return at is not None and replaced_at is not None and at.surely_before(replaced_at)


def _finding(case: Case, link: Link) -> Finding:
    older, newer = case.claims[link.claim], case.claims[link.other]
    assert older.at is not None, "only a claim with a time is older than another"
    assert newer.at is not None, "only a claim with a time is newer than another"
    return Finding(
        (link, older, newer),
        f"{quoted(older.id)} ({older.at.text}) is said to replace {quoted(newer.id)} ({newer.at.text}), which is newer",
        "a newer figure replaces an older one: turn the link about, or is a time mistyped?",
    )

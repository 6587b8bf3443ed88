"""What one side of a fight says of the dead: context and not evidence, where nobody else says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.lint.finding import Finding
from reconcile.model import CASUALTIES, KINDS_OF_CASUALTY, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Case, Claim, Source


def belligerent_status(evidence: Evidence) -> Iterator[Finding]:
    """Find figures of a belligerent that put people into tolls of people by a status that only it gives them.

    That is a figure of `people`, unless another source bears it out, or of a group among them such as militants
    that no other source counts. A root of its own beside `people` keeps such a figure out of the tolls.
    """
    case = evidence.case
    belligerent = {source.id for source in case.sources.values() if _is_belligerent(source)}
    others: dict[object, list[Claim]] = {}
    for claim in case.claims.values():
        if claim.source not in belligerent:
            others.setdefault(_tallied(claim), []).append(claim)
    for claim in case.claims.values():
        if claim.source in belligerent and claim.scope.outcome in (CASUALTIES, *KINDS_OF_CASUALTY):
            borne_out = any(_agree(claim, other) for other in others.get(_tallied(claim), ()))
            if not borne_out and _gives_status(case, claim):
                yield _finding(case, claim)


def _is_belligerent(source: Source) -> bool:
    called = f"{source.name}, {source.role}".lower()
    return bool(re.search(_BELLIGERENT, called, re.VERBOSE)) and not re.search(_AT_PEACE, called)


_BELLIGERENT = r"""
    \b(?:minist(?:ry|er)\ of\ (?:national\ )?defen[cs]e|defen[cs]e\ (?:ministry|minister|forces?)
    |department\ of\ defen[cs]e|pentagon|armed\ (?:forces|groups?)|general\ staff|army|armies|military|air\ force|navy
    |(?:para)?militar(?:y|ies)|militias?|insurgents?|rebels?|special\ forces|junta)\b
"""

_AT_PEACE = (
    r"\b(?:military (?:administration|hospital|prosecutor\w*|clinic)|army hospital|salvation army|civil defen[cs]e)\b"
)
"""Bodies with a military name that govern, heal or prosecute."""

_STATUS = (
    r"\b(?:soldiers?|service(?:men|women|members?|m[ae]n)|militants?|fighters?|combatants?|terrorists?|troops|militia(?:men)?"
    r"|mercenar(?:y|ies)|insurgents?|rebels?|gunm[ae]n|operatives?|military|officers?|army|enem(?:y|ies)|civilians?)\b"
)
"""What one side calls the people of the other."""


def _gives_status(case: Case, claim: Claim) -> bool:
    """Whether a claim counts people as such, or by a status."""
    who = claim.scope.who
    return case.groups.root(who) == PEOPLE and (who == PEOPLE or bool(re.search(_STATUS, who.lower())))


def _tallied(claim: Claim) -> tuple[str, str, str]:
    return claim.scope.outcome, claim.scope.place, claim.scope.who


def _agree(claim: Claim, other: Claim) -> bool:
    return claim.count.lo <= other.count.hi and other.count.lo <= claim.count.hi


def _finding(case: Case, claim: Claim) -> Finding:
    who = claim.scope.who
    source = case.sources[claim.source].name
    return Finding(
        (claim,),
        f"{quoted(claim.id)}: only a side of the fight ({source}) gives this figure, and it counts as a toll of "
        f"{quoted(who)}",
        "if it is about fighters, count them in a group with a root of its own, beside `people`",
    )

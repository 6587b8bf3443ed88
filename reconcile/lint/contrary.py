"""Links that say contrary things of the same claims."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from reconcile.graph.relations import STATED, Relation
from reconcile.graph.statements import read
from reconcile.lint.finding import Finding
from reconcile.model import Answer, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.graph.statements import Statement
    from reconcile.lint.evidence import Evidence
    from reconcile.model import Case, Link

_MUTUAL = (LinkKind.SAME_AS, LinkKind.APART_FROM, LinkKind.OVERLAPS)
"""Kinds that say the same when their two claims change places."""

_SHOWN = 4
"""Of how many parts of a sum a message repeats the names."""


def contrary_links(evidence: Evidence) -> Iterator[Finding]:
    """Find two links that cannot both hold, of people whom a figure surely counts; one of the same two entries.

    A link that a decision outranks is not compared, and an answer `unclear` is contrary to none.
    """
    said: dict[object, list[tuple[Link, tuple[float, float]]]] = {}
    found: dict[object, Finding] = {}
    for link in evidence.case.links:
        for about, (least, most) in _sayings(link, evidence):
            earlier = said.setdefault(about, [])
            for other, (low, high) in earlier:
                if most < low or high < least:
                    found.setdefault((link.origin, other.origin), _finding(evidence.case, link, other))
                    break
            earlier.append((link, (least, most)))
    yield from found.values()


def _sayings(link: Link, evidence: Evidence) -> Iterator[tuple[object, tuple[float, float]]]:
    """Yield what a link speaks of, with an interval: two links whose intervals for one thing are apart are contrary.

    Of two claims it is how many people they share; of a relation 1 if the link says that it holds, and 0 if not.
    """
    for statement in read(link, STATED):
        shared = _shared(statement, evidence.case)
        if shared and statement.pair not in evidence.decided:
            yield statement.pair, shared
    is_decided = any(frozenset((link.claim, other)) in evidence.decided for other in link.others)
    if link.answer is Answer.UNCLEAR or is_decided:
        return
    holds = int(link.answer is Answer.YES)
    claims = frozenset((link.claim, *link.others))
    whose = None if link.kind in _MUTUAL else link.claim
    yield (link.kind, whose, claims, link.by), (holds, holds)
    if link.kind is LinkKind.REPEATS and holds:  # who relays a figure counts the same people
        yield (LinkKind.SAME_AS, None, claims, None), (holds, holds)


def _shared(statement: Statement, case: Case) -> tuple[float, float] | None:
    """Return how many people a statement says that two claims share; None if it leaves that open.

    Of a claim that may count nobody, nobody need be shared.
    """
    match statement.relation:
        case Relation.APART:
            return 0, 0
        case Relation.WITHIN | Relation.SAME if case.claims[statement.claim].count.lo:
            return 1, inf
        case Relation.OVERLAPS if statement.by:
            least, most = statement.by
            return least, inf if most is None else most
        case _:
            return None


def _finding(case: Case, link: Link, other: Link) -> Finding:
    claims = (case.claims[claim] for claim in (link.claim, *link.others))
    return Finding(
        (link, other, *claims),
        f"`{_words(link)}` cannot hold beside `{_words(other)}`",
        f"the other is at {other.origin}: delete the one that is wrong; a decision on the two claims outranks both",
    )


def _words(link: Link) -> str:
    """Return a link much as it is written."""
    more = ", …" if len(link.others) > _SHOWN else ""
    words = f"{link.claim} {link.kind} {', '.join(link.others[:_SHOWN])}{more}"
    if link.by:
        least, most = link.by
        words += f", by: {least}" if least == most else f", by: {least}-{most}"
    return words if link.answer is Answer.YES else f"{words}, answer: {link.answer}"

"""What somebody said of two claims where that leaves open what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.graph import ASSUMED, DECIDED, STATED
from reconcile.model import TAKEN_BACK, Answer, LinkKind
from reconcile.reports.wording import MOST_NAMED, ONE, enumerated, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reconcile.model import Case, Claim, Link

_UNCLEAR = {
    STATED: "it is said to be unclear",
    DECIDED: "a reviewer left it unclear",
    ASSUMED: "assumed to be unclear",
}
_DENIED = {STATED: "it is said that", DECIDED: "a reviewer decided that", ASSUMED: "it is assumed that"}
"""Who leaves a pair open, and who denies a relation, by what that rests on."""

_VERBS = {LinkKind.REPEATS: "repeat", LinkKind.REPLACES: "replace"}

_TELLING = (LinkKind.WITHIN, LinkKind.APART_FROM)
"""Relations that, denied, say what two claims share."""


def link_behind(case: Case, links: Iterable[Link], one: Claim, other: Claim) -> Link | None:
    """Find the link that leaves a pair open: the first on it, else one on older figures, from which it went over."""
    older = None
    for link in links:
        if link.answer is Answer.YES or (link.answer is Answer.NO and link.kind in _TELLING):
            continue
        for each in link.others:
            ends = case.claims[link.claim], case.claims[each]
            if {end.id for end in ends} == {one.id, other.id}:
                return link
            if {(end.source, end.scope) for end in ends} == {(end.source, end.scope) for end in (one, other)}:
                older = link
    return older


def why_open(case: Case, link: Link | None, basis: str, name: Callable[[Claim], str]) -> str:
    """Say why a pair is open of which somebody spoke.

    Parameters
    ----------
    link
        What was said; None where that is not known.
    basis
        What the pair rests on: a statement, a decision or a what-if.
    name
        Names a claim.
    """
    if link is None:
        return sentence(_UNCLEAR[basis])
    because, taken_back = _because(link)
    if taken_back and not because and link.answer is Answer.UNCLEAR:
        return "A reviewer took the answer back."
    denied = link.answer is Answer.NO
    said = f"{_DENIED[basis]} {_denial(case, link, name)}" if denied else _UNCLEAR[basis]
    told = [sentence(f"{said}: {because}" if because else said)]
    told += ["What they share is open."] if denied else []
    told += ["A later answer was taken back."] if taken_back else []
    return " ".join(told)


def _because(link: Link) -> tuple[str | None, bool]:
    """Return the reason that a link gives, and whether it stands since a later decision was taken back."""
    words = link.because or link.note or link.quote
    if not link.decided or words is None or not (words == TAKEN_BACK or words.startswith(f"{TAKEN_BACK}: ")):
        return words, False
    return words.removeprefix(TAKEN_BACK).removeprefix(": ") or None, True


def _denial(case: Case, link: Link, name: Callable[[Claim], str]) -> str:
    """Say what two claims, or a whole and its parts, are not."""
    claims = [case.claims[each] for each in (link.claim, *link.others)]
    one, *others = claims
    single = str(one.count) == ONE
    match link.kind:
        case LinkKind.SUM_OF:
            are = "is" if single else "are"
            parts = enumerated(map(name, others)) if len(others) <= MOST_NAMED else f"{len(others)} others"
            return f"{name(one)} {are} not the sum of {parts}"
        case LinkKind.REPEATS | LinkKind.REPLACES:
            do = "does" if single else "do"
            return f"{name(one)} {do} not {_VERBS[link.kind]} {name(others[0])}"
        case LinkKind.OVERLAPS:
            return f"they do not share {_shared(link.by)}"
        case _:
            people = "person" if all(str(each.count) == ONE for each in claims) else "people"
            return f"they are not the same {people}"


def _shared(by: tuple[int, int] | None) -> str:
    """Say how many two claims share."""
    assert by is not None, "a link that says so says how many"
    low, high = by
    return f"{low} {'person' if high == 1 else 'people'}" if low == high else f"{low}–{high} people"

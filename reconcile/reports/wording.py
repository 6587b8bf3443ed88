"""Bounds, tolls and lists in few words, as every report for people has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.model import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.reports.studied import Cause
    from reconcile.reports.value import Assumption, Range, Report, Toll

NO_FIGURE = "–"
"""Stands for a bound where no claim answers the question: not a zero."""

ONE = "1"
"""The figure behind which a noun is not in the plural: `1+` may be more."""

MOST_NAMED = 12
"""How many claims a sentence names; of more it gives the number."""

_ASSUMED = {
    "within": ("is among", "are among"),
    "same": ("is the same person as", "are the same people as"),
    "apart": ("is another person than", "are other people than"),
    "overlaps": ("shares people with", "share people with"),
}
"""How a relation that a convention added reads between two claims, of which the first counts one person, or more."""


def toll_name(toll: Toll) -> str:
    """Name a toll: `killed · Kyiv`, and whom it counts where that is not people."""
    return toll.title or " · ".join([toll.outcome, toll.place, *([toll.who] if toll.who != PEOPLE else [])])


def title(outcome: str, place: str, who: str) -> str:
    """Return how a question is called: `killed · Kyiv`, `firefighters killed · Kyiv`."""
    return in_a_row([outcome if who == PEOPLE else f"{who} {outcome}", place])


def lower_bound(toll: Toll, sign: str = "≥") -> str:
    """Return the lower bound: `4`, or `≥ 4` where the search stopped before it was proven to be exact."""
    return _bound(toll.lower, "" if toll.lower_proven else f"{sign} ")


def upper_bound(toll: Toll, sign: str = "≤") -> str:
    """Return the upper bound: `7`, `≤ 7` where the search stopped; with a `+`, a claim leaves room above."""
    return _bound(toll.upper, "" if toll.upper_proven else f"{sign} ") + _room(toll, toll.upper)


def toll_range(toll: Toll) -> str:
    """Return the bounds of a toll as one: `4–7+`, or `≥ 4 ≤ 7` where the search stopped."""
    if not (toll.lower_proven and toll.upper_proven):
        return f"{lower_bound(toll)} {upper_bound(toll)}"
    return range_if(toll, (toll.lower, toll.upper))


def range_if(toll: Toll, bounds: Range) -> str:
    """Return other bounds of a toll, as some event has them, as one: `4`, `4–7+`, `no claims`."""
    return span(bounds) + _room(toll, bounds[1])


def span(bounds: Range) -> str:
    """Return a lower and an upper bound as one: `4`, `4–7`, `no claims`."""
    lower, upper = bounds
    if lower is None or upper is None:
        return "no claims"
    return str(lower) if lower == upper else f"{lower}–{upper}"


def width(toll: Toll) -> int:
    """Return how far the bounds of a toll lie apart."""
    return 0 if toll.lower is None or toll.upper is None else toll.upper - toll.lower


def cause(found: Cause) -> str:
    """Say why a toll moved: `growth: b`, `revision down: b instead of a`."""
    instead = f" instead of {listed(found.instead_of)}" if found.instead_of else ""
    return f"{found.kind}: {listed(found.claims)}{instead}"


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop, unless the words end a sentence themselves."""
    closed = words.endswith((".", "?", "!", "…"))
    return words[:1].upper() + words[1:] + ("" if closed else ".")


def listed(names: Sequence[str], most: int | None = None) -> str:
    """List names: `mayor-toll, rescuers`; past `most`, only say how many more."""
    shown = ", ".join(names[:most])
    left_out = len(names) - len(names[:most])
    return f"{shown} and {left_out} more" if left_out else shown


def enumerated(parts: Iterable[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, noun: str) -> str:
    """Return a number and its noun: `1 claim`, `5 claims`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_a_row(parts: Iterable[str]) -> str:
    """Put short statements into a line."""
    return " · ".join(parts)


def _bound(number: int | None, sign: str) -> str:
    return NO_FIGURE if number is None else f"{sign}{number}"


def _room(toll: Toll, upper: int | None) -> str:
    """Return what stands behind an upper bound of a toll: a `+`, if a claim leaves room above."""
    return "+" if toll.open and upper is not None else ""


def assumption_text(report: Report, assumption: Assumption) -> str:
    """Say what a convention assumed. Made when it is shown: a large case has hundreds of thousands."""
    one, other = report.claims[assumption.claim], report.claims[assumption.other]
    relation = _ASSUMED[assumption.relation][one.figure != ONE]
    return f"{one.short[:1].upper()}{one.short[1:]} {relation} {other.short}."

"""Quotes that give another number than the figure that rests on them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.numerals import abstract, normalised
from reconcile.casefile.prose import counts_in, vague_counts_in
from reconcile.lint.entries import entries
from reconcile.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Claim, Count

_ADDED = 20
"""Numbers of a quote above which no sums of them are tried."""

_SHOWN = 4
"""How many numbers of a quote a message repeats."""


def quote_number(evidence: Evidence) -> Iterator[Finding]:
    """Find entries whose quote has numbers, none of which, nor a sum of neighbours, fits any of their figures.

    The word `one` alone is no reason to doubt: `one of the worst attacks`.
    """
    for name, entry in entries(evidence.case).items():
        claims = tuple(entry.values())
        quote = claims[0].quote
        given = counts_in(quote) if quote else []
        telling = [count for count in given if count.words != "one"]
        if not quote or not telling or any(_fits(claim, given) for claim in claims):
            continue
        vague = list(vague_counts_in(quote, evidence.case.settings.vague))
        if any(_meets(claim.count, count, room=count.open) for claim in claims for count in vague):
            continue
        numbers = ", ".join(count.words for count in telling[:_SHOWN]) + (", …" if len(telling) > _SHOWN else "")
        figures = ", ".join(f"{claim.count} {claim.scope.outcome}" for claim in claims)
        yield Finding(
            claims,
            f"{quoted(name)} says {figures}, and its quote {numbers}",
            "is the figure mistyped, or the quote that of another claim?",
        )


def _fits(claim: Claim, given: Sequence[Count]) -> bool:
    """Whether a count of the quote, or several in a row added up, can be the claim's figure."""
    return (
        any(_meets(claim.count, count) for count in given)
        or not _numbers([claim.count]).isdisjoint(_numbers(given))
        or any(claim.count.lo <= total <= claim.count.hi for total in _sums(given[:_ADDED]))
    )


def _meets(figure: Count, other: Count, *, room: bool = False) -> bool:
    """Whether two counts can be one; `room` is what there may be above the other."""
    return other.lo <= figure.hi and (room or figure.lo <= other.hi)


def _numbers(counts: Sequence[Count]) -> set[int]:
    """Return the numbers that stand in the words of counts: 40 in `more than 40`."""
    return {number.value for count in counts for number in abstract(normalised(count.words), multiples=True)[1]}


def _sums(given: Sequence[Count]) -> Iterable[int]:
    for first in range(len(given)):
        yield from accumulate(count.lo for count in given[first:])

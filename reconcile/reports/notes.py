"""What a report notes of how it was asked for: what was set aside, what was perhaps meant, what may be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.outcomes import doubt, meant_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.model import Case, Span


def notes(case: Case, outcomes: Iterable[str], as_of: Span | None, *, graded: bool, complete: bool) -> tuple[str, ...]:
    """Return the notes on a report.

    Parameters
    ----------
    outcomes
        Those that were asked for.
    as_of
        The moment by which claims were to be made, if only such are taken.
    graded
        Whether claims of sources that nobody graded were set aside.
    complete
        Whether all that is open, or disagrees, was looked for.
    """
    found = list(doubts(case, outcomes))
    if graded and (ungraded := _ungraded(case)):
        found.append(f"set aside with --min-grade, since nobody graded them: {', '.join(ungraded)}")
    if as_of and (unsure := _unsure(case, as_of)):
        left_out, made = ("1 claim is", "it was") if unsure == 1 else (f"{unsure} claims are", "they were")
        found.append(f"{left_out} left out: it is not sure that {made} made by {as_of.text}")
    if not complete:
        found.append(
            "ambiguities and disagreements may be missing: the case is too large to look for all of them, or the time "
            "ran out; --max-seconds allows more"
        )
    return tuple(found)


def doubts(case: Case, outcomes: Iterable[str]) -> Iterator[str]:
    """Say of each outcome that is asked for, and that a case does not speak of, which other was perhaps meant.

    A scope that no claim asked for is allowed, so this is no error.
    """
    known = {claim.scope.outcome for claim in case.claims.values()} | {asked.outcome for asked in case.questions}
    for word in dict.fromkeys(outcomes):
        if meant := meant_outcome(word, sorted(known)):
            yield "; ".join(doubt(word, meant))


def _unsure(case: Case, as_of: Span) -> int:
    """Return how many claims may or may not have been made by then, as their times are no more precise."""
    spans = (claim.at for claim in case.claims.values() if claim.at)
    return sum(span.start < as_of.end < span.end for span in spans)


def _ungraded(case: Case) -> list[str]:
    sources = {claim.source for claim in case.claims.values()}
    return sorted({case.sources[source].name for source in sources if case.sources[source].grade is None})

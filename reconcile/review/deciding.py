"""One decision, from the claims that it names to what it does to the bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile import api
from reconcile.review.decision import DecisionError
from reconcile.review.ledger import append, decided

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Case
    from reconcile.reports.value import Report
    from reconcile.review.decision import Decision


class Decided(NamedTuple):
    """The report on a case before and after a decision."""

    before: Report
    after: Report


def decide(path: Path, decision: Decision, options: api.Options | None = None) -> Decided:
    """Write a decision into the file beside a case, and report before and after.

    A decision that makes claims disagree is written: the report after it has the disagreement.

    Parameters
    ----------
    path
        The case file.
    decision
        What was decided.
    options
        For the two reports.

    Raises
    ------
    CaseError
        If the case or its decisions file are at fault.
    DecisionError
        If the decision is about no two claims of the case that can share people, or cannot be written.
    """
    options = options or api.Options()
    read = decided(path)
    case = api.load(path)
    before = api.report(case, options)
    _try(case, decision, options)
    append(path, decision, read)
    return Decided(before, api.report(api.load(path), options))


def _try(case: Case, decision: Decision, options: api.Options) -> None:
    """Make a what-if of the decision, which is refused wherever the case could not be read with it."""
    what_if = f"{decision.claim}:{decision.kind}:{decision.other}={decision.answer}"
    try:
        api.inquire(case, replace(options, assume=(*options.assume, what_if)))
    except api.OptionError as error:
        raise DecisionError(str(error)) from error

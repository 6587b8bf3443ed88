"""What became of the bounds between two reports on one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.studied import Asked, Figure, Moved

if TYPE_CHECKING:
    from reconcile.reports.value import Disagreement, Report, Toll


def moved(before: Report, after: Report) -> list[Moved]:
    """Return the tolls whose bounds differ, in the order of the later report."""
    earlier = figures(before)
    changes = [Moved(asked, earlier.get(asked), figure) for asked, figure in figures(after).items()]
    return [change for change in changes if change.changed]


def new_disagreements(before: Report, after: Report) -> list[Disagreement]:
    """Return the disagreements that were not there before."""
    known = {frozenset(each.claims) for each in before.disagreements}
    return [each for each in after.disagreements if frozenset(each.claims) not in known]


def figures(report: Report) -> dict[Asked, Figure]:
    """Return the bounds of each question of a report."""
    return {asked(toll): figure(toll) for toll in report.questions}


def asked(toll: Toll) -> Asked:
    """Return the question that a toll answers."""
    return Asked(toll.outcome, toll.place, toll.who)


def figure(toll: Toll) -> Figure:
    """Return the bounds of a toll: `4–7+` as text, `4+` where they meet, `–` where no claim answers."""
    return Figure(toll.lower, toll.upper, toll.open, toll.lower_proven, toll.upper_proven)

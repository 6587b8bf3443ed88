"""What came of deciding, in lines that are safe to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile import decisions_path
from reconcile.reports.printable import one_line
from reconcile.reports.wording import counted
from reconcile.review.changes import moved, new_disagreements

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.reports.value import Report
    from reconcile.review.decision import Decision
    from reconcile.review.session import Session


def summary(session: Session) -> list[str]:
    """Sum a session up: what was decided, where that is, what it did to the bounds, how much is open."""
    taken = [step.decision for step in session.steps if step.decision]
    left = len(session.report.ambiguities)
    return [
        *written(session.path, taken),
        *consequences(session.start, session.report),
        f"{counted(left, 'question')} still open." if left else "No open question moves a bound.",
    ]


def written(case: Path, decisions: list[Decision]) -> list[str]:
    """Say which decisions on a case were written, and to which file."""
    if not decisions:
        return ["Nothing decided."]
    where = one_line(f"{counted(len(decisions), 'decision')} in {decisions_path(case)}:")
    return [where, *(f"  {one_line(f'{each.statement}, because {each.because}')}" for each in decisions)]


def consequences(before: Report, after: Report) -> list[str]:
    """Say which bounds moved between two reports, and which disagreements are new."""
    changes = [f"{each.question.title}: {each.before or 'not asked'} → {each.after}" for each in moved(before, after)]
    clashes = [f"New disagreement: {each.text}" for each in new_disagreements(before, after)]
    return [one_line(line) for line in (*(changes or ["No bound moved."]), *clashes)]

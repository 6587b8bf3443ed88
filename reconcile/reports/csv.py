"""The report as CSV (RFC 4180) for a spreadsheet: one row a question.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula. Text of a case that begins so, or
with a tab or a line break that would hide it, gets an apostrophe before it, by which spreadsheets know text.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import printable
from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.reports.value import Report, Toll

COLUMNS = (
    "title",
    "path",
    "outcome",
    "place",
    "who",
    "lower",
    "upper",
    "open",
    "status",
    "lower_proven",
    "upper_proven",
    "claims",
    "lower_claims",
    "upper_claims",
    "ambiguities",
    "disagreements",
)
"""The header. `claims` and the like are ids with spaces between, `ambiguities` and `disagreements` numbers.

`lower` and `upper` are empty where no claim answers, `lower_proven` and `upper_proven` where the
search was not stopped.
"""

_FORMULA = tuple("=+-@\t\r\n")


def dumps(reports: Iterable[Report]) -> str:
    """Write reports as one CSV text.

    Parameters
    ----------
    reports
        The reports, in the order of the rows.

    Returns
    -------
    str
        A header and a row a question, each line ended by CR LF.
    """
    return "".join(pieces(reports))


def pieces(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the text of `dumps` piece by piece, so that no more than one report need be held at a time."""
    yield lines([COLUMNS])
    for report in reports:
        yield lines(_row(report, toll) for toll in report.questions)


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: with an apostrophe, if need be, that `unguarded` takes away.

    Examples
    --------
    >>> guarded("=1+1"), guarded("plain"), unguarded("'=1+1")
    ("'=1+1", 'plain', '=1+1')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made a cell of."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def lines(rows: Iterable[Sequence[str | int | None]]) -> str:
    """Return rows as CSV text."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _row(report: Report, toll: Toll) -> list[str | int | None]:
    limited = toll.status is Status.LIMIT
    return [
        guarded(report.case.title),
        guarded(printable(report.case.path)),  # unlike the text of a case, a name may hold whatever there is
        guarded(toll.outcome),
        guarded(toll.place),
        guarded(toll.who),
        toll.lower,
        toll.upper,
        _truth(toll.open),
        toll.status.value,
        _truth(toll.lower_proven) if limited else None,
        _truth(toll.upper_proven) if limited else None,
        guarded(" ".join(toll.claims)),
        guarded(" ".join(toll.lower_because.claims)),
        guarded(" ".join(toll.upper_because.claims)),
        len(toll.ambiguities),
        len(toll.disagreements),
    ]


def _truth(value: bool) -> str:
    return "true" if value else "false"

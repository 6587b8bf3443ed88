"""The report as CSV (RFC 4180) for a spreadsheet: one row a question.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula. Text of a case that begins so, or
with a tab or a line break that would hide it, gets an apostrophe before it, by which spreadsheets know text.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for report in reports:
        for toll in report.questions:
            writer.writerow(_row(report, toll))
    return text.getvalue()


def _row(report: Report, toll: Toll) -> list[str | int | None]:
    limited = toll.status is Status.LIMIT
    return [
        _plain(report.case.title),
        _plain(report.case.path),
        _plain(toll.outcome),
        _plain(toll.place),
        _plain(toll.who),
        toll.lower,
        toll.upper,
        _truth(toll.open),
        toll.status.value,
        _truth(toll.lower_proven) if limited else None,
        _truth(toll.upper_proven) if limited else None,
        _plain(" ".join(toll.claims)),
        _plain(" ".join(toll.lower_because.claims)),
        _plain(" ".join(toll.upper_because.claims)),
        len(toll.ambiguities),
        len(toll.disagreements),
    ]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _truth(value: bool) -> str:
    return "true" if value else "false"

"""Several reports in one table: a row a toll, so that one sees where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from reconcile.reports.printable import one_line
from reconcile.reports.table import RULES, captured, open_number
from reconcile.reports.value import Status
from reconcile.reports.wording import counted, in_a_row, lower_bound, span, toll_name, upper_bound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from reconcile.reports.value import Report, Toll


@dataclass(frozen=True, slots=True)
class TollLine:
    """A toll in a row: its name, its bounds as one, and how much about it is open."""

    name: str
    range: str
    questions: int
    disagreements: int


@dataclass(frozen=True, slots=True)
class CaseLines:
    """What a summary says of one case; `tolls` is None where the case could not be reported."""

    path: str
    tolls: tuple[TollLine, ...] | None = None
    questions: int = 0
    disagreements: int = 0


def summed_up(path: str, report: Report | None) -> CaseLines:
    """Return what a summary says of a case; the report itself need not be kept for it."""
    if report is None:
        return CaseLines(path)
    tolls = tuple(
        TollLine(toll_name(toll), _range(toll), len(toll.ambiguities), len(toll.disagreements))
        for toll in report.questions
    )
    return CaseLines(path, tolls, len(report.ambiguities), len(report.disagreements))


def to_text(cases: Sequence[CaseLines], console: Console) -> str:
    """Return the summary as a table as wide as the console, and a line that adds it up."""

    def printing() -> None:
        console.print(_table(cases, console.encoding))
        console.print(_cell(_total(cases), console.encoding))

    return captured(console, printing)


def _table(cases: Sequence[CaseLines], encoding: str) -> Table:
    table = Table(box=RULES, pad_edge=False, header_style="bold")
    table.add_column("Case", overflow="fold")
    table.add_column("Toll", overflow="fold")
    table.add_column("Range", justify="right", no_wrap=True)
    table.add_column("Open\nquestions", justify="right", no_wrap=True)
    table.add_column("Dis-\nagreements", justify="right", no_wrap=True)
    for case in cases:
        path = _cell(case.path, encoding)
        if not case.tolls:
            table.add_row(path, "not reported: see its errors" if case.tolls is None else "no tolls")
        for at, toll in enumerate(case.tolls or ()):
            table.add_row(
                Text() if at else path,
                _cell(toll.name, encoding),
                _cell(toll.range, encoding, "bold"),
                open_number(toll.questions),
                open_number(toll.disagreements),
            )
    return table


def _total(cases: Sequence[CaseLines]) -> str:
    reported = [case for case in cases if case.tolls is not None]
    parts = [
        counted(len(reported), "case"),
        counted(sum(len(case.tolls or ()) for case in reported), "toll"),
        counted(sum(case.questions for case in reported), "open question"),
        counted(sum(case.disagreements for case in reported), "disagreement"),
    ]
    if len(reported) < len(cases):
        parts.append(f"{len(cases) - len(reported)} not reported")
    return in_a_row(parts)


def _range(toll: Toll) -> str:
    """Return the bounds of a toll as one: `4–7+`, or `≥ 4 ≤ 7` where the search stopped."""
    if toll.status is Status.LIMIT:
        return f"{lower_bound(toll)} {upper_bound(toll)}"
    room = "+" if toll.open and toll.upper is not None else ""
    return span((toll.lower, toll.upper)) + room


def _cell(text: str, encoding: str, style: str = "") -> Text:
    return Text(one_line(text, encoding), style, overflow="fold")

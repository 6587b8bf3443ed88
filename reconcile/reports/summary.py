"""Several reports in one table: a row a toll, so that one sees where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reconcile.reports.terminal import RULES, captured, cell, natural_width, open_number
from reconcile.reports.wording import counted, in_a_row, toll_name, toll_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from reconcile.reports.value import Report


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
        TollLine(toll_name(toll), toll_range(toll), len(toll.ambiguities), len(toll.disagreements))
        for toll in report.questions
    )
    return CaseLines(path, tolls, len(report.ambiguities), len(report.disagreements))


_ROOMY = 100
"""From this width on the table may fold the names in it; below, a list stands in for a table that does not fit."""


def to_text(cases: Sequence[CaseLines], console: Console) -> str:
    """Return the summary as a table as wide as the console, and a line that adds it up."""

    def printing() -> None:
        table = _table(cases, console)
        fits = console.width >= min(_ROOMY, natural_width(table, console))
        if fits:
            console.print(table)
        else:
            _print_list(cases, console)
        console.print(cell(_total(cases), console))

    return captured(console, printing)


def _table(cases: Sequence[CaseLines], console: Console) -> Table:
    table = Table(box=RULES, pad_edge=False, header_style="bold")
    table.add_column("Case", overflow="fold")
    table.add_column("Toll", overflow="fold")
    table.add_column("Range", justify="right", no_wrap=True)
    table.add_column("Open\nquestions", justify="right", no_wrap=True)
    table.add_column("Dis-\nagreements", justify="right", no_wrap=True)
    for case in cases:
        path = cell(case.path, console)
        if not case.tolls:
            table.add_row(path, _without_tolls(case))
        for at, toll in enumerate(case.tolls or ()):
            table.add_row(
                Text() if at else path,
                cell(toll.name, console),
                cell(toll.range, console, "bold"),
                open_number(toll.questions),
                open_number(toll.disagreements),
            )
    return table


def _print_list(cases: Sequence[CaseLines], console: Console) -> None:
    """Print below each case its tolls, and below each toll what is open about it."""
    tolls = [toll for case in cases for toll in case.tolls or ()]
    ranges = max((cell(toll.range, console).cell_len for toll in tolls), default=0)
    names = max((cell(toll.name, console).cell_len + 2 for toll in tolls), default=0)
    for case in cases:
        console.print(cell(case.path, console, "bold"))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(overflow="fold", width=min(names, console.width - ranges - 2))
        grid.add_column(justify="right", no_wrap=True, min_width=ranges)
        for toll in case.tolls or ():
            grid.add_row(Padding(cell(toll.name, console), (0, 0, 0, 2)), cell(toll.range, console, "bold"))
            if open_things := _open(toll):
                grid.add_row(Padding(open_things, (0, 0, 0, 4)))
        console.print(grid if case.tolls else f"  {_without_tolls(case)}")
        console.print()


def _open(toll: TollLine) -> str:
    """Say how much is open about a toll: nothing, if nothing is."""
    numbers = ((toll.questions, "question"), (toll.disagreements, "disagreement"))
    return ", ".join(counted(number, noun) for number, noun in numbers if number)


def _without_tolls(case: CaseLines) -> str:
    return "not reported: see its errors" if case.tolls is None else "no tolls"


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

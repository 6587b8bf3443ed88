"""The report for a terminal: a table of tolls, and below it what is open, in plain words.

It fits the width it is given by folding, never by cutting: a number or a name is always whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import Box
from rich.table import Table
from rich.text import Text

from reconcile.reports.outline import outline
from reconcile.reports.printable import one_line
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from reconcile.reports.outline import Entry, Row, Section
    from reconcile.reports.value import Report

UNWRAPPED = 1_000_000
"""A console width at which no line is folded: for what is not a terminal."""

RULES = Box("────\n    \n────\n    \n────\n────\n    \n────\n")
"""Rules above the head of a table, below it and below the last row; rich has ASCII where it must."""

_ROOMY = 110
_ROOM_FOR_WORDS = 40
"""From the first width on, each end has a column for its claims. Where the second is not left beside the
figures, a list stands in for the table.
"""

_WIDEST_LIST = 60
"""Where a list of claims folds, however wide the console is."""


def to_text(report: Report, console: Console, *, brief: bool = False) -> str:
    """Return what `render` would print on the console, with nothing trailing on any line."""
    return captured(console, lambda: render(report, console, brief=brief))


def captured(console: Console, printing: Callable[[], None]) -> str:
    """Return what is printed on a console, with nothing trailing on any line."""
    with console.capture() as capture:
        printing()
    return "".join(f"{line.rstrip(' ')}\n" for line in capture.get().rstrip("\n").split("\n"))


def render(report: Report, console: Console, *, brief: bool = False) -> None:
    """Print a report.

    Parameters
    ----------
    report
        The report of one case. None of its text is taken for markup or reaches the terminal as a control.
    console
        Where to print; its width, its colours and its encoding are respected.
    brief
        Whether to shorten long lists, each with a note of how much is left out.
    """
    content = outline(report, brief=brief)
    page = _Page(console)
    page.line(content.title, "bold")
    for line in content.head:
        page.line(line)
    page.tolls(content.rows)
    for remark in content.remarks:
        page.line(remark, "dim")
    for section in content.sections:
        page.section(section)


def open_number(number: int) -> Text:
    """Return a number of things that are open, faint where it is none."""
    return Text(str(number), "bold yellow" if number else "dim")


class _Page:
    """Prints the parts of an outline on a console, one below the other."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str, style: str = "") -> None:
        """Print one line."""
        self._console.print(self._text(text, style))

    def tolls(self, rows: tuple[Row, ...]) -> None:
        """Print the tolls in the widest way that fits."""
        if not rows:
            return
        side_by_side = self._table(rows, stacked=False)
        natural_width = self._console.measure(
            side_by_side, options=self._console.options.update(width=UNWRAPPED)
        ).maximum
        self._console.print()
        if self._console.width < _width_of_figures(rows) + _ROOM_FOR_WORDS:
            self._list(rows)
        elif self._console.width >= min(_ROOMY, natural_width):
            self._console.print(side_by_side)
        else:
            self._console.print(self._table(rows, stacked=True))

    def section(self, section: Section) -> None:
        """Print findings under their title, the labels in a column of their own."""
        self._console.print()
        self.line(section.title, "bold")
        grid = Table.grid(padding=(0, 2, 0, 0))
        if any(entry.label for entry in section.entries):
            grid.add_column(overflow="fold")
        grid.add_column(overflow="fold")
        for entry in section.entries:
            labels = [self._text(entry.label, "bold cyan")] if len(grid.columns) > 1 else []
            grid.add_row(*labels, self._entry(entry))
        self._console.print(grid)
        if section.left_out:
            self.line(section.left_out)

    def _entry(self, entry: Entry) -> Text:
        lines = [self._text(entry.text), *map(self._text, entry.lines)]
        if entry.aside:
            lines.append(self._text(entry.aside, "dim"))
        return Text("\n", overflow="fold").join(lines)

    def _table(self, rows: tuple[Row, ...], *, stacked: bool) -> Table:
        """Lay the tolls out as a table; `stacked`, with the claims that carry a toll under its name."""
        disagreements = any(row.disagreements for row in rows)
        table = Table(box=RULES, pad_edge=False, header_style="bold", leading=int(stacked))
        table.add_column("Toll, and what it rests on" if stacked else "Toll", overflow="fold", min_width=12)
        for title in ("Lower", "Upper", "Open\nquestions", *(["Dis-\nagree"] if disagreements else [])):
            table.add_column(title, justify="right", no_wrap=True)
        for title in () if stacked else ("Lower rests on", "Upper rests on"):
            table.add_column(title, overflow="fold", max_width=_WIDEST_LIST)
        for row in rows:
            table.add_row(
                self._with_carriers(row) if stacked else self._text(row.toll),
                self._text(row.lower, "bold"),
                self._text(row.upper, "bold"),
                open_number(row.questions),
                *([open_number(row.disagreements)] if disagreements else []),
                *([] if stacked else map(self._text, (row.lower_claims, row.upper_claims))),
            )
        return table

    def _with_carriers(self, row: Row) -> Text:
        if row.lower_claims == row.upper_claims:
            carriers = [f"both: {row.lower_claims}"]
        else:
            carriers = [f"lower: {row.lower_claims}", f"upper: {row.upper_claims}"]
        return Text("\n").join([self._text(row.toll, "bold"), *(self._text(line, "dim") for line in carriers)])

    def _list(self, rows: tuple[Row, ...]) -> None:
        """Print the tolls one below the other."""
        for row in rows:
            self.line(row.toll, "bold")
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column()
            grid.add_column(overflow="fold")
            for end, bound, claims in (
                ("lower", row.lower, row.lower_claims),
                ("upper", row.upper, row.upper_claims),
            ):
                grid.add_row(f"  {end}", self._text(bound, "bold").append(f"  {self._text(claims)}", "not bold"))
            grid.add_row("  open", counted(row.questions, "question"))
            if row.disagreements:
                grid.add_row("", counted(row.disagreements, "disagreement"))
            self._console.print(grid)
            self._console.print()

    def _text(self, text: str, style: str = "") -> Text:
        return Text(one_line(text, self._console.encoding), style, overflow="fold")


def _width_of_figures(rows: tuple[Row, ...]) -> int:
    """Return how many columns of the console the figures take in a table, with the space between them."""
    columns = [["Lower"], ["Upper"], ["questions"]]
    for row in rows:
        columns[0].append(row.lower)
        columns[1].append(row.upper)
    if any(row.disagreements for row in rows):
        columns.append(["agree"])
    return sum(max(map(len, column)) + 3 for column in columns)

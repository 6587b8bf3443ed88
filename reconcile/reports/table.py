"""The report for a terminal: a table of tolls, and below it what is open, in plain words.

It fits the width it is given by folding, never by cutting: a number or a name is always whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from reconcile.reports.outline import BRIEF, FULL, outline
from reconcile.reports.terminal import RULES, UNWRAPPED, captured, cell, natural_width, open_number
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from reconcile.reports.outline import Entry, Outline, Row, Section
    from reconcile.reports.value import Report

_ROOM_FOR_WORDS = 40
"""Columns of the console that figures, and the labels of findings, have to leave for words beside them; or else they
stand in lines of their own.
"""

_WIDEST_LIST = 60
_WIDEST_TABLE = 300
"""Where a list of claims folds, however wide the terminal is; and the widest table that goes to a pipe, where nothing
folds.
"""


def to_text(report: Report, console: Console, *, brief: bool = False) -> str:
    """Return a report as text.

    Parameters
    ----------
    report
        The report of one case. None of its text is taken for markup or reaches the terminal as a control.
    console
        Where it is to be shown; its width, its colours and its encoding are respected.
    brief
        Whether to shorten long lists, each with a note of how much is left out.
    """
    return captured(console, lambda: _print(outline(report, BRIEF if brief else FULL), console))


def _print(content: Outline, console: Console) -> None:
    page = _Page(console)
    page.line(content.title, "bold")
    for line in content.head:
        page.line(line)
    page.tolls(content.rows)
    page.remarks(content.remarks)
    for section in content.sections:
        page.section(section)


class _Page:
    """Prints the parts of an outline on a console, one below the other."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._listed = False

    def line(self, text: str, style: str = "") -> None:
        """Print one line."""
        self._console.print(self._text(text, style))

    def tolls(self, rows: tuple[Row, ...]) -> None:
        """Print the tolls in the widest way that fits."""
        if not rows:
            return
        width = self._console.width
        side_by_side = self._table(rows, stacked=False)
        natural = natural_width(side_by_side, self._console)
        self._console.print()
        if width < self._width_of_figures(rows) + _ROOM_FOR_WORDS or (width == UNWRAPPED and natural > _WIDEST_TABLE):
            self._list(rows)
            self._listed = True
        elif width >= natural:
            self._console.print(side_by_side)
        else:
            self._console.print(self._table(rows, stacked=True))

    def remarks(self, remarks: tuple[str, ...]) -> None:
        """Print remarks on the tolls: right below the rule that ends a table, and apart from a list."""
        if remarks and self._listed:
            self._console.print()
        for remark in remarks:
            self.line(remark, "dim")

    def section(self, section: Section) -> None:
        """Print findings under their title, the labels in a column of their own where that leaves room for words."""
        self._console.print()
        self.line(section.title, "bold")
        labels = [self._text(entry.label, "bold cyan") for entry in section.entries]
        widest = max(label.cell_len for label in labels)
        if self._console.width == UNWRAPPED:
            self._unfolded(section.entries, widest)
        elif self._console.width - widest < _ROOM_FOR_WORDS and widest > self._console.width / 5:
            for label, entry in zip(labels, section.entries, strict=True):
                self._console.print(label)
                self._console.print(Padding(self._entry(entry), (0, 0, 0, 2)))
        else:
            grid = Table.grid(padding=(0, 2, 0, 0))
            for _ in range(1 + bool(widest)):
                grid.add_column(overflow="fold")
            for label, entry in zip(labels, section.entries, strict=True):
                grid.add_row(*([label] if widest else []), self._entry(entry))
            self._console.print(grid)
        if section.left_out:
            self.line(section.left_out)

    def _unfolded(self, entries: Iterable[Entry], widest: int) -> None:
        """Print findings where nothing folds: there may be hundreds of thousands of lines, too many for a grid."""
        margin = " " * (widest + 2 if widest else 0)
        label_style, aside_style = map(self._console.get_style, ("bold cyan", "dim"))
        for entry in entries:
            label = self._text(entry.label)
            lines = (self._text(line).plain for line in (entry.text, *entry.lines))
            parts = [Segment(label.plain, label_style), Segment(margin[label.cell_len :])]
            parts.append(Segment(f"\n{margin}".join(lines)))
            if entry.aside:
                parts += [Segment(f"\n{margin}"), Segment(self._text(entry.aside).plain, aside_style)]
            self._console.print(Segments([*parts, Segment.line()]), crop=False)

    def _entry(self, entry: Entry) -> Text:
        lines = [self._text(entry.text), *map(self._text, entry.lines)]
        if entry.aside:
            lines.append(self._text(entry.aside, "dim"))
        return Text("\n", overflow="fold").join(lines)

    def _table(self, rows: tuple[Row, ...], *, stacked: bool) -> Table:
        """Lay the tolls out as a table; `stacked`, with the claims that carry a toll under its name."""
        disagreements = any(row.disagreements for row in rows)
        widest_list = None if self._console.width == UNWRAPPED else _WIDEST_LIST
        table = Table(box=RULES, pad_edge=False, header_style="bold", leading=int(stacked))
        table.add_column("Toll, and what it rests on" if stacked else "Toll", overflow="fold", min_width=12)
        for title in ("Lower", "Upper", "Open\nquestions", *(["Dis-\nagree"] if disagreements else [])):
            table.add_column(title, justify="right", no_wrap=True)
        for title in () if stacked else ("Lower rests on", "Upper rests on"):
            table.add_column(title, overflow="fold", max_width=widest_list)
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
        """Print the tolls one below the other, a line for each thing that is known of one."""
        for at, row in enumerate(rows):
            if at:
                self._console.print()
            self.line(row.toll, "bold")
            lower, upper = self._text(row.lower, "bold"), self._text(row.upper, "bold")
            bounds = max(lower.cell_len, upper.cell_len)
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column()
            grid.add_column(overflow="fold")
            for end, bound, claims in (("lower", lower, row.lower_claims), ("upper", upper, row.upper_claims)):
                bound.pad_right(bounds - bound.cell_len + 2)
                grid.add_row(f"  {end}", bound.append(self._text(claims).plain, "not bold"))
            grid.add_row("  open", self._open(row))
            self._console.print(grid)

    def _open(self, row: Row) -> str:
        also = f", {counted(row.disagreements, 'disagreement')}" if row.disagreements else ""
        return counted(row.questions, "question") + also

    def _width_of_figures(self, rows: tuple[Row, ...]) -> int:
        """Return how many columns of the console the figures take in a table, with the space between them."""
        columns = [["Lower", *(row.lower for row in rows)], ["Upper", *(row.upper for row in rows)], ["questions"]]
        if any(row.disagreements for row in rows):
            columns.append(["agree"])
        return sum(max(self._text(text).cell_len for text in column) + 3 for column in columns)

    def _text(self, text: str, style: str = "") -> Text:
        return cell(text, self._console, style)

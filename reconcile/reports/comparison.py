"""Variants of a case side by side, for a terminal: a column a variant, or a list where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reconcile.reports.terminal import RULES, captured, cell, natural_width
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from rich.console import Console

    from reconcile.reports.studied import Comparison

MARK = "*"
"""Stands beside what differs from the case as it is: colour alone would not do."""

_INDENT = 2
"""Columns by which a variant stands further in than its toll."""


def to_text(found: Comparison, console: Console) -> str:
    """Return a comparison as text as wide as the console."""

    def printing() -> None:
        console.print(cell(found.title, console, "bold"))
        console.print(cell(found.path, console))
        console.print()
        if not found.questions:
            console.print("No claims, and so no tolls.")
            return
        table = _table(found, console)
        console.print(table if natural_width(table, console) <= console.width else _list(found, console))
        if len(found.variants) == 1:
            console.print("Nothing to compare with: no option given changes anything.", style="dim")
        else:
            console.print(f"{MARK} differs from the case as it is", style="dim")

    return captured(console, printing)


def _table(found: Comparison, console: Console) -> Table:
    table = Table(box=RULES, pad_edge=False, header_style="bold")
    table.add_column("Toll", no_wrap=True)
    for variant in found.variants:
        table.add_column(cell(variant.name, console), justify="right", no_wrap=True)
    for at, asked in enumerate(found.questions):
        table.add_row(
            cell(asked.title, console), *(_figure(found, each, at, console) for each in range(len(found.variants)))
        )
    return table


def _list(found: Comparison, console: Console) -> Table:
    """Put below each toll the variants that move it, and how many do not."""
    figures = (
        _figure(found, each, at, console) for at in range(len(found.questions)) for each in range(len(found.variants))
    )
    room = max(console.width - max(figure.cell_len for figure in figures) - 2 - _INDENT, _INDENT)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(no_wrap=True, justify="right")
    for at, asked in enumerate(found.questions):
        grid.add_row(cell(asked.title, console, "bold"), _figure(found, 0, at, console))
        moving = [each for each, variant in enumerate(found.variants) if found.changed(variant, at)]
        for each in moving:
            name = _folded(cell(found.variants[each].name, console), room)
            grid.add_row(Padding(name, (0, 0, 0, _INDENT)), _figure(found, each, at, console))
        if rest := len(found.variants) - 1 - len(moving):
            grid.add_row(Padding(Text(f"{counted(rest, 'variant')} alike", "dim"), (0, 0, 0, _INDENT)), "")
    return grid


def _folded(name: Text, room: int) -> Text:
    """Fold a name of which a word has no room on a line within that word, so that none before it stands alone."""
    if all(cell_len(word) <= room for word in name.plain.split()):
        return name
    return Text("\n".join(line.strip() for line in chop_cells(name.plain, room)), name.style)


def _figure(found: Comparison, variant: int, question: int, console: Console) -> Text:
    chosen = found.variants[variant]
    figure = str(chosen.figures[question])
    if found.changed(chosen, question):
        return cell(f"{MARK} {figure}", console, "bold yellow")
    return cell(figure, console)

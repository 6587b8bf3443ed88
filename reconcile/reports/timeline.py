"""A case over time, for a terminal: under each toll a line a moment, with its bounds drawn to scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table

from reconcile.reports.terminal import captured, cell
from reconcile.reports.wording import cause, in_a_row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from reconcile.reports.studied import Figure, Step, Timeline

START = "at the start"
"""When the claims without a time came in."""

_SURE, _POSSIBLE = "█░"
"""Signs of the chart."""

_WIDTH = 24
_NARROW, _CRAMPED = 90, 60
"""Columns of the chart; the width below which a console has no room for one; and the width below which it has none
for the causes either, which then stand in lines of their own.
"""


def to_text(found: Timeline, console: Console) -> str:
    """Return a timeline as text as wide as the console. Moments that leave a toll alone are not shown under it."""

    def printing() -> None:
        console.print(cell(found.title, console, "bold"))
        console.print(cell(found.path, console))
        if not found.questions:
            console.print("\nNo claims, and so no tolls.")
        for at, asked in enumerate(found.questions):
            console.print()
            console.print(cell(asked.title, console, "bold"))
            if not any(moment.steps[at].causes for moment in found.moments):
                console.print("No claim answers this question.")
            elif console.width < _CRAMPED:
                _print_stacked(found, at, console)
            else:
                console.print(_steps(found, at, console))
        if found.questions and console.width >= _NARROW:
            console.print()
            console.print(cell(f"{_SURE} up to the lower bound, {_POSSIBLE} up to the upper", console, "dim"))

    return captured(console, printing)


def chart(figure: Figure, most: int) -> str:
    """Draw bounds to scale: solid up to the lower bound, light from there to the upper.

    Examples
    --------
    >>> from reconcile.reports.studied import Figure
    >>> chart(Figure(4, 7), 12)
    '████████░░░░░░'
    """
    if figure.lower is None or figure.upper is None:
        return ""
    lower, upper = (-(-end * _WIDTH // max(most, 1)) for end in (figure.lower, figure.upper))
    return _SURE * lower + _POSSIBLE * (upper - lower)


def _steps(found: Timeline, question: int, console: Console) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    with_chart = console.width >= _NARROW
    if with_chart:
        grid.add_column(no_wrap=True, min_width=_WIDTH)
    grid.add_column(overflow="fold")
    most = max((moment.steps[question].figure.upper or 0 for moment in found.moments), default=0)
    for moment in found.moments:
        step = moment.steps[question]
        if step.causes:
            drawing = [cell(chart(step.figure, most), console)] if with_chart else []
            when = cell(moment.at or START, console)
            grid.add_row(when, cell(str(step.figure), console, "bold"), *drawing, _causes(step, console))
    return grid


def _print_stacked(found: Timeline, question: int, console: Console) -> None:
    """Print moment and bounds in one line, and what moved them below."""
    for moment in found.moments:
        step = moment.steps[question]
        if step.causes:
            console.print(cell(f"{moment.at or START}: {step.figure}", console))
            console.print(Padding(_causes(step, console), (0, 0, 0, 2)))


def _causes(step: Step, console: Console) -> Text:
    return cell(in_a_row(map(cause, step.causes)), console)

"""A case over time, for a terminal: under each toll a line a moment, with its bounds drawn to scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from reconcile.reports.printable import one_line
from reconcile.reports.table import captured
from reconcile.reports.wording import cause, in_a_row

if TYPE_CHECKING:
    from rich.console import Console

    from reconcile.reports.studied import Figure, Step, Timeline

START = "at the start"
"""When the claims without a time came in."""

_WIDTH = 24
_NARROW = 70
"""Columns of the chart, and the width of a console that has no room for one."""


def to_text(found: Timeline, console: Console) -> str:
    """Return a timeline as text as wide as the console. Moments that leave a toll alone are not shown under it."""

    def printing() -> None:
        console.print(_text(found.title, console, "bold"))
        console.print(_text(found.path, console))
        if not found.questions:
            console.print("\nNo claims, and so no tolls.")
        for at, asked in enumerate(found.questions):
            console.print()
            console.print(_text(asked.title, console, "bold"))
            console.print(_steps(found, at, console))
        if found.questions and console.width >= _NARROW:
            sure, possible = _signs(console.encoding)
            console.print()
            console.print(_text(f"{sure} up to the lower bound, {possible} up to the upper", console, "dim"))

    return captured(console, printing)


def chart(figure: Figure, most: int, encoding: str = "utf-8") -> str:
    """Draw bounds to scale: solid up to the lower bound, light from there to the upper.

    Examples
    --------
    >>> from reconcile.reports.studied import Figure
    >>> chart(Figure(4, 7), 12, "ascii")
    '########------'
    """
    if figure.lower is None or figure.upper is None:
        return ""
    sure, possible = _signs(encoding)
    lower, upper = (-(-end * _WIDTH // max(most, 1)) for end in (figure.lower, figure.upper))
    return sure * lower + possible * (upper - lower)


def _steps(found: Timeline, question: int, console: Console) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    with_chart = console.width >= _NARROW
    if with_chart:
        grid.add_column(no_wrap=True, min_width=_WIDTH)
    grid.add_column(overflow="fold")
    most = max(moment.steps[question].figure.upper or 0 for moment in found.moments)
    for moment in found.moments:
        step = moment.steps[question]
        if step.causes:
            drawing = [Text(chart(step.figure, most, console.encoding))] if with_chart else []
            when = _text(moment.at or START, console)
            grid.add_row(when, _text(str(step.figure), console, "bold"), *drawing, _causes(step, console))
    return grid


def _causes(step: Step, console: Console) -> Text:
    return _text(in_a_row(map(cause, step.causes)), console)


def _signs(encoding: str) -> tuple[str, str]:
    try:
        "█░".encode(encoding)
    except UnicodeEncodeError:
        return "#", "-"
    return "█", "░"


def _text(text: str, console: Console, style: str = "") -> Text:
    return Text(one_line(text, console.encoding), style, overflow="fold")

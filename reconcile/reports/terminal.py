"""What the pages for a terminal share: how text gets into a cell, what rules look like, how it is all captured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.box import Box
from rich.text import Text

from reconcile.reports.printable import isolated, one_line, spelt

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.table import Table

UNWRAPPED = 1_000_000
"""A console width at which no line is folded: for what is not a terminal."""

RULES = Box("────\n    \n────\n    \n────\n────\n    \n────\n", ascii=True)
"""Rules above the head of a table, below it and below the last row. It passes for ASCII, or rich would put another
box in its place: what an encoding lacks is spelt when the text is captured.
"""

_LONE_JOINER = re.compile("\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
"""A zero-width joiner with no emoji behind it. Rich takes it, and whatever is behind it, to need no room: that is true
of emoji, and would move the columns behind letters.
"""


def captured(console: Console, printing: Callable[[], None]) -> str:
    """Return what is printed on a console, in signs that its encoding has and with nothing trailing on any line."""
    with console.capture() as capture:
        printing()
    lines = spelt(capture.get(), console.encoding).rstrip("\n").split("\n")
    return "".join(f"{isolated(line.rstrip(' '), console.encoding)}\n" for line in lines)


def cell(text: str, console: Console, style: str = "") -> Text:
    """Return a text of a case, or about it, for a console; it folds where it must, and is never cut."""
    return Text(_LONE_JOINER.sub("", one_line(text, console.encoding)), style, overflow="fold")


def open_number(number: int) -> Text:
    """Return a number of things that are open, faint where it is none."""
    return Text(str(number), "bold yellow" if number else "dim")


def natural_width(table: Table, console: Console) -> int:
    """Return how many columns of a console a table takes where nothing in it is folded."""
    return console.measure(table, options=console.options.update(width=UNWRAPPED)).maximum

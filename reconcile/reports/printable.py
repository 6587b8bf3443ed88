"""Text from a case, as a line that can be printed: it cannot move the cursor or turn the line around."""

from __future__ import annotations

import re

from reconcile.casefile.diagnostics import printable
from reconcile.reports.signs import SPELT

_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
"""The blocks of Unicode whose letters run from right to left."""

_STRETCH = re.compile(rf"{_RIGHT_TO_LEFT}+(?:(?: (?! )|[-'’.\d\u200c\u200d])*{_RIGHT_TO_LEFT}+)*")
"""A name in such letters: words with a single space between them. Two spaces part columns, signs part names."""

ISOLATE, END = "\u2068", "\u2069"
"""First strong isolate, and the end of it: what stands between them leaves the order of the others alone."""


def one_line(text: str, encoding: str = "utf-8") -> str:
    r"""Return a text as one line that holds only what can be seen.

    White space becomes single spaces. What a terminal would obey is written as an escape (`\x1b`, `\u202e`), and so
    is what `encoding` has no character for; the signs of the report's own are then spelt in ASCII.
    """
    return spelt(printable(" ".join(text.split())), encoding)


def spelt(text: str, encoding: str) -> str:
    """Return a text in characters that the encoding has."""
    return text if text.isascii() else text.encode(encoding, SPELT).decode(encoding)


def isolated(line: str, encoding: str = "utf-8") -> str:
    r"""Return a finished line with each name that runs from right to left kept to itself.

    A terminal that turns such names around would otherwise turn the numbers behind them around as well. The marks
    take no room, so this comes after the layout: a name that is folded is isolated on each of its lines. They are
    left out where the encoding has none.

    Examples
    --------
    >>> isolated("killed · غزة  4  7").encode("ascii", "backslashreplace").decode()
    'killed \\xb7 \\u2068\\u063a\\u0632\\u0629\\u2069  4  7'
    """
    if line.isascii() or ISOLATE not in ISOLATE.encode(encoding, "replace").decode(encoding):
        return line
    return _STRETCH.sub(rf"{ISOLATE}\g<0>{END}", line)

"""Text from a case or from a user, as one line that can be printed: it cannot move a cursor or turn a line around."""

from __future__ import annotations

from reconcile.casefile.diagnostics import printable

_ASCII = str.maketrans({"–": "-", "—": "-", "·": "|", "≥": ">=", "≤": "<=", "…": "...", "’": "'", "“": '"', "”": '"'})


def one_line(text: str, encoding: str = "utf-8") -> str:
    r"""Return a text as one line that holds only what can be seen.

    White space becomes single spaces. What a terminal would obey is written as an escape (`\x1b`, `\u202e`),
    and so is what `encoding` has no character for, but for the report's own signs, which have ASCII equivalents.
    """
    line = printable(" ".join(text.split()))
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return line.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return line

"""Text from a case, as a line that can be printed: it cannot move the cursor or turn the line around."""

from __future__ import annotations

from reconcile.casefile.diagnostics import printable

_ASCII = str.maketrans({"–": "-", "—": "-", "·": "/", "≥": ">=", "≤": "<=", "…": "...", "’": "'", "“": '"', "”": '"'})


def one_line(text: str, encoding: str = "utf-8") -> str:
    r"""Return a text as one line that holds only what can be seen.

    White space becomes single spaces. What a terminal would obey is written as an escape (`\x1b`, `\u202e`),
    and so is what `encoding` has no character for, but for signs of the report's own.
    """
    line = printable(" ".join(text.split()))
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return line.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return line

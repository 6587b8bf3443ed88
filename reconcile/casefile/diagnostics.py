"""What is wrong with a file and where: one shape for every kind of fault, and one printer for all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.model import Origin

_SHOWN = 100
"""Characters of a line that are shown; a longer line is cut around the caret."""

_BEFORE_CARET = 60
"""Characters shown before the caret where a line is cut."""

_CLIPPED = 60
"""Characters of a user's word that a message repeats."""


class Severity(StrEnum):
    """Whether a fault stops the case from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault in one file.

    `code` is its stable name, `excerpt` the whole line of the file as it stands there, `hint` what to do
    about it.
    """

    code: str
    message: str
    origin: Origin
    excerpt: str
    hint: str | None = None
    severity: Severity = Severity.ERROR


def render(diagnostic: Diagnostic) -> str:
    """Return a diagnostic as plain text: where and what, the line with a caret, and the hint.

    Control characters, escape sequences and marks that reverse the direction of text come out escaped.
    """
    origin = diagnostic.origin
    lines = [f"{origin}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"]
    if diagnostic.excerpt.strip():
        shown, caret = _excerpt(diagnostic.excerpt, origin.column)
        gutter = f"{origin.line:>4}"
        lines += [f"{gutter} | {shown}", f"{' ' * len(gutter)} | {caret}"]
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return "\n".join(map(printable, lines))


def to_json(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    """Return a diagnostic as a flat value for `json.dumps`; line and column count from 1."""
    return {
        "file": diagnostic.origin.path,
        "line": diagnostic.origin.line,
        "column": diagnostic.origin.column,
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "excerpt": "".join(_window(diagnostic.excerpt, diagnostic.origin.column)),
    }


def diagnostic_at(
    origin: Origin,
    code: str,
    message: str,
    hint: str | None = None,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """Return a diagnostic for a place in a file that was read before, with the line fetched anew.

    The line is left out where the file can no longer be read.
    """
    return Diagnostic(code, message, origin, line_of(lines_of(origin.path), origin.line), hint, severity)


def lines_of(path: str) -> list[str]:
    """Return the lines of a file that was read before; none where it can no longer be read."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    return split_lines(text)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends, parted where YAML 1.2 parts them and nowhere else."""
    return re.split(r"\r\n|\r|\n", text)


def line_of(lines: list[str], number: int) -> str:
    """Return a line by its number, counted from 1; the empty text behind the last line."""
    return lines[number - 1] if number <= len(lines) else ""


def quoted(text: str) -> str:
    """Return a user's word as a message repeats it: in backticks, and not longer than a reader can bear."""
    return f"`{text if len(text) <= _CLIPPED else text[:_CLIPPED] + '…'}`"


def printable(text: str) -> str:
    """Return a text that a terminal shows and never obeys: whatever is invisible is escaped."""
    return text if text.isascii() and text.isprintable() else "".join(map(_escaped, text))


def visible(text: str) -> str:
    """Return a stretch of a line with its tabs visible, and everything a terminal would obey escaped."""
    return printable(text.replace("\t", "→   "))


def _escaped(character: str) -> str:
    if character in "\u200c\u200d":  # joiners are part of Persian, Hindi and emoji spelling
        return character
    if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    return character.encode("ascii", "backslashreplace").decode() if character > "\x7f" else f"\\x{ord(character):02x}"


def _excerpt(line: str, column: int) -> tuple[str, str]:
    """Return what is shown of a line, and the caret's line under it."""
    from rich.cells import cell_len  # noqa: PLC0415 - a sound file is read without it

    before, behind = map(visible, _window(line, column))
    return before + behind, " " * cell_len(before) + "^"


def _window(line: str, column: int) -> tuple[str, str]:
    """Return a line before and from a column; of a long line, what stands around the column."""
    at = min(column - 1, len(line))
    start = max(0, at - _BEFORE_CARET) if len(line) > _SHOWN else 0
    end = start + _SHOWN
    return "…" * (start > 0) + line[start:at], line[at:end] + "…" * (end < len(line))

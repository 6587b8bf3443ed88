"""The records of a delimited text: where each one stands, and which are broken.

pandas reads such a text quickly, but it does not tell lines, and gives up on a quote that is never closed.
So the text is divided into records first, and pandas gets those that are sound.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile.files import forbidden_character
from reconcile.tables.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator


class Records(NamedTuple):
    """Sound records: their text, the line that each starts in, and the most cells that one has."""

    text: str
    lines: list[int]
    width: int


def divide(text: str, delimiter: str, path: str, faults: list[Fault]) -> Records:
    """Return the sound records of a text; blank ones are left out, and the broken go to `faults`.

    Parameters
    ----------
    text
        RFC 4180, with any line ends. The first sound record says how many cells a record has.
    delimiter
        What stands between cells.
    path
        What the faults call the file.
    faults
        Takes what is wrong, in the order of the lines.
    """
    lines = list(io.StringIO(text, newline=""))
    sound: list[str] = []
    starts: list[int] = []
    columns = width = 0
    for start, end, cells, error in _records(lines, delimiter):
        record = "".join(lines[start:end])
        columns = columns or len(cells)
        why = error or _why_broken(record, cells[columns:], columns)
        if why:
            faults.append(Fault(path, start + 1, why))
        elif any(map(str.strip, cells)):
            sound.append(record)
            starts.append(start + 1)
            width = max(width, len(cells))
    return Records("".join(sound), starts, width)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, int, list[str], str | None]]:
    """Yield each record: its first line, the line behind it, its cells, and what its quotes are at fault for.

    Behind a fault, reading goes on at the very next line: a quote that is never closed costs one line.
    """
    start = 0
    while start < len(lines):
        offset = start
        reader = csv.reader((lines[at] for at in range(offset, len(lines))), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                end = offset + reader.line_num
                yield start, end, cells, None
                start = end
        except csv.Error:
            yield start, start + 1, [], _MISMATCHED
            start += 1


_MISMATCHED = "the quotes in this row do not match: close the cell, or write a quote in it twice"


def _why_broken(record: str, surplus: list[str], columns: int) -> str | None:
    if found := forbidden_character(record):
        return f"the control character U+{ord(found):04X} cannot stand in a case file: delete it"
    if any(map(str.strip, surplus)):
        return f"the row has {columns + len(surplus)} cells, and the header {columns}: is a quote missing?"
    return None

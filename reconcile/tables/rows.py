"""Tables as rows of text with the line of each: from delimited text or from a sheet of Excel's."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from reconcile.casefile.files import forbidden_character
from reconcile.reports.csv import unguarded
from reconcile.tables.faults import Fault, TableError, missing_library
from reconcile.tables.records import divide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reconcile.tables.records import Records

EXCEL = (".xlsx", ".xlsm")
"""Suffixes of the files that are read as Excel's."""

_CHUNK = 10_000
"""Rows that pandas reads at a time."""

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line where it starts, and its cells as text; a row may be shorter than the header."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A table being read: its header, the HXL tags below it or none, the rows, which can be taken once.

    `faults` holds the rows that could not be read; it is complete when all rows were taken.
    """

    path: str
    header: tuple[str, ...]
    tags: tuple[str, ...]
    rows: Iterator[Row]
    faults: list[Fault] = field(default_factory=list)


def read_delimited(path: Path, *, delimiter: str | None = None, encoding: str = "utf-8-sig") -> Table:
    """Read a table of delimited text.

    Parameters
    ----------
    path
        The file.
    delimiter
        What stands between cells; guessed from the header if None.
    encoding
        The encoding of the file.

    Raises
    ------
    TableError
        If there is no table in it.
    """
    text = _decoded(path, encoding)
    delimiter = delimiter or _guessed_delimiter(path, text)
    faults: list[Fault] = []
    records = divide(text, delimiter, path.as_posix(), faults)
    return _table(path, _parsed(records, delimiter), faults)


def read_excel(path: Path, *, sheet: str | None = None) -> Table:
    """Read a sheet of a workbook: the first, or the one of a name.

    Numbers and dates become the text that a case has for them; a time at midnight is taken for a bare date.

    Raises
    ------
    TableError
        If there is no table in it.
    """
    import pandas as pd  # noqa: PLC0415 - loaded where a table is read

    try:
        frame = pd.read_excel(
            path, sheet_name=sheet or 0, header=None, dtype=object, keep_default_na=False, engine="openpyxl"
        )
    except ImportError as error:
        raise missing_library("openpyxl", "an Excel file") from error
    except OSError as error:
        raise TableError(f"{path}: {error.strerror or error}") from error
    except Exception as error:  # a damaged workbook makes openpyxl raise whatever comes to hand
        raise TableError(f"{path}: this cannot be read as an Excel workbook: {error}") from error
    faults: list[Fault] = []
    return _table(path, _sound_rows(path, frame.itertuples(index=False, name=None), faults), faults)


def _decoded(path: Path, encoding: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: {error.strerror}") from error
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{path}:{line}: this is not {encoding.removesuffix('-sig')} text: save the file as CSV UTF-8, or name "
            "its encoding with --encoding"
        ) from error
    except LookupError as error:
        raise TableError(f"no encoding is called `{encoding}`") from error


def _guessed_delimiter(path: Path, text: str) -> str:
    """Return the sign that the first line has most of; a tab for a file whose name says so."""
    if path.suffix.lower() in (".tsv", ".tab"):
        return "\t"
    first = text.lstrip().partition("\n")[0]
    return max(",;\t|", key=first.count)


def _parsed(records: Records, delimiter: str) -> Iterator[Row]:
    if not records.lines:
        return
    import pandas as pd  # noqa: PLC0415 - as above

    chunks = pd.read_csv(
        io.StringIO(records.text, newline=""),
        sep=delimiter,
        header=None,
        names=list(range(records.width)),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        chunksize=_CHUNK,
    )
    at = iter(records.lines)
    for chunk in chunks:
        for cells in chunk.itertuples(index=False, name=None):
            yield Row(next(at), tuple(unguarded(cell) if isinstance(cell, str) else "" for cell in cells))


def _sound_rows(path: Path, rows: Iterator[tuple[object, ...]], faults: list[Fault]) -> Iterator[Row]:
    for line, values in enumerate(rows, 1):
        cells = tuple(unguarded(_text(value)) for value in values)
        if found := forbidden_character("".join(cells)):
            message = f"the control character U+{ord(found):04X} cannot stand in a case file: delete it"
            faults.append(Fault(path.as_posix(), line, message))
        elif any(map(str.strip, cells)):
            yield Row(line, cells)


def _text(value: object) -> str:
    """Return a cell of a sheet as text that says the same."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else "" if value != value else str(value)  # noqa: PLR0124 - NaN
        case datetime():
            return (value.date() if value.time() == time() else value).isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _table(path: Path, rows: Iterator[Row], faults: list[Fault]) -> Table:
    """Take the header, and the HXL tags if there are any, off the rows."""
    header = next(rows, None)
    if header is None:
        raise TableError(f"{path}: there is no table in it: the first row names the columns")
    second = header if _is_tags(header) else next(rows, None)
    tags = second.cells if second and _is_tags(second) else ()
    return Table(path.as_posix(), header.cells, tags, _with_first(None if tags else second, rows), faults)


def _is_tags(row: Row) -> bool:
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return bool(cells) and all(_TAG.fullmatch(cell) for cell in cells)


def _with_first(first: Row | None, rows: Iterator[Row]) -> Iterator[Row]:
    if first:
        yield first
    yield from rows

"""Data frames as files: CSV, Excel and Parquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reconcile.reports.csv import guarded
from reconcile.tables.export import TABLES
from reconcile.tables.faults import TableError, missing_library

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
"""What a sheet of Excel's can hold; openpyxl cuts a longer text without a word."""


def to_csv(name: str, frame: pd.DataFrame, *, hxl: bool = False) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8), truths as `true` and `false`; `hxl` adds the row of tags."""
    plain = _guarded(frame)
    for column in _columns(plain, "boolean"):
        plain[column] = plain[column].map({True: "true", False: "false"}).astype("string")
    return _with_tags(name, plain, hxl=hxl).to_csv(index=False, lineterminator="\r\n").encode()


def to_excel(frames: Mapping[str, pd.DataFrame], *, hxl: bool = False) -> bytes:
    """Return tables as a workbook, a sheet each; `hxl` adds the row of tags.

    Raises
    ------
    TableError
        If a table is too long for Excel, or a text, or openpyxl is missing.
    """
    import pandas as pd  # noqa: PLC0415 - loaded where a table is written

    for name, frame in frames.items():
        _check_size(name, frame)
    stream = io.BytesIO()
    try:
        with pd.ExcelWriter(stream, engine="openpyxl") as writer:
            for name, frame in frames.items():
                _with_tags(name, _guarded(frame), hxl=hxl).to_excel(writer, sheet_name=name, index=False)
                writer.sheets[name].freeze_panes = "B3" if hxl else "B2"
    except ImportError as error:
        raise missing_library("openpyxl", "an Excel file") from error
    return stream.getvalue()


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Return a table as Parquet.

    Raises
    ------
    TableError
        If pyarrow is missing.
    """
    stream = io.BytesIO()
    try:
        frame.to_parquet(stream, engine="pyarrow", index=False)
    except ImportError as error:
        raise missing_library("pyarrow", "a Parquet file") from error
    return stream.getvalue()


def _columns(frame: pd.DataFrame, dtype: str) -> list[str]:
    return [name for name in frame.columns if frame[name].dtype == dtype]


def _guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of which no cell is run as a formula."""
    plain = frame.copy()
    for column in _columns(plain, "string"):
        plain[column] = plain[column].map(guarded, na_action="ignore").astype("string")
    return plain


def _with_tags(name: str, frame: pd.DataFrame, *, hxl: bool) -> pd.DataFrame:
    """Return a table with its HXL tags as the first row."""
    if not hxl:
        return frame
    import pandas as pd  # noqa: PLC0415 - as above

    tags = pd.DataFrame([[column.tag for column in TABLES[name].columns]], columns=frame.columns, dtype=object)
    return pd.concat([tags, frame.astype(object)], ignore_index=True)


def _check_size(name: str, frame: pd.DataFrame) -> None:
    advice = "write csv or parquet instead"
    if len(frame) + 2 > _MOST_ROWS:
        raise TableError(f"the {name} are {len(frame):,} rows, more than a sheet of Excel's can hold: {advice}")
    for column in _columns(frame, "string"):
        if (frame[column].str.len() > _LONGEST_CELL).any():
            raise TableError(f"a text in {name}, {column}, is longer than a cell of Excel's can be: {advice}")

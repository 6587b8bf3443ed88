"""What can go wrong with a table: as a whole, or in one of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.casefile.diagnostics import printable


class TableError(Exception):
    """A table that cannot be read or written at all; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row; `line` counts the lines of the file (the rows of a sheet) from 1."""

    path: str
    line: int
    message: str
    column: str | None = None

    def __str__(self) -> str:
        column = f"{self.column}: " if self.column else ""
        return printable(f"{self.path}:{self.line}: error: {column}{self.message}")


def missing_library(library: str, what: str) -> TableError:
    """Return the error that says what to install."""
    return TableError(f"{what} needs {library}: pip install 'reconcile[tables]'")

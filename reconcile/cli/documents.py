"""Results as one document, piece by piece: no more than a report at a time is held in memory."""

from __future__ import annotations

import io
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from reconcile.cli.output import LikeStandardOutput
from reconcile.reports import csv, json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from reconcile.cli.work import Result
    from reconcile.reports.value import Report

_BETWEEN_TABLES = "\n\n"
_IN_MEMORY = 16 * 1024 * 1024
_AT_ONCE = 1024 * 1024
"""Bytes of tables that are kept in memory while the summary is not complete, and that are then copied at once."""


def document(results: Iterable[Result], form: str, *, several: bool, on_screen: bool) -> Iterator[bytes]:
    """Yield a document of all reports; nothing where there is none.

    Parameters
    ----------
    results
        The results, in the order of the document.
    form
        `table`, `json` or `csv`.
    several
        Whether the cases are to be summed up in a table first.
    on_screen
        Whether the document is for standard output, which may be a terminal, and not for a file.
    """
    if form == "table":
        yield from _tables(results, several=several, on_screen=on_screen)
        return
    reports = (result.report for result in results if result.report)
    first = next(reports, None)
    if first is None:
        return
    for piece in (json if form == "json" else csv).pieces(_with_first(first, reports)):
        yield piece.encode("utf-8", "backslashreplace")


def _with_first(first: Report, others: Iterator[Report]) -> Iterator[Report]:
    yield first
    yield from others


def _tables(results: Iterable[Result], *, several: bool, on_screen: bool) -> Iterator[bytes]:
    """Yield each report as a table; those of several cases, below a table that sums them up."""
    from reconcile.reports import summary, table  # noqa: PLC0415 - only tables need rich

    console, brief = _screen() if on_screen else (_file(), False)
    encoding = console.encoding if on_screen else "utf-8"
    texts = ((result, result.report and table.to_text(result.report, console, brief=brief)) for result in results)
    if not several:
        yield from (text.encode(encoding, "backslashreplace") for _, text in texts if text)
        return
    cases: list[summary.CaseLines] = []
    with SpooledTemporaryFile(_IN_MEMORY) as details:
        for result, text in texts:
            cases.append(summary.summed_up(result.path.as_posix(), result.report))
            if text:
                details.write((_BETWEEN_TABLES + text).encode(encoding, "backslashreplace"))
        if details.tell():
            yield summary.to_text(cases, console).encode(encoding, "backslashreplace")
        details.seek(0)
        while block := details.read(_AT_ONCE):
            yield block


def _screen() -> tuple[Console, bool]:
    """Return a console as wide as the terminal, and whether to be brief; a pipe gets all in full."""
    from rich.console import Console  # noqa: PLC0415 - as above

    from reconcile.reports.table import UNWRAPPED  # noqa: PLC0415

    output = LikeStandardOutput()
    terminal = output.isatty()
    return Console(file=output, width=None if terminal else UNWRAPPED), terminal


def _file() -> Console:
    """Return a console for a file: as wide as need be, and without colour whatever the environment says."""
    from rich.console import Console  # noqa: PLC0415 - as above

    from reconcile.reports.table import UNWRAPPED  # noqa: PLC0415

    return Console(file=io.StringIO(), width=UNWRAPPED, force_terminal=False)

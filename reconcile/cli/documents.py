"""Results as one document, piece by piece: no more than a report at a time is held in memory."""

from __future__ import annotations

import io
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from reconcile.cli.output import LikeStandardOutput, screen
from reconcile.reports import csv, json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from reconcile.cli.work import Result

_BETWEEN_TABLES = "\n\n"
_IN_MEMORY = 16 * 1024 * 1024
_AT_ONCE = 1024 * 1024
"""Bytes of tables that are kept in memory while the summary is not complete, and that are then copied at once."""


def document(
    results: Iterable[Result], form: str, *, several: bool, on_screen: bool, width: int | None = None
) -> Iterator[bytes]:
    """Yield a document of all reports; nothing where there is none.

    Parameters
    ----------
    results
        The results, in the order of the document.
    form
        `table`, `json`, `csv`, `html` or `markdown`.
    several
        Whether the cases are to be summed up in a table first.
    on_screen
        Whether the document is for standard output, which may be a terminal, and not for a file.
    width
        How wide tables are, if not as wide as the terminal or as need be.
    """
    if form == "table":
        brief = on_screen and LikeStandardOutput().isatty()
        yield from _tables(results, screen(width) if on_screen else _file(width), several=several, brief=brief)
        return
    reported = (result for result in results if result.report)
    first = next(reported, None)
    if first is None:
        return
    for piece in _pieces(chain([first], reported), form):
        yield piece.encode("utf-8", "backslashreplace")


def _pieces(results: Iterable[Result], form: str) -> Iterator[str]:
    reports = (result.report for result in results if result.report)
    dossiers = (result.dossier for result in results if result.dossier)
    match form:
        case "html":
            from reconcile.reports import html  # noqa: PLC0415 - slow to load, and for pages alone

            return html.pieces(dossiers)
        case "markdown":
            from reconcile.reports import markdown  # noqa: PLC0415 - as above

            return markdown.pieces(dossiers)
        case "json":
            return json.pieces(reports)
        case _:
            return csv.pieces(reports)


def _tables(results: Iterable[Result], console: Console, *, several: bool, brief: bool) -> Iterator[bytes]:
    """Yield each report as a table; those of several cases, below a table that sums them up."""
    from reconcile.reports import summary, table  # noqa: PLC0415 - only tables need rich

    encoding = console.encoding
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


def _file(width: int | None) -> Console:
    """Return a console for a file: as wide as need be, and without colour whatever the environment says."""
    from rich.console import Console  # noqa: PLC0415 - as above

    from reconcile.reports.terminal import UNWRAPPED  # noqa: PLC0415

    return Console(file=io.StringIO(), width=width or UNWRAPPED, force_terminal=False)

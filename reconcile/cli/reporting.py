"""The work behind `reconcile CASE…`: read cases, report on each, write the reports, say how it went."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from reconcile import api
from reconcile.casefile.diagnostics import printable
from reconcile.cli.exits import Exit
from reconcile.cli.output import LikeStandardOutput, check_destination, emit, write_whole
from reconcile.cli.reading import read
from reconcile.reports import csv, json
from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reconcile.reports.value import Report


_BETWEEN_TABLES = "\n\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for: `options` for every report, how to read, and where to write."""

    options: api.Options
    form: str
    output: Path | None = None
    strict: bool = False
    vague: str | None = None
    decisions: bool = True


@dataclass(slots=True)
class _Outcome:
    """How it went so far."""

    faulty: bool = False
    unproven: bool = False
    open: bool = False

    def exit_code(self, *, strict: bool) -> Exit:
        """Return the gravest exit code that applies."""
        if self.faulty:
            return Exit.FAULT
        if self.unproven:
            return Exit.LIMIT
        return Exit.OPEN if strict and self.open else Exit.REPORTED


def run(paths: list[Path], request: Request) -> Exit:
    """Report on cases.

    Parameters
    ----------
    paths
        The case files, in the order in which they are reported. One that has errors keeps the others from
        being written to a file, but not from being printed.
    request
        What to report, how, and where to.

    Returns
    -------
    Exit
        The exit code of the command.

    Raises
    ------
    Failure
        If the reports cannot be written.
    """
    outcome = _Outcome()
    reports = _reports(paths, request, outcome)
    if request.output:
        check_destination(request.output, paths)
        document = _document(list(reports), request.form)
        if outcome.faulty:
            click.echo(f"{request.output}: not written, as a case has errors", err=True)
        else:
            write_whole(request.output, document)
    elif request.form == "table":
        _print_tables(reports)
    elif finished := list(reports):
        emit(_document(finished, request.form))
    return outcome.exit_code(strict=request.strict)


def _reports(paths: list[Path], request: Request, outcome: _Outcome) -> Iterator[Report]:
    """Report on each case that can be reported; what stands against a case goes to standard error."""
    for path in paths:
        reading = read(path, vague=request.vague, decisions=request.decisions)
        reading.show()
        if reading.case is None:
            outcome.faulty = True
            continue
        try:
            report = api.report(reading.case, request.options)
        except api.OptionError as error:
            click.echo(printable(f"{path}: error: {error}"), err=True)
            outcome.faulty = True
            continue
        for note in report.notes:
            click.echo(printable(f"{path}: warning: {note}"), err=True)
        outcome.unproven |= any(toll.status is Status.LIMIT for toll in report.questions)
        outcome.open |= bool(report.ambiguities or report.disagreements)
        yield report


def _document(reports: list[Report], form: str) -> bytes:
    """Write the reports as one document."""
    match form:
        case "json":
            text = json.dumps(reports)
        case "csv":
            text = csv.dumps(reports)
        case _:
            text = _tables(reports)
    return text.encode("utf-8", "backslashreplace")


def _tables(reports: list[Report]) -> str:
    """Write the reports as tables for a file: whole, and without colour whatever the environment says."""
    from rich.console import Console  # noqa: PLC0415 - only tables need rich

    from reconcile.reports import table  # noqa: PLC0415

    console = Console(file=io.StringIO(), width=table.UNWRAPPED, force_terminal=False)
    return _BETWEEN_TABLES.join(table.to_text(report, console) for report in reports)


def _print_tables(reports: Iterator[Report]) -> None:
    """Print each report as soon as it is there: as wide as the terminal, and to a pipe in full."""
    from rich.console import Console  # noqa: PLC0415 - only tables need rich

    from reconcile.reports import table  # noqa: PLC0415

    screen = LikeStandardOutput()
    terminal = screen.isatty()
    console = Console(file=screen, width=None if terminal else table.UNWRAPPED)
    for number, report in enumerate(reports):
        text = table.to_text(report, console, brief=terminal)
        emit(((_BETWEEN_TABLES if number else "") + text).encode(console.encoding, "backslashreplace"))

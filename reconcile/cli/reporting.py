"""The work behind `reconcile CASE…`: report on each case, write the reports, say how it went."""

from __future__ import annotations

import sys
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from reconcile.cli.documents import document
from reconcile.cli.exits import Exit
from reconcile.cli.output import check_destination, emit, whole_file
from reconcile.cli.pool import in_order
from reconcile.cli.progress import progress
from reconcile.cli.work import report_on
from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from reconcile.cli.work import Request, Result


@dataclass(slots=True)
class _Outcome:
    """How it went so far."""

    faulty: bool = False
    unproven: bool = False
    incomplete: bool = False
    open: bool = False
    interrupted: bool = False
    cut_short: bool = False

    def count(self, result: Result) -> None:
        """Take one result into account."""
        self.interrupted |= result.interrupted
        if result.report is None:
            self.faulty = True
            return
        self.incomplete |= not result.report.complete
        self.unproven |= any(toll.status is Status.LIMIT for toll in result.report.questions)
        self.open |= bool(result.report.ambiguities or result.report.disagreements)

    def stop_if_a_case_is_missing(self) -> None:
        """Stop the writing of a document that misses a case."""
        if self.faulty:
            raise _MissingError("a case has errors")
        if self.cut_short:
            raise _MissingError("cases that come after the interruption are missing")

    def exit_code(self, *, strict: bool) -> Exit:
        """Return the gravest exit code that applies."""
        if self.interrupted:
            return Exit.INTERRUPTED
        if self.faulty:
            return Exit.FAULT
        if self.unproven:
            return Exit.LIMIT
        if strict and self.open:
            return Exit.OPEN
        # What was not looked for may be open.
        return Exit.LIMIT if strict and self.incomplete else Exit.REPORTED


def run(paths: list[Path], request: Request, send: Callable[[bytes], bool] = emit) -> Exit:
    """Report on cases.

    Parameters
    ----------
    paths
        The case files, in the order in which they are reported. One that has errors keeps the others from
        being written to a file, but not from being printed.
    request
        What to report, how, and where to.
    send
        What takes the document to standard output, piece by piece, and returns whether somebody reads on.

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
    if request.output:
        check_destination(request.output, paths)
    with closing(_results(paths, request, outcome)) as results:
        on_screen = request.output is None
        pieces = document(results, request.form, several=len(paths) > 1, on_screen=on_screen, width=request.width)
        if request.output:
            _write(request.output, pieces, outcome)
        elif not all(map(send, pieces)):  # nobody reads on
            deque(results, maxlen=0)  # but how it went is still to be said
    return outcome.exit_code(strict=request.strict)


def _write(path: Path, pieces: Iterable[bytes], outcome: _Outcome) -> None:
    """Write the document to a file, if it is complete at the end."""
    try:
        with whole_file(path) as file:
            file.writelines(pieces)
            outcome.stop_if_a_case_is_missing()
    except _MissingError as missing:
        click.echo(f"{path}: not written, as {missing}", err=True)


class _MissingError(Exception):
    """A document is not whole, and why."""


def _results(paths: list[Path], request: Request, outcome: _Outcome) -> Generator[Result]:
    """Work on each case; what stands against a case goes to standard error."""
    jobs = min(request.jobs, len(paths))
    with progress(1 if _shows_by_itself(request) else len(paths)) as advance:
        for number, result in enumerate(in_order(partial(report_on, request=request), paths, jobs), 1):
            for message in result.messages:
                click.echo(message, err=True)
            outcome.count(result)
            outcome.cut_short = result.interrupted and number < len(paths)
            advance()
            yield result
            if result.interrupted:
                click.echo("interrupted: what is proven so far", err=True)
                return


def _shows_by_itself(request: Request) -> bool:
    """Return whether the document appears on the terminal while the work goes on."""
    return request.output is None and request.form != "table" and sys.stdout is not None and sys.stdout.isatty()

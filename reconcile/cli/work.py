"""The work on one case: read it, report on it, keep what is to be said of it."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

from reconcile import api, casefile
from reconcile.bounds.clock import Clock
from reconcile.casefile.diagnostics import printable
from reconcile.cli.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reconcile.model import Case
    from reconcile.reports.dossier import Dossier
    from reconcile.reports.studied import Timeline
    from reconcile.reports.value import Report

HANDED_ON = ("html", "markdown")
"""The forms for those who will never run the program: they hold all there is to say."""

_MOST_WORK = 10_000
"""Claims times moments up to which the history of the bounds is found out for them."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for: `options` for every report, how to read, and where to write."""

    options: api.Options
    form: str
    output: Path | None = None
    strict: bool = False
    vague: str | None = None
    decisions: bool = True
    jobs: int = 1
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case: the report, None where there can be none, and what to print on standard error.

    The report comes without its graph, so that it is light enough to be sent about. A dossier is there only where the
    form is one of those that are handed on. `interrupted` says that the search was: what is proven holds all the same.
    """

    path: Path
    report: Report | None
    messages: tuple[str, ...]
    dossier: Dossier | None = None
    interrupted: bool = False


def report_on(path: Path, request: Request) -> Result:
    """Report on one case."""
    reading = read(path, vague=request.vague, decisions=request.decisions)
    messages = [casefile.render(each) for each in reading.diagnostics]
    if reading.case is None:
        return Result(path, None, tuple(messages))
    try:
        with _interruptible(request.options.max_seconds, alone=request.jobs == 1) as search:
            report = api.report(reading.case, request.options, search.clock)
    except api.OptionError as error:
        return Result(path, None, (*messages, printable(f"{path}: error: {error}")))
    messages += [printable(f"{path}: warning: {note}") for note in report.notes]
    light = replace(report, claim_graph=None)
    if request.form not in HANDED_ON:
        return Result(path, light, tuple(messages), interrupted=search.interrupted)
    from reconcile.reports.dossier import dossier  # noqa: PLC0415 - most reports need none

    found = dossier(report, _timeline(reading.case, report, request.options))
    return Result(path, light, tuple(messages), found, search.interrupted)


@dataclass(slots=True)
class _Search:
    """A search that the first Ctrl-C stops; the second ends the program."""

    clock: Clock
    interrupted: bool = False

    def stop(self, *_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.interrupted = True
        self.clock.stop()


@contextmanager
def _interruptible(seconds: float, *, alone: bool) -> Iterator[_Search]:
    """Search so that an interruption leaves what is proven by then. Of several processes, each just ends."""
    search = _Search(Clock(seconds))
    if not alone or current_thread() is not main_thread():
        yield search
        return
    before = signal.signal(signal.SIGINT, search.stop)
    try:
        yield search
    finally:
        signal.signal(signal.SIGINT, before)


def _timeline(case: Case, report: Report, options: api.Options) -> Timeline | None:
    """Find out how the bounds moved, if claims came in at several moments and it does not take too long."""
    from reconcile.reports.dossier.course import moments  # noqa: PLC0415 - most reports need none
    from reconcile.studies import timeline  # noqa: PLC0415

    if moments(report) < 2 or moments(report) * len(report.claims) > _MOST_WORK:
        return None

    return timeline(case, options)

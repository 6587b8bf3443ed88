"""The work on one case: read it, report on it, keep what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile import api, casefile
from reconcile.casefile.diagnostics import printable
from reconcile.cli.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.reports.value import Report


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


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case: the report, None where there can be none, and what to print on standard error."""

    path: Path
    report: Report | None
    messages: tuple[str, ...]


def report_on(path: Path, request: Request) -> Result:
    """Report on one case. The report comes without its graph, so that it is light enough to be sent about."""
    reading = read(path, vague=request.vague, decisions=request.decisions)
    messages = [casefile.render(each) for each in reading.diagnostics]
    if reading.case is None:
        return Result(path, None, tuple(messages))
    try:
        report = api.report(reading.case, request.options)
    except api.OptionError as error:
        return Result(path, None, (*messages, printable(f"{path}: error: {error}")))
    messages += [printable(f"{path}: warning: {note}") for note in report.notes]
    return Result(path, replace(report, claim_graph=None), tuple(messages))

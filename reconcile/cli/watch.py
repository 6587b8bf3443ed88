"""`--watch`: report anew whenever a case, or the decisions beside it, is saved.

The files are looked at a few times a second. Notifications of the system would come sooner, but they get lost on
network drives and in containers, they cling to a file that an editor has put another in the place of, and they need a
library; a look sees whatever happened, and costs next to nothing.
"""

from __future__ import annotations

import sys
from time import sleep, strftime
from typing import TYPE_CHECKING, TypeAlias

import click

from reconcile.casefile import case_files, decisions_path
from reconcile.cli.arguments import case_paths
from reconcile.cli.exits import Exit, Failure
from reconcile.cli.output import LikeStandardOutput, emit
from reconcile.cli.reporting import run
from reconcile.reports.signs import SPELT
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reconcile.cli.work import Request

_EVERY = 0.3
_MOMENT = 0.1
_PATIENCE = 10
"""Seconds between two looks, and between those at files that are being written; and how many of these there may be."""

_RULE = 60
"""Columns of the rule between two reports."""

_Stamp: TypeAlias = "tuple[int, int, int] | None"
_Look: TypeAlias = "dict[Path, tuple[_Stamp, _Stamp]]"
"""What a look sees of each case and of its decisions: time of writing, size and inode; None where there is no file."""


def watch(arguments: Sequence[Path], request: Request) -> None:
    """Report on cases, and again after each change, until nobody reads on or an interruption ends it.

    Parameters
    ----------
    arguments
        Case files, and folders that stand for every case in them, now or later.
    request
        What to report, how, and where to.

    Raises
    ------
    click.UsageError
        If an argument is nothing that can be watched, or an option makes no sense for a report that is never the last.
    Failure
        If the first report cannot be written. Later failures are shown, and pass.
    """
    _check(arguments, request)
    try:
        for number, paths in enumerate(rounds(arguments)):
            _report(paths, request, first=number == 0)
    except _UnreadError:
        return


def rounds(arguments: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield the cases that the arguments stand for: at once, and after each change; without end."""
    before: _Look | None = None
    while True:
        now = _look(arguments)
        if now != before:
            before = now if before is None else _settled(arguments, before, now)
            yield list(before)
        sleep(_EVERY)


class _UnreadError(Exception):
    """Nobody reads standard output any more."""


def _report(paths: list[Path], request: Request, *, first: bool) -> None:
    """Report once, in a way that sets it off from the reports before."""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    if request.output is None and on_terminal:
        click.clear()
    elif request.output is None:
        rule = f"── {_now()} ".ljust(_RULE, "─") + "\n"
        _send((rule if first else f"\n{rule}").encode(LikeStandardOutput().encoding, SPELT))
    if not paths:
        click.echo(f"{_now()} no case (*.yaml) in this folder yet", err=True)
        return
    try:
        code = run(paths, request, _send)
    except Failure as failure:
        if first:
            raise
        failure.show()
        return
    if code == Exit.INTERRUPTED:
        raise KeyboardInterrupt
    if request.output and code != Exit.FAULT:
        click.echo(f"{_now()} {request.output}: written", err=True)
    elif request.output is None and on_terminal:
        click.secho(f"\n{_now()} watching {counted(len(paths), 'case')}; Ctrl-C ends", err=True, dim=True)


def _now() -> str:
    return strftime("%H:%M:%S")


def _send(data: bytes) -> bool:
    if not emit(data):
        raise _UnreadError
    return True


def _check(arguments: Sequence[Path], request: Request) -> None:
    if request.strict:
        raise click.UsageError("--strict is about the exit code, and --watch ends with Ctrl-C: they do not go together")
    if request.form != "table" and request.output is None:
        raise click.UsageError(f"--watch with --format {request.form} needs a file to write anew: -o FILE")
    for argument in arguments:
        if not argument.is_dir() and not case_paths((argument,))[0].is_file():
            raise click.UsageError(f"{argument}: --watch needs a file or a folder")


def _settled(arguments: Sequence[Path], before: _Look, now: _Look) -> _Look:
    """Wait until nothing moves and no file is missing that was there, but not for long: an editor may be at work."""
    for _ in range(_PATIENCE):
        sleep(_MOMENT)
        latest = _look(arguments)
        missing = before.keys() - {path for path, (case, _) in latest.items() if case}
        if latest == now and not missing:
            break
        now = latest
    return now


def _look(arguments: Sequence[Path]) -> _Look:
    cases = (path for argument in arguments for path in _cases(argument))
    return {path: (_stamp(path), _stamp(decisions_path(path))) for path in cases}


def _cases(argument: Path) -> list[Path]:
    try:
        return case_files(argument) if argument.is_dir() else [argument]
    except OSError:
        return [argument]


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino

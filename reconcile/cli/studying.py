"""What the commands that study one case share: their options, how they read it, and how they print."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, TypeVar

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import case_path
from reconcile.cli.exits import Exit, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rich.console import Console

    from reconcile.cli.reading import Reading
    from reconcile.model import Case
    from reconcile.reports.studied import Figure

Command = TypeVar("Command", bound="Callable[..., object]")
Value = TypeVar("Value")

case_argument = click.argument("case", metavar="CASE", type=case_path, shell_complete=candidates.case_files)
"""One case file."""


def question_options(command: Command) -> Command:
    """Add the options that choose questions."""
    for name, what, known in (
        ("who", "group", candidates.groups),
        ("place", "place", candidates.places),
        ("outcome", "outcome", candidates.outcomes),
    ):
        add = click.option(
            f"--{name}",
            multiple=True,
            help=f"Only tolls of this {what}; repeatable.",
            shell_complete=candidates.names(known),
        )
        command = add(command)
    return command


def limit_option(command: Command) -> Command:
    """Add the option that limits the search."""
    return click.option(
        "--max-seconds",
        metavar="S",
        type=float,
        default=60,
        show_default=True,
        callback=_seconds,
        help="Limit of the search.",
    )(command)


def _seconds(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if isnan(value) or value <= 0:
        raise click.BadParameter("the search needs more than 0 seconds", ctx, param)
    return value


def form_option(*forms: str) -> Callable[[Command], Command]:
    """Add the option that says what to print; the first form is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help="What to print."
    )


def read_case(path: Path, *, vague: str | None = None, decisions: bool = True) -> Case:
    """Read a case, as `case_of` has it."""
    from reconcile.cli.reading import read  # noqa: PLC0415 - help needs none of it

    return case_of(read(path, vague=vague, decisions=decisions))


def case_of(reading: Reading) -> Case:
    """Return the case that was read, with what is wrong with it on standard error.

    Raises
    ------
    Failure
        If it has errors.
    """
    reading.show()
    if reading.case is None:
        raise Failure(f"{reading.path}: nothing to work with, as the case has errors")
    return reading.case


def doubt(path: Path | str, case: Case, outcomes: Iterable[str]) -> None:
    """Warn on standard error of outcomes that are asked for where others were perhaps meant."""
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415 - help needs none of it
    from reconcile.reports.notes import doubts  # noqa: PLC0415

    for note in doubts(case, outcomes):
        click.echo(printable(f"{path}: warning: {note}"), err=True)


def studied(study: Callable[[], Value]) -> Value:
    """Return what a study finds.

    Raises
    ------
    Failure
        If an option does not fit the case.
    """
    from reconcile.api import OptionError  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415

    try:
        return study()
    except OptionError as error:
        raise Failure(printable(str(error))) from error


def show(render: Callable[[Console], str], width: int | None = None) -> None:
    """Print a text as wide as asked for, or as the terminal; to a pipe in full."""
    from reconcile.cli.output import emit, screen  # noqa: PLC0415 - help needs none of it

    console = screen(width)
    emit(render(console).encode(console.encoding, "backslashreplace"))


def write(document: str) -> None:
    """Print a document for programs."""
    from reconcile.cli.output import emit  # noqa: PLC0415 - help needs none of it

    emit(document.encode("utf-8", "backslashreplace"))


def end(ctx: click.Context, figures: Iterable[Figure]) -> None:
    """Leave with the exit code that the bounds call for."""
    if not all(figure.proven for figure in figures):
        click.echo("the time ran out: bounds with ≥ or ≤ are not proven; allow more with --max-seconds", err=True)
        ctx.exit(Exit.LIMIT)

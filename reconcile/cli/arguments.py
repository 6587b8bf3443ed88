"""What the commands take on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from reconcile.cli.exits import Failure
from reconcile.cli.program import COMMANDS

cases_argument = click.argument(
    "cases",
    metavar="CASE…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
"""Case files, and folders that stand for every case in them."""


def case_paths(arguments: tuple[Path, ...]) -> list[Path]:
    """Return the case files that the arguments name, in their order.

    Raises
    ------
    click.UsageError
        If an argument is no path, or a command in the wrong place, or a folder without a case.
    """
    return [path for argument in arguments for path in _expanded(argument)]


def _expanded(argument: Path) -> list[Path]:
    from reconcile.casefile import case_files  # noqa: PLC0415 - help needs none of it

    try:
        if not argument.is_dir():
            argument.stat()
            return [argument]
        found = case_files(argument)
    except FileNotFoundError:
        raise click.UsageError(_missing(str(argument))) from None
    except OSError as error:
        raise Failure(f"{argument}: {error.strerror}") from error
    if not found:
        raise click.UsageError(f"{argument}: no case (*.yaml) in this folder")
    return found


def _missing(word: str) -> str:
    """Say that there is no such path, and what the word may have been meant for."""
    from reconcile.casefile.names import Names  # noqa: PLC0415 - for mistakes only

    if word in COMMANDS:
        return f"{word}: no such file or folder; to call the command, put it first: reconcile {word} …"
    nearest = Names(COMMANDS).nearest(word)
    return f"{word}: no such file or folder" + (f"; did you mean the command `{nearest}`?" if nearest else "")

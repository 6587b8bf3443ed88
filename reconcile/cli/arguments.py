"""What the commands take on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconcile.cli import candidates
from reconcile.cli.exits import Failure
from reconcile.cli.program import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def named(word: str) -> str:
    """Return what names a file; nothing does not, though it would pass for the folder one is in.

    Raises
    ------
    click.BadParameter
        If the word is empty.
    """
    if not word:
        raise click.BadParameter("an empty word names no file; is a variable of the shell not set?")
    return word


def case_path(word: str) -> Path:
    """Return the path that a word names.

    Raises
    ------
    click.BadParameter
        If the word is empty.
    """
    return Path(named(word))


cases_argument = click.argument(
    "cases",
    metavar="CASE…",
    nargs=-1,
    required=True,
    type=case_path,
    shell_complete=candidates.case_files,
)
"""Case files, and folders that stand for every case in them."""

width_option = click.option(
    "--width",
    metavar="N",
    type=click.IntRange(40),
    help="Columns that a table may take; else those of the terminal, or without one as many as need be.",
)
"""How wide tables are."""


def check_width(width: int | None, form: str) -> None:
    """Refuse a width for what has none.

    Raises
    ------
    click.UsageError
        If the form is no table.
    """
    if width is not None and form != "table":
        raise click.UsageError(f"--width is for tables: it does not go with --format {form}")


def case_paths(arguments: tuple[Path, ...]) -> list[Path]:
    """Return the case files that the arguments name, in their order.

    Raises
    ------
    click.UsageError
        If an argument is no path, or a command in the wrong place, or a folder without a case.
    """
    return [path for argument in arguments for path in _expanded(argument)]


def nearest_name(word: str, names: Sequence[str]) -> str | None:
    """Return the name that a word is nearest to, or None where it is like none of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and for mistakes only

    return next(iter(get_close_matches(word.lower(), names, n=1)), None)


def _expanded(argument: Path) -> list[Path]:
    from reconcile.casefile import case_files  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415

    try:
        if not argument.is_dir():
            argument.stat()
            return [argument]
        found = case_files(argument)
    except FileNotFoundError:
        raise click.UsageError(printable(_missing(str(argument)))) from None
    except OSError as error:
        raise Failure(f"{argument}: {error.strerror}") from error
    if not found:
        raise click.UsageError(printable(f"{argument}: no case (*.yaml) in this folder"))
    return found


def _missing(word: str) -> str:
    """Say that there is no such path, and what the word may have been meant for."""
    if word in COMMANDS:
        return f"{word}: no such file or folder; to call the command, put it first: reconcile {word} …"
    nearest = nearest_name(word, COMMANDS)
    return f"{word}: no such file or folder" + (f"; did you mean the command `{nearest}`?" if nearest else "")

"""`reconcile check`: whether cases can be used, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from reconcile.cli.arguments import case_paths, cases_argument
from reconcile.cli.exits import Exit
from reconcile.cli.output import emit, say
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.cli.reading import Reading

FORMAT = "reconcile/check/1"
"""The name and the version of the machine-readable form."""


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile check cases/kyiv-2025-06-06.yaml
      reconcile check cases/                    every case in a folder
      reconcile check --format json cases/      for editors and scripts
    """,
)
@cases_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one document on standard output.",
)
@click.pass_context
def command(ctx: click.Context, cases: tuple[Path, ...], form: str) -> None:
    """Say what is wrong with case files, or is probably a mistake, and where.

    Errors and warnings go to standard error, a line for each sound case to standard output. The exit code is
    2 if a case has errors. `reconcile explain CODE` tells more of each.
    """
    readings = []
    for path in case_paths(cases):
        reading = _read(path)
        readings.append(reading)
        if form == "text":
            reading.show()
            if reading.case is None:
                click.echo(_verdict(reading), err=True)
            else:
                say(_verdict(reading))
    codes = [each.code for reading in readings for each in reading.diagnostics]
    if form == "text" and codes:
        click.echo(f"`reconcile explain CODE` tells more, as in: reconcile explain {codes[0]}", err=True)
    if form == "json":
        emit(_document(readings).encode("utf-8", "backslashreplace"))
    if any(reading.case is None for reading in readings):
        ctx.exit(Exit.FAULT)


def _read(path: Path) -> Reading:
    """Read a case, and doubt what can be doubted of one that has no errors."""
    from reconcile import api  # noqa: PLC0415 - help needs none of it
    from reconcile.cli.reading import read  # noqa: PLC0415

    reading = read(path)
    if reading.case is None:
        return reading
    return replace(reading, diagnostics=(*reading.diagnostics, *api.check(reading.case, lint=True)))


def _verdict(reading: Reading) -> str:
    """Sum a reading up in a line."""
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415 - help needs none of it

    warnings = len(reading.diagnostics) - reading.errors
    also = [counted(warnings, "warning")] if warnings else []
    if reading.case is None:
        facts = [counted(reading.errors, "error"), *also]
    else:
        facts = [
            "ok",
            counted(len(reading.case.claims), "claim"),
            counted(len(reading.case.sources), "source"),
            *also,
        ]
    return printable(f"{reading.path}: {', '.join(facts)}")


def _document(readings: list[Reading]) -> str:
    """Write what was found in each file as one document."""
    files = [reading.to_json() for reading in readings]
    import json  # noqa: PLC0415 - for this form alone

    from reconcile.reports.json import escaped  # noqa: PLC0415 - as above

    return escaped(json.dumps({"format": FORMAT, "files": files}, ensure_ascii=False, indent=2)) + "\n"

"""`reconcile import`: case files from tables of claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reconcile.cli.exits import Exit, Failure
from reconcile.cli.output import emit, whole_file, whole_folder
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.tables import Defaults, Imported, Table


@click.group(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile import csv claims.csv -o kyiv.yaml
      reconcile import excel claims.xlsx --sheet Reports -o cases/
    """,
)
def command() -> None:
    """Write case files from a table of claims, one claim a row."""


def _options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and the options that both kinds of tables have."""
    for add in reversed(
        (
            click.argument("table", metavar="FILE", type=click.Path(path_type=Path)),
            click.option(
                "-o",
                "output",
                metavar="FILE|FOLDER",
                type=click.Path(path_type=Path),
                help="The case file; with a column of incidents, a folder for a case file each. Must be new.",
            ),
            click.option(
                "--map",
                "maps",
                metavar="COLUMN=FIELD",
                multiple=True,
                help="Take a column for a field; without a field, leave it out. Repeatable.",
            ),
            click.option("--title", help="The title of the case."),
            click.option("--date", help="When people were hurt; else a column, or the day of the first claim."),
            click.option("--timezone", default="UTC", show_default=True, help="For times without an offset."),
        )
    ):
        function = add(function)
    return function


_FIELDS = """\b
    Fields: incident title date timezone vague id source source-name role
    grade source-url via at outcome count killed wounded missing casualties
    killed-min killed-max … says.WORD country region district town place
    place-within who who-within during so-far identified quote note url
    """


@command.command(
    "csv",
    no_args_is_help=True,
    epilog=f"""\b
    Examples:
      reconcile import csv claims.csv -o kyiv.yaml --title "Kyiv, 6 June"
      reconcile import csv reports.tsv -o cases --map "Said on=at"
      reconcile import csv counts.csv --map "Rescued=says.rescued"

    {_FIELDS}""",
)
@_options
@click.option("--delimiter", metavar="SIGN", help="What stands between cells; guessed if left out.")
@click.option("--encoding", default="utf-8-sig", help="The encoding of the file; UTF-8 if left out.")
@click.pass_context
def from_csv(ctx: click.Context, /, table: Path, delimiter: str | None, encoding: str, **options: Any) -> None:  # noqa: ANN401 - options of click's
    """Read a CSV file (or .tsv, or .xlsx) with one claim a row.

    Columns are found by their names, or by a second header row of HXL hashtags; the guess is printed. A row
    that is broken is named, and the others are written all the same; the exit code is then 2.
    """
    from reconcile.tables import EXCEL, read_delimited, read_excel  # noqa: PLC0415 - help needs none of it

    if delimiter is not None and len(delimiter) != 1:
        raise click.UsageError("--delimiter takes a single sign")
    if table.suffix.lower() in EXCEL:
        _run(ctx, lambda: read_excel(table), **options)
    else:
        _run(ctx, lambda: read_delimited(table, delimiter=delimiter, encoding=encoding), **options)


@command.command(
    "excel",
    no_args_is_help=True,
    epilog=f"""\b
    Example:
      reconcile import excel claims.xlsx --sheet Reports -o kyiv.yaml

    {_FIELDS}""",
)
@_options
@click.option("--sheet", metavar="NAME", help="The sheet; the first if left out.")
@click.pass_context
def from_excel(ctx: click.Context, /, table: Path, sheet: str | None, **options: Any) -> None:  # noqa: ANN401 - as above
    """Read a sheet of an Excel workbook, one claim a row.

    All else is as for `reconcile import csv`.
    """
    from reconcile.tables import read_excel  # noqa: PLC0415 - help needs none of it

    _run(ctx, lambda: read_excel(table, sheet=sheet), **options)


def _run(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    read: Callable[[], Table],
    *,
    output: Path | None,
    maps: tuple[str, ...],
    title: str | None,
    date: str | None,
    timezone: str,
) -> None:
    """Read the table, say how it was understood, write what is sound, and name what is not."""
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415 - help needs none of it
    from reconcile.tables import Defaults, TableError, find_columns, import_claims  # noqa: PLC0415

    defaults = Defaults(title, date, timezone)
    _check(defaults)
    if output and output.is_file():
        raise Failure(f"{output}: there is such a file, and it stays as it is; name a new one")
    try:
        table = read()
        columns = find_columns(table, maps)
        click.echo(printable(f"{table.path}: {columns}"), err=True)
        imported = import_claims(table, columns, defaults)
    except TableError as error:
        raise Failure(printable(str(error))) from error
    for fault in imported.faults:
        click.echo(str(fault), err=True)
    if not imported.incidents:
        raise Failure(printable(f"{table.path}: no row gives a claim, so nothing is written"))
    _write(imported, defaults, Path(table.path).stem, output, in_folder="incident" in columns.fields)
    broken = len({fault.line for fault in imported.faults})
    written = f"{counted(imported.claims, 'claim')} in {counted(len(imported.incidents), 'case')}"
    note = f"; left out, as errors were found in them: {counted(broken, 'row')}" if broken else ""
    click.echo(printable(f"{output or 'standard output'}: {written}{note}"), err=True)
    if broken:
        ctx.exit(Exit.FAULT)


def _check(defaults: Defaults) -> None:
    """Refuse a time zone or a date that no case could have."""
    from reconcile.casefile import TimeError, find_zone, parse_window  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.times import UnknownZoneError  # noqa: PLC0415

    if defaults.title is not None and not defaults.title.strip():
        raise click.UsageError("--title is blank")
    try:
        zone = find_zone(defaults.timezone)
        if defaults.date is not None:
            parse_window(defaults.date, zone)
    except UnknownZoneError:
        raise click.UsageError(f"--timezone: no time zone is called `{defaults.timezone}`") from None
    except TimeError as error:
        raise click.UsageError(f"--date: {error.message}: {error.hint}") from error


def _write(imported: Imported, defaults: Defaults, untitled: str, output: Path | None, *, in_folder: bool) -> None:
    from reconcile.casefile import is_case_file  # noqa: PLC0415 - help needs none of it
    from reconcile.tables import case_text, file_names  # noqa: PLC0415

    destination = None if output == Path("-") else output
    to_file = destination is not None and is_case_file(destination)
    if in_folder and destination and not to_file:
        names = file_names(imported.incidents)
        with whole_folder(destination) as folder:
            for incident, entries in imported.incidents.items():
                text = case_text(entries, defaults, untitled)
                (folder / names[incident]).write_text(text, encoding="utf-8", newline="\n")
        return
    if len(imported.incidents) > 1:
        raise Failure(f"the table is about {len(imported.incidents):,} incidents: name a folder for them with -o")
    data = case_text(next(iter(imported.incidents.values())), defaults, untitled).encode()
    if destination is None:
        emit(data)
    elif not to_file:
        raise Failure(f"{destination}: a case file has a name that ends with .yaml")
    else:
        with whole_file(destination) as file:
            file.write(data)

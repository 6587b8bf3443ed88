"""`reconcile export`: claims, questions and findings as tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconcile.cli.arguments import case_paths, cases_argument
from reconcile.cli.exits import Exit, Failure
from reconcile.cli.output import check_destination, emit, write_whole
from reconcile.cli.studying import limit_option

if TYPE_CHECKING:
    from reconcile.api import Options
    from reconcile.tables import Frames

_TABLES = ("claims", "questions", "ambiguities", "disagreements", "tensions", "assumptions", "withdrawn")
"""Names of the tables; help must not load the package that makes them. A test holds the two together."""


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile export kyiv.yaml --format xlsx -o kyiv.xlsx
      reconcile export cases/ --format parquet -o tables
      reconcile export cases/ --table claims --hxl > claims.csv

    \b
    The claims can be read back with `reconcile import csv`.

    \b
    Exit codes: 0 written; 2 usage, or a case with errors; 3 a bound is not
    proven within the limit; 130 interrupted.
    """,
)
@cases_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "parquet"]),
    default="csv",
    show_default=True,
    help="xlsx is one workbook; csv and parquet are a file a table.",
)
@click.option(
    "-o",
    "output",
    metavar="FILE|FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write: a file for a workbook or a single table, or else a folder.",
)
@click.option(
    "--table",
    metavar="NAME",
    type=click.Choice(_TABLES),
    help=f"Only this table, as csv on standard output if need be: {', '.join(_TABLES)}.",
)
@click.option("--hxl", is_flag=True, help="Put a row of HXL hashtags below the header (csv and xlsx).")
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@limit_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    cases: tuple[Path, ...],
    form: str,
    output: Path | None,
    table: str | None,
    hxl: bool,
    no_decisions: bool,
    max_seconds: float,
) -> None:
    """Write claims, questions and findings of cases as tables.

    The findings are ambiguities, disagreements, tensions, assumptions and withdrawn claims. Every table begins
    with the incident: the name of the case file.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it
    from reconcile.tables import Frames, TableError  # noqa: PLC0415

    destination = None if output == Path("-") else output
    if destination is None and not (form == "csv" and table):
        raise click.UsageError("only a single table as csv can go to standard output: give -o, or --table")
    if hxl and form == "parquet":
        raise click.UsageError("Parquet has no room for a row of hashtags: --hxl is for csv and xlsx")
    paths = case_paths(cases)
    if destination:
        _check(destination, paths, folder=table is None and form != "xlsx")
    frames = Frames((table,) if table else _TABLES)
    code = _gather(frames, paths, Options(max_seconds=max_seconds), decisions=not no_decisions)
    if code == Exit.FAULT and destination:
        click.echo(f"{destination}: not written, as a case has errors", err=True)
        ctx.exit(code)
    try:
        _write(frames, form, destination, hxl=hxl)
    except TableError as error:
        raise Failure(str(error)) from error
    ctx.exit(code)


def _check(destination: Path, paths: list[Path], *, folder: bool) -> None:
    if not folder:
        check_destination(destination, paths)
    elif destination.exists() and not destination.is_dir():
        raise Failure(f"{destination}: this is a file; name a folder for the tables, or one table with --table")


def _gather(frames: Frames, paths: list[Path], options: Options, *, decisions: bool) -> Exit:
    """Add each case to the tables, and return the gravest exit code that applies."""
    from reconcile import api  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415
    from reconcile.cli.progress import progress  # noqa: PLC0415
    from reconcile.cli.reading import read  # noqa: PLC0415
    from reconcile.reports.value import Status  # noqa: PLC0415

    faulty = unproven = False
    with progress(len(paths)) as advance:
        for path, incident in zip(paths, _incidents(paths), strict=True):
            reading = read(path, decisions=decisions)
            reading.show()
            if reading.case is None:
                faulty = True
            else:
                report = api.report(reading.case, options)
                for note in report.notes:
                    click.echo(printable(f"{path}: warning: {note}"), err=True)
                frames.add(incident, reading.case, report)
                unproven |= any(toll.status is Status.LIMIT for toll in report.questions)
            advance()
    if faulty:
        return Exit.FAULT
    return Exit.LIMIT if unproven else Exit.REPORTED


def _incidents(paths: list[Path]) -> list[str]:
    """Return what tables call the cases: the names of their files, with the folders where those are not unique.

    A name may hold what can stand in no table: that is escaped.
    """
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415 - help needs none of it

    names = [path.stem for path in paths]
    if len(set(names)) < len(set(paths)):
        names = [path.with_suffix("").as_posix() for path in paths]
    return [printable(name) for name in names]


def _write(frames: Frames, form: str, destination: Path | None, *, hxl: bool) -> None:
    from reconcile.tables import to_csv, to_excel, to_parquet  # noqa: PLC0415 - help needs none of it

    if form == "xlsx" and destination:
        write_whole(destination, to_excel({name: frames.frame(name) for name in frames.names}, hxl=hxl))
        return
    for name in frames.names:
        frame = frames.frame(name)
        data = to_csv(name, frame, hxl=hxl) if form == "csv" else to_parquet(frame)
        if destination is None:
            emit(data)
        elif len(frames.names) == 1:
            write_whole(destination, data)
        else:
            _make(destination)
            write_whole(destination / f"{name}.{form}", data)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Failure(f"{folder}: not written: {error.strerror}") from error

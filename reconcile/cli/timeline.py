"""`reconcile timeline`: how the bounds moved as each claim came in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from reconcile.cli.arguments import check_width, width_option
from reconcile.cli.studying import (
    case_argument,
    doubt,
    end,
    form_option,
    limit_option,
    question_options,
    read_case,
    show,
    studied,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile timeline kyiv.yaml
      reconcile timeline kyiv.yaml --outcome killed --place Kyiv
      reconcile timeline kyiv.yaml --format csv > kyiv.csv

    \b
    Exit codes: 0 shown; 2 usage, or a case with errors; 3 a bound is not
    proven within the limit; 130 interrupted.
    """,
)
@case_argument
@question_options
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@limit_option
@form_option("table", "csv", "json")
@width_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    case: Path,
    outcome: tuple[str, ...],
    place: tuple[str, ...],
    who: tuple[str, ...],
    no_decisions: bool,
    max_seconds: float,
    form: str,
    width: int | None,
) -> None:
    """Show how the lower and upper bounds of a CASE moved as claims came in, and what moved them.

    There is a row for each moment at which claims were made; claims without a time count from the start. The last
    row is what the report says.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it
    from reconcile.reports import studied_csv, studied_json  # noqa: PLC0415
    from reconcile.studies import timeline  # noqa: PLC0415

    check_width(width, form)
    read = read_case(case, decisions=not no_decisions)
    doubt(case, read, outcome)
    options = Options(outcome=outcome, place=place, who=who, max_seconds=max_seconds)
    found = studied(partial(timeline, read, options))
    match form:
        case "json":
            write(studied_json.timeline(found))
        case "csv":
            write(studied_csv.timeline(found))
        case _:
            from reconcile.reports.timeline import to_text  # noqa: PLC0415 - only tables need rich

            show(partial(to_text, found), width)
    end(ctx, (step.figure for moment in found.moments for step in moment.steps))

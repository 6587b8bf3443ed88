"""`reconcile CASE…`: the bounds on each toll, and what is open. The command that needs no name."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconcile.cli.arguments import case_paths, cases_argument, nearest_name
from reconcile.cli.program import DefaultCommand
from reconcile.model import CONVENTIONS, GRADES, Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Sequence


def _lexicon(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check the name of a lexicon; the names are read for this alone, as help must be quick."""
    if value is not None:
        from reconcile.casefile import LEXICONS  # noqa: PLC0415 - help needs none of it

        if value not in LEXICONS:
            raise click.BadParameter(f"no lexicon is called `{value}`; {_meant(value, LEXICONS)}", ctx, param)
    return value


def _conventions(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Take a list of conventions apart; None where the option is not given."""
    if value is None:
        return None
    if value == "none":
        return ()
    names = [name.strip() for name in value.split(",")]
    for name in names:
        if name not in CONVENTIONS:
            raise click.BadParameter(f"no convention is called `{name}`; {_meant(name, CONVENTIONS)}", ctx, param)
    return tuple(name for name in CONVENTIONS if name in names)


def _meant(name: str, names: Sequence[str]) -> str:
    nearest = nearest_name(name, names)
    return f"did you mean `{nearest}`?" if nearest else f"there are {', '.join(names)}"


def _seconds(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if isnan(value) or value <= 0:
        raise click.BadParameter("the search needs more than 0 seconds", ctx, param)
    return value


@click.command(
    cls=DefaultCommand,
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile cases/kyiv-2025-06-06.yaml
      reconcile cases/                        every case in a folder
      reconcile cases/ -j 4 --format json -o reports.json
      reconcile kyiv.yaml --assume rescuers:within:mayor-toll=yes
      reconcile kyiv.yaml --as-of 2025-06-06T12:00 --min-grade B
      reconcile kyiv.yaml --format json -o kyiv.json
      reconcile --strict cases/               fail while anything is open

    \b
    Exit codes: 0 reported; 1 --strict, and something is open;
    2 usage, or a case with errors; 3 a bound is not proven within the limit;
    130 interrupted.
    """,
)
@cases_argument
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, whole or not at all; - is standard output.",
)
@click.option(
    "--parts",
    type=click.Choice([each.value for each in Parts]),
    help="What another source's narrower figure is to a wider one: possibly, or presumably, part of it.",
)
@click.option(
    "--same-scope",
    type=click.Choice([each.value for each in SameScope]),
    help="What two sources' figures for one scope are: alternatives, or an open one nested in a larger.",
)
@click.option(
    "--conventions",
    metavar="LIST|none",
    callback=_conventions,
    help=f"Which assumptions to make: {', '.join(CONVENTIONS)}.",
)
@click.option(
    "--vague",
    metavar="NAME",
    callback=_lexicon,
    help="The lexicon for vague words such as dozens: logical, airwars, acled or emdat.",
)
@click.option("--as-of", metavar="TIME", help="Only claims made by then; a claim with no time counts as made.")
@click.option(
    "--assume",
    metavar="CLAIM:within:CLAIM=yes|no",
    multiple=True,
    help="What if the first were, or were not, among the second; repeatable.",
)
@click.option("--without", metavar="CLAIM", multiple=True, help="Set a claim aside; repeatable.")
@click.option(
    "--min-grade",
    metavar="A…F",
    type=click.Choice(GRADES, case_sensitive=False),
    help="Set aside the claims of sources that are graded worse.",
)
@click.option("--outcome", multiple=True, help="Only tolls of this outcome; repeatable.")
@click.option("--place", multiple=True, help="Only tolls of this place; repeatable.")
@click.option("--who", multiple=True, help="Only tolls of this group; repeatable.")
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@click.option("--strict", is_flag=True, help="Exit with 1 while an ambiguity or a disagreement is open.")
@click.option(
    "--max-seconds",
    metavar="S",
    type=float,
    default=60,
    show_default=True,
    callback=_seconds,
    help="Limit of the search.",
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Work on N cases at a time, each in a process of its own.",
)
@click.version_option(package_name="reconcile", message="%(prog)s %(version)s")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    cases: tuple[Path, ...],
    form: str,
    output: Path | None,
    parts: str | None,
    same_scope: str | None,
    conventions: tuple[str, ...] | None,
    vague: str | None,
    as_of: str | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    min_grade: str | None,
    outcome: tuple[str, ...],
    place: tuple[str, ...],
    who: tuple[str, ...],
    no_decisions: bool,
    strict: bool,
    max_seconds: float,
    jobs: int,
) -> None:
    """Bound each toll of a case from below and from above, and ask the questions that would settle it.

    A CASE is a case file, or a folder that stands for every case in it. Options override the case's settings.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it
    from reconcile.cli.reporting import run  # noqa: PLC0415
    from reconcile.cli.work import Request  # noqa: PLC0415

    options = Options(
        parts=Parts(parts) if parts else None,
        same_scope=SameScope(same_scope) if same_scope else None,
        conventions=conventions,
        as_of=as_of,
        assume=assume,
        without=without,
        min_grade=min_grade,
        outcome=outcome,
        place=place,
        who=who,
        max_seconds=max_seconds,
    )
    destination = None if output == Path("-") else output
    request = Request(options, form, destination, strict, vague, decisions=not no_decisions, jobs=jobs)
    ctx.exit(run(case_paths(cases), request))

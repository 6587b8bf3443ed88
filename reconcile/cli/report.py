"""`reconcile CASE…`: the bounds on each toll, and what is open. The command that needs no name."""

from __future__ import annotations

from pathlib import Path

import click

from reconcile.cli.arguments import case_paths, cases_argument, check_width, width_option
from reconcile.cli.options import settings_options
from reconcile.cli.program import DefaultCommand
from reconcile.cli.studying import limit_option, question_options
from reconcile.model import Parts, SameScope


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
      reconcile kyiv.yaml --format html -o kyiv.html   to hand on
      reconcile --strict cases/               fail while anything is open
      reconcile --watch kyiv.yaml             while it is being written

    \b
    Exit codes: 0 reported; 1 --strict, and something is open;
    2 usage, or a case with errors; 3 a bound is not proven within the limit;
    130 interrupted.
    """,
)
@cases_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "html", "markdown"]),
    default="table",
    show_default=True,
    help="html and markdown are whole documents, to be handed on.",
)
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, whole or not at all; - is standard output.",
)
@settings_options
@question_options
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@click.option("--strict", is_flag=True, help="Exit with 1 while an ambiguity or a disagreement is open.")
@limit_option
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Work on N cases at a time, each in a process of its own.",
)
@width_option
@click.option(
    "--watch", "watching", is_flag=True, help="Report anew whenever a case or its decisions are saved, until Ctrl-C."
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
    width: int | None,
    watching: bool,
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
    check_width(width, form)
    request = Request(options, form, destination, strict, vague, decisions=not no_decisions, jobs=jobs, width=width)
    if watching:
        from reconcile.cli.watch import watch  # noqa: PLC0415 - as above

        watch(cases, request)
    else:
        ctx.exit(run(case_paths(cases), request))

"""`reconcile diff`: two revisions of a case, and what the changes did to each bound."""

from __future__ import annotations

from functools import partial

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import check_width, named, width_option
from reconcile.cli.studying import doubt, end, form_option, limit_option, question_options, show, studied, write


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile diff morning.yaml evening.yaml
      reconcile diff kyiv.yaml@HEAD kyiv.yaml      what is not committed yet
      reconcile diff kyiv.yaml@main kyiv.yaml@HEAD --format markdown

    \b
    Exit codes: 0 compared; 2 usage, or a case with errors; 3 a bound is not
    proven within the limit; 130 interrupted.
    """,
)
@click.argument("old", type=named, shell_complete=candidates.case_files)
@click.argument("new", type=named, shell_complete=candidates.case_files)
@question_options
@limit_option
@form_option("table", "markdown", "json")
@width_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    old: str,
    new: str,
    outcome: tuple[str, ...],
    place: tuple[str, ...],
    who: tuple[str, ...],
    max_seconds: float,
    form: str,
    width: int | None,
) -> None:
    """Say what changed from the case OLD to the case NEW, and what that did to each bound.

    Each is a file, or FILE@REV: the file as git has it at a revision. The decisions beside a case belong to it.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it
    from reconcile.cli.revisions import read_revision  # noqa: PLC0415
    from reconcile.reports import difference, studied_json  # noqa: PLC0415
    from reconcile.reports.notes import doubts  # noqa: PLC0415
    from reconcile.studies import diff  # noqa: PLC0415

    check_width(width, form)
    options = Options(outcome=outcome, place=place, who=who, max_seconds=max_seconds)
    before, after = read_revision(old), read_revision(new)
    doubt(new, after, [word for word in outcome if any(doubts(before, [word]))])
    found = studied(partial(diff, before, after, options))
    match form:
        case "json":
            write(studied_json.difference(found))
        case "markdown":
            write(difference.to_markdown(found))
        case _:
            show(partial(difference.to_text, found), width)
    end(ctx, (figure for toll in found.tolls for figure in (toll.before, toll.after) if figure))

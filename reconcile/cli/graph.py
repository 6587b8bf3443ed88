"""`reconcile graph`: the claims and how they relate, as a picture or as data."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reconcile.cli.arguments import case_paths, cases_argument
from reconcile.cli.exits import Exit
from reconcile.cli.options import chosen, settings_options
from reconcile.cli.studying import form_option, limit_option, studied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.api import Options
    from reconcile.reports.value import Report

_SEVERAL = ("text", "json")
"""Forms that hold several cases."""

_SIGNS = "├└─│⊂∩∥→…–“”"
"""What the tree is drawn with, and its signs."""


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile graph kyiv.yaml
      reconcile graph kyiv.yaml --format svg -o kyiv.svg
      reconcile graph kyiv.yaml --format dot | dot -Tpdf > kyiv.pdf
      reconcile graph kyiv.yaml --format graphml -o kyiv.graphml   for Gephi
      reconcile graph cases/ --format json

    \b
    Exit codes: 0 drawn; 2 usage, or a case with errors; 3 the time ran out
    before all open questions were found; 130 interrupted.
    """,
)
@cases_argument
@form_option("text", "svg", "dot", "graphml", "json")
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, whole or not at all; - is standard output.",
)
@settings_options
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@limit_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    /,
    cases: tuple[Path, ...],
    form: str,
    output: Path | None,
    vague: str | None,
    no_decisions: bool,
    max_seconds: float,
    **given: Any,  # noqa: ANN401 - as click gives them
) -> None:
    """Draw the claims of a CASE and how they relate.

    A claim stands in the region of its place, above what it surely holds. Lines tell what is within what, or possibly
    within, the same, apart, and which questions are open. A picture folds many claims together, and says so; dot,
    graphml and json have them all.
    """
    from reconcile.cli.output import check_destination, emit, write_whole  # noqa: PLC0415 - help needs none of it

    destination = None if output == Path("-") else output
    paths = case_paths(cases)
    if len(paths) > 1 and form not in _SEVERAL:
        raise click.UsageError(f"{form} holds one case, and there are {len(paths)}: name one, or take text or json")
    if destination:
        check_destination(destination, paths)
    options = chosen(given, max_seconds=max_seconds)
    reports = _reports(paths, options, vague, decisions=not no_decisions)
    faulty = len(reports) < len(paths)
    if destination and faulty:
        click.echo(f"{destination}: not written, as a case has errors", err=True)
    elif destination:
        write_whole(destination, _document(reports, form).encode("utf-8", "backslashreplace"))
    elif reports:
        emit(_printed(reports, form))
    if faulty:
        ctx.exit(Exit.FAULT)
    if not all(report.complete for report in reports):
        ctx.exit(Exit.LIMIT)


def _reports(paths: Sequence[Path], options: Options, vague: str | None, *, decisions: bool) -> list[Report]:
    """Report on the cases that have no errors: the picture shows the open questions under their labels."""
    from reconcile import api  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.diagnostics import printable  # noqa: PLC0415
    from reconcile.cli.reading import read  # noqa: PLC0415

    reports = []
    for path in paths:
        reading = read(path, vague=vague, decisions=decisions)
        reading.show()
        if (case := reading.case) is not None:
            report = studied(partial(api.report, case, options))
            for note in report.notes:
                click.echo(printable(f"{path}: warning: {note}"), err=True)
            reports.append(report)
    return reports


def _printed(reports: Sequence[Report], form: str) -> bytes:
    """Return what to print: text in the encoding of standard output, with a tree that it can show; else UTF-8."""
    from reconcile.cli.output import LikeStandardOutput  # noqa: PLC0415 - help needs none of it
    from reconcile.reports.signs import SPELT  # noqa: PLC0415

    if form != "text":
        return _document(reports, form).encode("utf-8", "backslashreplace")
    encoding = LikeStandardOutput().encoding
    try:
        poor = not _SIGNS.encode(encoding)
    except UnicodeEncodeError:
        poor = True
    return _document(reports, form, ascii_only=poor).encode(encoding, SPELT)


def _document(reports: Sequence[Report], form: str, *, ascii_only: bool = False) -> str:
    """Return the pictures of all cases, or their data, as one text."""
    from reconcile import pictures  # noqa: PLC0415 - help needs none of it

    drawn = [(graph, _questions(report)) for report in reports if (graph := report.claim_graph)]
    match form:
        case "json":
            from reconcile.reports.json import escaped  # noqa: PLC0415 - for this form alone

            return escaped(pictures.graphs_json(drawn))
        case "text":
            return "\n".join(pictures.picture_text(graph, asked, ascii=ascii_only) for graph, asked in drawn)
    (found,) = drawn
    match form:
        case "dot":
            return pictures.picture_dot(*found)
        case "graphml":
            return pictures.graph_graphml(*found)
        case _:
            return '<?xml version="1.0" encoding="UTF-8"?>\n' + pictures.picture_svg(*found) + "\n"


def _questions(report: Report) -> dict[tuple[str, str], str]:
    """Return the pairs that are open questions, and their labels in the report."""
    return {(each.claim, each.other): each.id for each in report.ambiguities}

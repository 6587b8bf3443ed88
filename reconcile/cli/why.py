"""`reconcile why`: what each bound is made of, why it can be no other, and a proof that others can check."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reconcile.cli.exits import Failure
from reconcile.cli.options import chosen, settings_options
from reconcile.cli.studying import (
    case_argument,
    doubt,
    end,
    form_option,
    limit_option,
    question_options,
    read_case,
    studied,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.why import Explanations


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile why kyiv.yaml --outcome killed
      reconcile why kyiv.yaml --outcome wounded --place Kyiv --who rescuers
      reconcile why kyiv.yaml --format json -o why.json
      python -m reconcile.bounds.checker why.json

    \b
    Exit codes: 0 explained; 2 usage, or a case with errors; 3 a bound is not
    proven within the limit; 130 interrupted.
    """,
)
@case_argument
@question_options
@settings_options
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@limit_option
@form_option("text", "json")
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, whole or not at all; - is standard output.",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    /,
    case: Path,
    outcome: tuple[str, ...],
    place: tuple[str, ...],
    who: tuple[str, ...],
    vague: str | None,
    no_decisions: bool,
    max_seconds: float,
    form: str,
    output: Path | None,
    **given: Any,  # noqa: ANN401 - as click gives them
) -> None:
    """Say why the bounds of a CASE are what they are.

    Each bound comes with the figures that it is made of, the reasons why nothing goes beyond, and a world that has it.
    As json it comes with a proof, and a checker that shares nothing with this program can follow that step by step.
    """
    from reconcile.cli.output import check_destination, emit, whole_file  # noqa: PLC0415 - help needs none of it
    from reconcile.studies import why  # noqa: PLC0415

    destination = None if output in {None, Path("-")} else output
    if destination:
        check_destination(destination, [case])
    read = read_case(case, vague=vague, decisions=not no_decisions)
    doubt(case, read, outcome)
    options = chosen(given, outcome=outcome, place=place, who=who, max_seconds=max_seconds)
    found = studied(partial(why, read, options))
    pieces = _pieces(found, form, for_file=destination is not None)
    if destination:
        with whole_file(destination) as file:
            file.writelines(pieces)
    else:
        all(map(emit, pieces))  # until nobody reads on
    end(ctx, (toll.figure for toll in found.tolls))


def _pieces(found: Explanations, form: str, *, for_file: bool) -> Iterator[bytes]:
    """Yield what was found; nothing that the checker has not followed."""
    from reconcile.bounds.checker import Wrong, check  # noqa: PLC0415 - help needs none of it
    from reconcile.cli.output import screen  # noqa: PLC0415 - as above
    from reconcile.reports.signs import SPELT  # noqa: PLC0415
    from reconcile.reports.why import document, to_json, to_text  # noqa: PLC0415

    written = document(found)
    try:
        check(written)
    except Wrong as error:
        raise Failure(f"a proof does not hold, which is a fault of this program: {error}") from error
    if form == "json":
        yield from (piece.encode("utf-8", "backslashreplace") for piece in to_json(written))
        return
    console = screen()
    text = to_text(found, console)
    yield text.encode("utf-8", "backslashreplace") if for_file else text.encode(console.encoding, SPELT)

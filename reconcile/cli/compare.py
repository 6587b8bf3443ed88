"""`reconcile compare`: a case under other assumptions, side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import check_width, width_option
from reconcile.cli.studying import (
    Command,
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
from reconcile.model import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reconcile.api import Options
    from reconcile.model import Case
    from reconcile.studies import Change

EACH = "each"
"""Stands for every claim in force, one at a time."""

_CONVENTIONS = candidates.words("all", "none", *CONVENTIONS)


def _claims(ctx: click.Context) -> Iterator[tuple[str, str]]:
    yield from candidates.claims(ctx)
    yield EACH, "every claim, one at a time"


def _lists(name: str, help_: str, offer: candidates.Offer) -> Callable[[Command], Command]:
    """Add an option that takes lists, each value of which makes a variant."""
    return click.option(name, metavar="LIST", multiple=True, help=help_, shell_complete=offer)


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile compare kyiv.yaml --parts presumed --conventions none
      reconcile compare kyiv.yaml --without each
      reconcile compare kyiv.yaml --min-grade A,B,C --outcome killed
      reconcile compare kyiv.yaml --assume rescuers:within:mayor-toll=yes \\
          --assume rescuers:within:mayor-toll=no
      reconcile compare kyiv.yaml --as-of 2025-06-06T12:00,2025-06-07 --format csv

    \b
    Exit codes: 0 compared; 2 usage, or a case with errors; 3 a bound is not
    proven within the limit; 130 interrupted.
    """,
)
@case_argument
@_lists("--parts", "possible, presumed.", candidates.lists(candidates.parts))
@_lists("--same-scope", "alternatives, nested.", candidates.lists(candidates.same_scopes))
@_lists("--conventions", "all, none, or some joined by +: update+growth.", candidates.lists(_CONVENTIONS, ",+"))
@_lists("--vague", "Lexicons: logical, airwars, acled, emdat.", candidates.lists(candidates.lexicons))
@_lists("--without", "Claims, each set aside alone; each stands for all.", candidates.lists(_claims))
@_lists("--assume", "What-ifs: CLAIM:within:CLAIM=yes or =no.", candidates.what_ifs)
@_lists("--min-grade", "Worst grades of sources to count: A, B …", candidates.lists(candidates.grades))
@_lists("--as-of", "Times by which claims were made.", candidates.lists(candidates.moments))
@question_options
@click.option("--no-decisions", is_flag=True, help="Ignore the decisions file.")
@limit_option
@form_option("table", "csv", "json")
@width_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    /,
    case: Path,
    outcome: tuple[str, ...],
    place: tuple[str, ...],
    who: tuple[str, ...],
    no_decisions: bool,
    max_seconds: float,
    form: str,
    width: int | None,
    **given: tuple[str, ...],
) -> None:
    """Bound the tolls of a CASE as it is and under other assumptions, side by side.

    Every value given makes a variant that changes this one thing alone. A LIST has commas between its values, and
    each option may be repeated. A value that leaves the case as it is makes none.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it
    from reconcile.reports import studied_csv, studied_json  # noqa: PLC0415
    from reconcile.studies import compare  # noqa: PLC0415

    check_width(width, form)
    options = Options(outcome=outcome, place=place, who=who, max_seconds=max_seconds)
    read = read_case(case, decisions=not no_decisions)
    doubt(case, read, outcome)
    reread = partial(_reread, case, decisions=not no_decisions)
    found = studied(lambda: compare(read, _changes(read, options, given), options, reread))
    match form:
        case "json":
            write(studied_json.comparison(found))
        case "csv":
            write(studied_csv.comparison(found))
        case _:
            from reconcile.reports.comparison import to_text  # noqa: PLC0415 - only tables need rich

            show(partial(to_text, found), width)
    end(ctx, (figure for variant in found.variants for figure in variant.figures))


def _changes(case: Case, options: Options, given: dict[str, tuple[str, ...]]) -> list[Change]:
    """Return the changes asked for, in the order of the options in help."""
    from reconcile.studies import Change, each_claim  # noqa: PLC0415 - help needs none of it

    changes: list[Change] = []
    for name in ("parts", "same_scope", "conventions", "vague", "without", "assume", "min_grade", "as_of"):
        for value in (value.strip() for text in given[name] for value in text.split(",")):
            if name == "without" and value == EACH:
                changes += each_claim(case, options)
            else:
                changes.append(Change(name.replace("_", "-"), value))
    return list(dict.fromkeys(changes))


def _reread(path: Path, vague: str, *, decisions: bool) -> Case:
    from reconcile.api import OptionError  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile import LEXICONS  # noqa: PLC0415

    if vague not in LEXICONS:
        raise OptionError(f"no lexicon is called `{vague}`; there are {', '.join(LEXICONS)}")
    return read_case(path, vague=vague, decisions=decisions)

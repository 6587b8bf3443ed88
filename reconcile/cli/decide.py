"""`reconcile decide`: write down what was decided of two claims, and see what it does to the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import case_path
from reconcile.cli.exits import Failure
from reconcile.cli.output import say
from reconcile.model import Answer, LinkKind

if TYPE_CHECKING:
    from pathlib import Path

_RELATIONS = (LinkKind.WITHIN, LinkKind.SAME_AS, LinkKind.APART_FROM)


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile decide kyiv.yaml rescuers within mayor-toll yes \\
          --because "the mayor's office confirmed it by phone"
      reconcile decide kyiv.yaml rescuers within mayor-toll unclear \\
          --because "taken back" --by OK
      reconcile decide quake.yaml a.killed same-as b.killed no --because "lists"

    \b
    Exit codes: 0 written; 2 usage, or nothing written; 130 interrupted.
    """,
)
@click.argument("case", type=case_path, shell_complete=candidates.case_files)
@click.argument("claim", shell_complete=candidates.names(candidates.claims))
@click.argument("relation", metavar="within|same-as|apart-from", type=click.Choice([each.value for each in _RELATIONS]))
@click.argument("other", metavar="CLAIM", shell_complete=candidates.names(candidates.claims))
@click.argument("answer", metavar="yes|no|unclear", type=click.Choice([each.value for each in Answer]))
@click.option("--because", metavar="TEXT", required=True, help="Why: kept with the decision.")
@click.option("--by", metavar="NAME", help="Who decides; git's user.name or the login name if left out.")
def command(case: Path, claim: str, relation: str, other: str, answer: str, because: str, by: str | None) -> None:  # noqa: PLR0913, PLR0917 - one parameter an argument
    """Decide how two claims of a CASE relate.

    The decision is appended to the file beside the case, CASE.decisions.yaml, and outranks what the case
    states. The last decision on a pair stands, and all of them stay. The case itself is not touched.

    A claim is named by its id, or by id.killed where it says several outcomes.
    """
    from reconcile.api import CaseError  # noqa: PLC0415 - help needs none of it
    from reconcile.review import Decision, DecisionError, decide  # noqa: PLC0415
    from reconcile.review.summary import consequences, written  # noqa: PLC0415

    try:
        decision = Decision(claim, LinkKind(relation), other, Answer(answer), signed(case, by), because)
        before, after = decide(case, decision)
    except CaseError as error:
        raise Failure(str(error)) from error
    except DecisionError as error:
        raise Failure(f"{case}: {error}") from error
    for line in (*written(case, [decision]), *consequences(before, after)):
        say(line)


def signed(case: Path, by: str | None) -> str:
    """Return who signs the decisions on a case; where nobody says, find out, and say so.

    Raises
    ------
    click.UsageError
        If nobody is to be found.
    """
    if by is not None:
        return by
    from reconcile.review import signature  # noqa: PLC0415 - help needs none of it

    found = signature(case.parent)
    if found is None:
        raise click.UsageError("nobody knows who decides: name yourself with --by NAME")
    click.echo(f"signed {found.name} ({found.origin}; --by NAME changes it)", err=True)
    return found.name

"""`reconcile review`: walk through the open questions of a case, and settle what can be settled."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import case_path
from reconcile.cli.decide import signed
from reconcile.cli.exits import Exit, Failure
from reconcile.cli.output import say

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.review import Session


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      reconcile review cases/kyiv-2025-06-06.yaml
      reconcile review kyiv.yaml --blind      without what the answers would do
      reconcile review kyiv.yaml --prompt     line by line, for a screen reader

    \b
    Exit codes: 0 finished, or quit; 2 usage, or a case with errors;
    130 interrupted. What was answered is kept in any case.
    """,
)
@click.argument("case", type=case_path, shell_complete=candidates.case_files)
@click.option("--blind", is_flag=True, help="Do not show what each answer would make of the bounds.")
@click.option("--prompt", is_flag=True, help="Ask line by line, not on a full screen.")
@click.option("--by", metavar="NAME", help="Who decides; git's user.name or the login name if left out.")
@click.pass_context
def command(ctx: click.Context, case: Path, blind: bool, prompt: bool, by: str | None) -> None:
    """Walk through the open questions of a CASE, the most settling first.

    Each answer is appended at once to the file beside the case, CASE.decisions.yaml, with its reason; then
    only what still matters is asked. Stop whenever you like: the next review goes on from there. The case
    itself is not touched.
    """
    from reconcile.api import CaseError  # noqa: PLC0415 - help needs none of it
    from reconcile.review import Session  # noqa: PLC0415

    try:
        session = Session(case, signed(case, by))
        finished = _hold(session, blind=blind, plain=prompt or not _has_full_screen())
    except CaseError as error:
        raise Failure(str(error)) from error
    if not finished:
        ctx.exit(Exit.INTERRUPTED)


def _hold(session: Session, *, blind: bool, plain: bool) -> bool:
    """Hold the session and sum it up, however it ends; return whether it was not interrupted."""
    from reconcile.review.summary import summary  # noqa: PLC0415 - help needs none of it

    try:
        if plain:
            from reconcile.review.prompt import converse  # noqa: PLC0415 - one of the two is enough

            converse(session, input, say, blind=blind)
            return True
        from reconcile.review.screen import show  # noqa: PLC0415

        return show(session, blind=blind)
    except KeyboardInterrupt:
        say("")
        return False
    finally:
        for line in summary(session):
            say(line)


def _has_full_screen() -> bool:
    """Return whether there is a terminal that can move its cursor, and Textual to draw on it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") in {"dumb", "unknown"}:
        return False
    if find_spec("textual") is None:
        click.echo("the full screen needs Textual: pip install 'reconcile[review]'", err=True)
        return False
    return True

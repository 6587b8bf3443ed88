"""`reconcile explain`: what a diagnostic means, what causes it, and how to mend it."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import nearest_name
from reconcile.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.casefile.codes import Code


@click.command(
    epilog="""\b
    Examples:
      reconcile explain                      every code, with a line each
      reconcile explain quote-number         one of them, with an example
    """,
)
@click.argument("code", required=False, shell_complete=candidates.names(candidates.codes))
def command(code: str | None) -> None:
    """Explain a diagnostic of `reconcile check` by its CODE, the word in brackets.

    It tells what the diagnostic means, the smallest case that causes it, what is printed, and how to mend it.
    """
    from reconcile.casefile.codes import Code  # noqa: PLC0415 - help needs none of it

    if code is None:
        say("\n".join(_listed()))
    elif code in list(Code):
        say("\n".join(_explained(Code(code))))
    else:
        nearest = nearest_name(code, list(Code))
        meant = f"did you mean `{nearest}`?" if nearest else "`reconcile explain` lists them"
        raise click.UsageError(f"no diagnostic is called `{code}`; {meant}")


def _listed() -> Iterator[str]:
    from reconcile.casefile.codes import Code  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.explanations import summary  # noqa: PLC0415

    width = max(map(len, Code))
    for code in Code:
        yield f"{code:<{width}}  {summary(code)}"


def _explained(code: Code) -> Iterator[str]:
    from reconcile.casefile.diagnostics import visible  # noqa: PLC0415 - help needs none of it
    from reconcile.casefile.explanations import explain  # noqa: PLC0415
    from reconcile.lint import RULES  # noqa: PLC0415

    explanation = explain(code)
    yield f"{code}: {explanation.summary}"
    yield f"\n{explanation.text}"
    if code in RULES:
        yield f"\nTo let it be, write under the claim or the link why:\n\n    ignore: {{{code}: the reason}}"
    if explanation.example is not None:
        yield f"\nThe smallest case that causes it, {code}.yaml:\n"
        yield indent("\n".join(map(visible, explanation.example.split("\n"))), "    ")
    yield "\nWhat is printed:\n"
    yield indent(explanation.printed, "    ")

"""`reconcile completion`: the script that makes a shell complete commands, options, cases and the names in them."""

from __future__ import annotations

import click

from reconcile.cli.output import emit
from reconcile.cli.program import COMPLETE, program

_SHELLS = ("bash", "zsh", "fish")
"""Names of the shells; help must not load what answers them. A test holds the two together."""


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Examples:
      eval "$(reconcile completion bash)"     a line for ~/.bashrc
      eval "$(reconcile completion zsh)"      for ~/.zshrc, below compinit
      reconcile completion fish | source      for ~/.config/fish/config.fish
    """,
)
@click.argument("shell", metavar="|".join(_SHELLS), type=click.Choice(_SHELLS))
def command(shell: str) -> None:
    """Print a script that lets TAB complete in a shell.

    It completes commands, options, case files and, from the case on the line, claims, places, groups, outcomes
    and times.
    """
    from reconcile.cli.shells import SHELLS  # noqa: PLC0415 - help needs none of it

    emit(SHELLS[shell](program, {}, "reconcile", COMPLETE).source().encode())

"""`reconcile schema`: the JSON Schema of a case file, for editors."""

from __future__ import annotations

import json

import click

from reconcile.cli.output import emit


@click.command(
    epilog="""\b
    Example:
      reconcile schema > case.schema.json    and as the first line of a case:
      # yaml-language-server: $schema=case.schema.json
    """,
)
def command() -> None:
    """Print the JSON Schema of case files, for editors.

    An editor that knows it completes names and marks mistakes as one types.
    """
    from reconcile import casefile  # noqa: PLC0415 - help needs none of it

    emit((json.dumps(casefile.json_schema(), ensure_ascii=False, indent=2) + "\n").encode())

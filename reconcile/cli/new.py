"""`reconcile new`: a commented case file to start from."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from reconcile.cli.exits import Failure
from reconcile.cli.output import say


@click.command(
    no_args_is_help=True,
    epilog="""\b
    Example:
      reconcile new kharkiv-2025-06-07       writes kharkiv-2025-06-07.yaml
    """,
)
@click.argument("name", type=click.Path(path_type=Path))
def command(name: Path) -> None:
    """Write a commented starter case, NAME.yaml.

    It is a sound case as it is, to be changed piece by piece. A file that is there is never overwritten.
    """
    from reconcile import casefile  # noqa: PLC0415 - help needs none of it

    path = name if name.suffix in {".yaml", ".yml"} else Path(f"{name}.yaml")
    if not path.stem.strip("."):
        raise click.UsageError(f"`{name}` is no name for a file")
    if not casefile.is_case_file(path):
        raise Failure(f"{path}: a decisions file has a name like this; give the case another")
    starter = casefile.starter(path.stem)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter)
    except FileExistsError:
        raise Failure(f"{path}: there is such a file, and it stays as it is; choose another name") from None
    except FileNotFoundError:
        raise Failure(f"{path}: there is no folder {path.parent}") from None
    except OSError as error:
        raise Failure(f"{path}: not written: {error.strerror}") from error
    shown = quote(f"./{path}" if str(path).startswith("-") else str(path))
    say(f"Wrote {path}. Fill it in, then:\n  reconcile check {shown}\n  reconcile {shown}")

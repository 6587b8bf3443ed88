"""The command line: one module a command, loaded when it is called.

This module imports nothing that takes time, so that from its first line on an interruption ends the program quietly.
"""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["interrupted", "main"]


def main() -> None:
    """Run the program on the arguments of the process, and leave with its exit code."""
    try:
        from reconcile.cli.program import run  # noqa: PLC0415 - see the module's docstring

        run()
    except KeyboardInterrupt:
        interrupted()


def interrupted() -> NoReturn:
    """Say so, on a line below the `^C` of a terminal, and leave with the exit code for it."""
    if sys.stderr is not None:
        sys.stderr.write("\ninterrupted\n" if sys.stderr.isatty() else "interrupted\n")
    sys.exit(130)  # `Exit.INTERRUPTED`, of a module that takes time to import

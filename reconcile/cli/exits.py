"""Exit codes, and the failure that ends a command with one."""

from __future__ import annotations

from enum import IntEnum

import click


class Exit(IntEnum):
    """Exit codes: a contract that scripts rely on."""

    REPORTED = 0
    OPEN = 1
    FAULT = 2
    LIMIT = 3
    INTERRUPTED = 130


class Failure(click.ClickException):
    """What the user asked for cannot be done; the message says why, without a usage line."""

    exit_code = Exit.FAULT

    def format_message(self) -> str:
        """Return the message in lines that a terminal shows and never obeys, whatever names of files hold."""
        from reconcile.casefile.diagnostics import printable  # noqa: PLC0415 - for mistakes only

        return "\n".join(map(printable, super().format_message().split("\n")))

"""The program: it finds the command that is called, and loads that one alone.

`reconcile CASE…` has no verb: arguments that do not begin with the name of a command are for the report.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from typing import Any

import click

from reconcile.cli import interrupted
from reconcile.cli.exits import Exit
from reconcile.cli.messages import never_fail
from reconcile.reports.signs import SPELT

COMMANDS = (
    *("check", "explain", "new", "decide", "review", "compare", "timeline", "diff", "why", "graph"),
    *("import", "export", "schema", "completion"),
)
"""Names of the commands, each a module of this package, in the order in which help lists them."""

DEFAULT = "report"
"""The command that needs no name."""

COMPLETE = "_RECONCILE_COMPLETE"
"""The variable by which a shell asks for what may stand next on its line; click knows it by this name."""

_YOUNG = 1_000_000
"""How many values are made before Python looks for cycles among them: a case has none, and looking takes its time."""


def run() -> None:
    """Run the program on the arguments of the process, and leave with its exit code."""
    gc.set_threshold(_YOUNG)
    atexit.register(gc.freeze)  # the system takes all memory back at once: nobody need look through it
    if isinstance(sys.stdout, TextIOWrapper):  # help has signs that not every encoding has
        sys.stdout.reconfigure(errors=SPELT)
    never_fail()
    if COMPLETE in os.environ:
        from reconcile.cli.shells import register  # noqa: PLC0415 - for a shell alone

        register()
    try:
        program(prog_name="reconcile")
    except OSError as error:
        if error.filename is not None:  # not what befalls help on its way to a full disk
            raise
        from reconcile.cli.output import give_up  # noqa: PLC0415 - as above

        give_up(error)


class Program(click.Group):
    """A group of commands, each loaded when it is asked for, with one that answers where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Load a command."""
        if cmd_name not in {*COMMANDS, DEFAULT}:
            return None
        command: click.Command = import_module(f"reconcile.cli.{_module(cmd_name)}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name where no command is named."""
        named = bool(args) and args[0] in COMMANDS
        return super().parse_args(ctx, args if named else [DEFAULT, *args])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; neither an interruption nor a reader of help who has had enough ends in a traceback."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            interrupted()
        except BrokenPipeError:
            from reconcile.cli.output import drop_the_rest  # noqa: PLC0415 - seldom needed

            drop_the_rest(sys.stdout)
            ctx.exit(Exit.REPORTED)


class DefaultCommand(click.Command):
    """The command that needs no name: its help is the whole program's."""

    class context_class(click.Context):  # noqa: N801 - click's name for it
        """A context that calls the command by the program's name."""

        @property
        def command_path(self) -> str:
            """What one types to call the command."""
            return self.parent.command_path if self.parent else super().command_path

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage of the report, and of the other commands."""
        super().format_usage(ctx, formatter)
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS] …", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the other commands."""
        super().format_options(ctx, formatter)
        if ctx.parent:
            program.format_commands(ctx.parent, formatter)


def _module(name: str) -> str:
    """Return the name of a command's module: one called like a word of Python's has an underscore behind it."""
    return f"{name}_" if iskeyword(name) else name


program = Program(
    "reconcile",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    add_help_option=False,
)

"""The command reference in the README is what the commands say of themselves."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from reconcile.cli.program import DEFAULT, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- reference -->\n", "<!-- /reference -->\n"
WIDTH = 100


def commands() -> Iterator[tuple[click.Context, str]]:
    """Yield the context of each command, the one that needs no name first, and what one types to call it."""
    parent = click.Context(program, info_name="reconcile", terminal_width=WIDTH, **program.context_settings)
    for name in (DEFAULT, *program.list_commands(parent)):
        command = program.get_command(parent, name)
        assert command
        yield from within(command, parent, name)


def within(command: click.Command, parent: click.Context, name: str) -> Iterator[tuple[click.Context, str]]:
    context = command.context_class(command, parent=parent, info_name=name)
    yield context, context.command_path
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            subcommand = command.get_command(context, each)
            assert subcommand
            yield from within(subcommand, context, each)


def reference() -> str:
    """Return the help of every command, each to be unfolded."""
    blocks = []
    for context, path in commands():
        summary = f"<code>{path}</code>: {escape(context.command.get_short_help_str(WIDTH), quote=False)}"
        blocks.append(
            f"<details>\n<summary>{summary}</summary>\n\n```text\n{context.get_help().rstrip()}\n```\n\n</details>\n"
        )
    return "\n".join(blocks)


def test_the_reference_is_the_help_of_every_command(golden: Callable[[Path, str], None]) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, behind = rest.partition(END)
    golden(README, f"{before}{BEGIN}\n{reference()}\n{END}{behind}")


CONTEXTS = {path: context for context, path in commands()}


@pytest.mark.parametrize("path", CONTEXTS)
def test_everything_is_explained(path: str) -> None:
    command = CONTEXTS[path].command
    assert command.help
    assert [each.name for each in command.params if isinstance(each, click.Option) and not each.help] == []

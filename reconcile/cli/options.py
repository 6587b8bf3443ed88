"""Options that choose the assumptions a case is worked on under, shared by the commands that take one set of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from reconcile.cli import candidates
from reconcile.cli.arguments import nearest_name
from reconcile.model import CONVENTIONS, GRADES, Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reconcile.api import Options

Command = TypeVar("Command", bound="Callable[..., object]")


def settings_options(command: Command) -> Command:
    """Add the options that override the settings of a case, and those that set claims aside."""
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


def chosen(given: Mapping[str, Any], **more: Any) -> Options:  # noqa: ANN401 - as click gives them
    """Return what the options of `settings_options` ask for.

    Parameters
    ----------
    given
        The values of those options, but for `vague`, which is for the reader of the case.
    more
        Further fields.
    """
    from reconcile.api import Options  # noqa: PLC0415 - help needs none of it

    parts, same_scope = given["parts"], given["same_scope"]
    return Options(
        parts=Parts(parts) if parts else None,
        same_scope=SameScope(same_scope) if same_scope else None,
        conventions=given["conventions"],
        as_of=given["as_of"],
        assume=given["assume"],
        without=given["without"],
        min_grade=given["min_grade"],
        **more,
    )


def _lexicon(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check the name of a lexicon; the names are read for this alone, as help must be quick."""
    if value is not None:
        from reconcile.casefile import LEXICONS  # noqa: PLC0415 - help needs none of it

        if value not in LEXICONS:
            raise click.BadParameter(f"no lexicon is called `{value}`; {_meant(value, LEXICONS)}", ctx, param)
    return value


def _conventions(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Take a list of conventions apart; None where the option is not given."""
    if value is None:
        return None
    if value == "none":
        return ()
    names = [name.strip() for name in value.split(",")]
    for name in names:
        if name not in CONVENTIONS:
            raise click.BadParameter(f"no convention is called `{name}`; {_meant(name, CONVENTIONS)}", ctx, param)
    return tuple(name for name in CONVENTIONS if name in names)


def _grade(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Take a grade in upper or lower case."""
    if value is None:
        return None
    if value.upper() not in tuple(GRADES):
        raise click.BadParameter(f"`{value}` is no grade: expected one of {', '.join(GRADES)}", ctx, param)
    return value.upper()


def _meant(name: str, names: Sequence[str]) -> str:
    nearest = nearest_name(name, names)
    return f"did you mean `{nearest}`?" if nearest else f"there are {', '.join(names)}"


_SETTINGS = (
    click.option(
        "--parts",
        type=click.Choice([each.value for each in Parts]),
        help="What another source's narrower figure is to a wider one: possibly, or presumably, part of it.",
    ),
    click.option(
        "--same-scope",
        type=click.Choice([each.value for each in SameScope]),
        help="What two sources' figures for one scope are: alternatives, or an open one nested in a larger.",
    ),
    click.option(
        "--conventions",
        metavar="LIST|none",
        callback=_conventions,
        shell_complete=candidates.conventions,
        help=f"Which assumptions to make: {', '.join(CONVENTIONS)}.",
    ),
    click.option(
        "--vague",
        metavar="NAME",
        callback=_lexicon,
        shell_complete=candidates.names(candidates.lexicons),
        help="The lexicon for vague words such as dozens: logical, airwars, acled or emdat.",
    ),
    click.option(
        "--as-of",
        metavar="TIME",
        help="Only claims made by then; a claim with no time counts as made.",
        shell_complete=candidates.names(candidates.moments),
    ),
    click.option(
        "--assume",
        metavar="CLAIM:within:CLAIM=yes|no",
        multiple=True,
        help="What if the first were, or were not, among the second; repeatable.",
        shell_complete=candidates.what_ifs,
    ),
    click.option(
        "--without",
        metavar="CLAIM",
        multiple=True,
        help="Set a claim aside; repeatable.",
        shell_complete=candidates.names(candidates.claims),
    ),
    click.option(
        "--min-grade",
        metavar="A…F",
        callback=_grade,
        shell_complete=candidates.names(candidates.grades),
        help="Set aside the claims of sources that are graded worse.",
    ),
)

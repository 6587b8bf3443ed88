"""What may stand next on a command line, for the completion of a shell.

A shell asks at each TAB: so only what is asked for is loaded, and a case that cannot be read offers nothing.
`reconcile.cli.shells` puts the words before the cursor into `obj` of the context.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.model import CONVENTIONS, GRADES, PEOPLE, Answer, LinkKind, Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    import click
    from click.shell_completion import CompletionItem

    from reconcile.model import Case

    Found: TypeAlias = "list[CompletionItem[str]]"
    Offer: TypeAlias = Callable[[click.Context, click.Parameter, str], Found]
    Names: TypeAlias = Callable[[click.Context], Iterable[tuple[str, str]]]

_MOST_CASES = 20
"""Cases that are read for the names in them, of those that are on the line or in a folder there."""

_RELATIONS = (LinkKind.WITHIN, LinkKind.SAME_AS, LinkKind.APART_FROM)


def case_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:  # noqa: ARG001 - as click calls it
    """Offer case files, and folders; before them the commands, where nothing is on the line yet.

    Where there is none of all that, the shell offers whatever files there are.
    """
    from reconcile.casefile import is_case_file  # noqa: PLC0415 - see the module's docstring

    found = [] if _words(ctx) else _commands(ctx, incomplete)
    folder, slash, start = incomplete.rpartition("/")
    for name, is_folder in _entries(folder + slash, hidden=start.startswith(".")):
        if name.startswith(start) and (is_folder or is_case_file(Path(name))):
            found.append(_item(f"{folder}{slash}{name}{'/' * is_folder}", part=is_folder))
    return found or [_item(incomplete, kind="file")]


def names(source: Names) -> Offer:
    """Offer the names that a source knows and that are not on the line yet, each with a word of help."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:  # noqa: ARG001 - as click calls it
        used = _words(ctx)
        return [
            _item(name, help_)
            for name, help_ in dict(source(ctx)).items()
            if name.startswith(incomplete) and name not in used
        ]

    return offer


def lists(source: Names, signs: str = ",") -> Offer:
    """Offer lists of the names that a source knows: the list so far, and one of the names that are not in it."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:  # noqa: ARG001 - as click calls it
        at = max(incomplete.rfind(sign) for sign in signs) + 1
        before, start = incomplete[:at], incomplete[at:]
        used = before.translate(str.maketrans(signs, " " * len(signs))).split()
        return [
            _item(before + name, help_, part=True)
            for name, help_ in dict(source(ctx)).items()
            if name.startswith(start) and name not in used
        ]

    return offer


def conventions(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:
    """Offer lists of conventions, and `none` in the place of a list."""
    none = [] if "," in incomplete else names(words("none"))(ctx, param, incomplete)
    return lists(words(*CONVENTIONS))(ctx, param, incomplete) + none


def what_ifs(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:  # noqa: ARG001 - as click calls it
    """Offer the next piece of `CLAIM:within:CLAIM=yes`."""
    before, _, answer = incomplete.rpartition("=")
    if before.count(":") == 2:
        return [_item(f"{before}={each}") for each in Answer if each.startswith(answer)]
    claim, *more = incomplete.split(":")
    known = {name: help_ for name, help_ in claims(ctx) if not {*":="} & {*name}}
    match more:
        case []:
            return [_item(f"{name}:", help_, part=True) for name, help_ in known.items() if name.startswith(claim)]
        case [relation]:
            return [_item(f"{claim}:{each}:", part=True) for each in _RELATIONS if each.startswith(relation)]
        case [relation, other]:
            return [
                _item(f"{claim}:{relation}:{name}=", help_, part=True)
                for name, help_ in known.items()
                if name.startswith(other) and name != claim
            ]
    return []


def claims(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the names of the claims: of each figure, and of all figures of a claim together."""
    for case in _cases(ctx):
        for claim in case.claims.values():
            if claim.stated_as != claim.id:
                yield claim.stated_as, ""
            who = "" if claim.scope.who == PEOPLE else f" {claim.scope.who}"
            said = f"{claim.count}{who} {claim.scope.outcome}, {claim.scope.place}"
            yield claim.id, f"{said}: {case.sources[claim.source].name}"


def outcomes(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the outcomes that claims are about."""
    return ((claim.scope.outcome, "") for case in _cases(ctx) for claim in case.claims.values())


def places(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the places, each with the one that holds it."""
    return ((place, holder or "") for case in _cases(ctx) for place, holder in case.places.parents.items())


def groups(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the groups, each with the one that holds it."""
    return ((group, holder or "") for case in _cases(ctx) for group, holder in case.groups.parents.items())


def moments(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the times when claims were made, in their order."""
    spans = [claim.at for case in _cases(ctx) for claim in case.claims.values() if claim.at]
    return ((span.text, "") for span in sorted(spans, key=lambda span: (span.start, span.end)))


def lexicons(ctx: click.Context) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - as the other sources
    """Yield the lexicons for vague words."""
    from reconcile.casefile import LEXICONS  # noqa: PLC0415 - see the module's docstring

    return ((name, "") for name in LEXICONS)


def codes(ctx: click.Context) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - as the other sources
    """Yield the diagnostics, each with what it says."""
    from reconcile.casefile.codes import Code  # noqa: PLC0415 - see the module's docstring
    from reconcile.casefile.explanations import summary  # noqa: PLC0415

    return ((code.value, summary(code)) for code in Code)


def words(*known: str) -> Names:
    """Return a source that knows these names whatever is on the line."""
    return lambda _: ((word, "") for word in known)


grades = words(*GRADES)
parts = words(*Parts)
same_scopes = words(*SameScope)
"""What settings may be set to."""


def _commands(ctx: click.Context, incomplete: str) -> Found:
    from reconcile.cli.program import program  # noqa: PLC0415 - it loads this module

    commands = ((name, program.get_command(ctx, name)) for name in program.list_commands(ctx))
    return [
        _item(name, command.get_short_help_str(80))
        for name, command in commands
        if command and name.startswith(incomplete)
    ]


def _cases(ctx: click.Context) -> Iterator[Case]:
    """Read the cases on the line; those that have errors are left out."""
    from itertools import islice  # noqa: PLC0415 - see the module's docstring

    from reconcile import casefile  # noqa: PLC0415

    for path in islice(_case_paths(ctx), _MOST_CASES):
        case, _ = casefile.read(path, decisions=False)
        if case is not None:
            yield case


def _case_paths(ctx: click.Context) -> Iterator[Path]:
    from reconcile import casefile  # noqa: PLC0415 - see the module's docstring

    for word in _words(ctx):
        path = Path(word).expanduser()
        if path.is_dir():
            yield from casefile.case_files(path)
        elif casefile.is_case_file(path) and path.is_file():
            yield path


def _words(ctx: click.Context) -> tuple[str, ...]:
    return ctx.obj or ()


def _entries(folder: str, *, hidden: bool) -> list[tuple[str, bool]]:
    """Return the names in a folder, and which are folders themselves."""
    try:
        with os.scandir(Path(folder).expanduser()) as entries:
            return sorted((entry.name, entry.is_dir()) for entry in entries if hidden or not entry.name.startswith("."))
    except OSError:
        return []


def _item(value: str, help_: str = "", *, kind: str = "plain", part: bool = False) -> CompletionItem[str]:
    """Return something to offer; `part`, if more is to follow without a space."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - see the module's docstring

    return CompletionItem(value, kind, help_ or None, part=part)

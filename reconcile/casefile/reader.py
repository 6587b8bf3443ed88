"""From a case file to a `Case`, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.casefile.checks import take
from reconcile.casefile.claims import Background, Claims
from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import Severity
from reconcile.casefile.fields import CASE, QUESTION, SETTINGS
from reconcile.casefile.files import find_decisions, open_file
from reconcile.casefile.lexicons import LEXICONS
from reconcile.casefile.links import read_decisions, read_link
from reconcile.casefile.nodes import Scalar, compose
from reconcile.casefile.remains import remains
from reconcile.casefile.repeated import look_at_repeated
from reconcile.casefile.roll import Roll
from reconcile.casefile.sources import Sources
from reconcile.casefile.trees import find_group, find_place, read_exclusive, read_groups, read_places
from reconcile.casefile.values import read_window, read_zone
from reconcile.model import CONVENTIONS, PEOPLE, Case, Parts, Question, SameScope, Settings, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from reconcile.casefile.checks import Entries
    from reconcile.casefile.diagnostics import Diagnostic
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.files import File
    from reconcile.casefile.nodes import Node
    from reconcile.model import Link


def read(
    path: str | PathLike[str],
    *,
    vague: str | None = None,
    decisions: bool = True,
    also: Callable[[Case], list[Diagnostic]] | None = None,
) -> tuple[Case | None, list[Diagnostic]]:
    """Read a case file, and the decisions file beside it.

    What somebody wrote never raises: all that is wrong with it comes back at once.

    Parameters
    ----------
    path
        The case file.
    vague
        A lexicon to use instead of the one in the case's settings.
    decisions
        Whether to read the decisions file, if there is one.
    also
        Finds what else is wrong with a case. Where there are errors, it is asked of what can be relied on.

    Returns
    -------
    case : Case or None
        None if there is an error.
    diagnostics : list of Diagnostic
        Errors and warnings by their place, those in the decisions file behind those in the case.

    Raises
    ------
    ValueError
        If no lexicon is called `vague`.
    """
    if vague is not None and vague not in LEXICONS:
        raise ValueError(f"no lexicon is called {vague}: there are {', '.join(LEXICONS)}")
    path = Path(path)
    file, faults = open_file(path)
    root = compose(file.text, faults) if file else None
    if file is None or root is None:
        return None, faults.diagnostics
    if isinstance(root, Scalar) and root.is_null:
        faults.error(Code.EMPTY, root, "the file is empty", "`reconcile new NAME` starts a case")
        return None, faults.diagnostics
    case, background, roll = _whole(file, root, vague, faults)
    if Code.DUPLICATE_KEY in faults.codes:
        look_at_repeated(root, lambda again: _whole(file, root, vague, again), faults)
    diagnostics = faults.diagnostics
    if decisions and (beside := find_decisions(path)):
        decided, more = _decisions(beside, roll, background)
        links = () if _has_error(more) else case.links  # what decisions outrank is not known then
        case = replace(case, decisions=() if _has_error(more) else decided, links=links)
        diagnostics += more
    if also:
        diagnostics += also(remains(case, roll, faults) if _has_error(diagnostics) else case)
        diagnostics.sort(key=lambda found: (found.origin.path != file.path, found.origin.line, found.origin.column))
    return None if _has_error(diagnostics) else case, diagnostics


def _has_error(diagnostics: list[Diagnostic]) -> bool:
    return any(found.severity is Severity.ERROR for found in diagnostics)


def _whole(file: File, root: Node, vague: str | None, faults: Faults) -> tuple[Case, Background, Roll]:
    """Return the case that a file describes, and what its decisions are read by."""
    entries = take(root, CASE, faults)
    faults.unsure |= entries.doubtful
    background, roll = _background(entries, vague, faults), Roll(faults)
    return _case(file, entries, background, roll, faults), background, roll


def _background(entries: Entries, vague: str | None, faults: Faults) -> Background:
    zone_name, date = entries.scalar("timezone"), entries.scalar("date")
    zone = read_zone(zone_name, faults) if zone_name else UTC
    return Background(
        zone=zone,
        window=(date and read_window(date, zone, faults)) or _UNKNOWN,
        places=read_places(entries.mapping("places"), faults),
        groups=read_groups(entries.mapping("groups"), faults),
        sources=Sources(entries.mapping("sources"), faults),
        settings=_settings(entries.node("settings"), vague, faults),
    )


def _case(file: File, entries: Entries, background: Background, roll: Roll, faults: Faults) -> Case:
    """Return the case that a file describes; where there are faults, what is left of it."""
    claims = Claims(background, roll, faults)
    for key, node in entries.mapping("claims"):
        claims.read(key, node)
    links = [link for item in entries.items("links") for link in read_link(item, roll, faults)]
    if not claims.found and not faults.errors:
        faults.warn(Code.NO_CLAIMS, entries.at, "the case has no claims yet", "add them under `claims`")
    return Case(
        title=entries.text("title") or "",
        date=background.window,
        path=file.path,
        sha256=file.sha256,
        places=background.places,
        groups=background.groups,
        sources=background.sources.by_id,
        claims=claims.found,
        timezone=entries.text("timezone") or "UTC",
        summary=entries.text("summary"),
        exclusive=read_exclusive(entries.items("exclusive"), background.groups, faults),
        links=(*claims.links, *links),
        questions=tuple(_question(node, background, faults) for node in entries.items("questions")),
        settings=background.settings,
    )


_UNKNOWN = Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), "")
"""Stands for the date of a case that gives none that can be read."""


def _decisions(path: Path, roll: Roll, background: Background) -> tuple[tuple[Link, ...], list[Diagnostic]]:
    file, faults = open_file(path)
    root = compose(file.text, faults) if file else None
    decided = read_decisions(root, roll, background.zone, faults) if root else ()
    if root and Code.DUPLICATE_KEY in faults.codes:
        look_at_repeated(root, lambda again: read_decisions(root, roll, background.zone, again), faults)
    return decided, faults.diagnostics


def _question(node: Node, background: Background, faults: Faults) -> Question:
    entries = take(node, QUESTION, faults)
    place, who = entries.scalar("place"), entries.scalar("who")
    return Question(
        outcome=entries.text("outcome") or "",
        place=(place and find_place(place, background.places, faults)) or next(iter(background.places)),
        who=(who and find_group(who, background.groups, faults)) or PEOPLE,
    )


def _settings(node: Node | None, vague: str | None, faults: Faults) -> Settings:
    if node is None:
        return Settings(vague=vague or LEXICONS[0])
    entries = take(node, SETTINGS, faults)
    chosen = [item.text for item in entries.items("conventions") if isinstance(item, Scalar)]
    return Settings(
        parts=Parts(entries.text("parts") or Parts.POSSIBLE),
        same_scope=SameScope(entries.text("same-scope") or SameScope.ALTERNATIVES),
        conventions=tuple(name for name in CONVENTIONS if name in chosen or "conventions" not in entries),
        vague=vague or entries.text("vague") or LEXICONS[0],
    )

"""The library's front door: read a case, report on it.

>>> import reconcile
>>> case = reconcile.load("cases/kyiv-2025-06-06.yaml")
>>> toll = reconcile.report(case).questions[0]
>>> toll.outcome, toll.place, toll.lower, toll.upper
('killed', 'Kyiv', 4, 7)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.model import GRADES, PEOPLE, Answer, Link, LinkKind, Origin, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reconcile.bounds import Clock
    from reconcile.casefile import Diagnostic
    from reconcile.model import Case, Claim, Parts, SameScope, Settings, Span
    from reconcile.reports.value import Report


class CaseError(Exception):
    """A case file, or its decisions file, has faults. `diagnostics` lists them all, warnings included."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        from reconcile.casefile import render  # noqa: PLC0415 - only for a fault

        super().__init__("\n".join(render(diagnostic) for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class OptionError(ValueError):
    """An option does not fit the case: a claim, place or group that it does not have, or a time that is none."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a report may be asked to do otherwise than the case says. None leaves the case's setting.

    Attributes
    ----------
    parts, same_scope, conventions
        Override the settings of the case; `conventions=()` switches all off.
    as_of
        A date or an ISO 8601 time: only claims surely made by the end of it count, and those with no time.
    assume
        What-ifs, as `claim:within:claim=yes`; `same-as` and `apart-from` go as well as `within`.
    without
        Claims to set aside, by id or address.
    min_grade
        Set aside the claims of sources graded worse than this, or not at all.
    outcome, place, who
        Answer only these questions; a scope that no claim asked for may be named.
    max_seconds
        Limit of the search.
    """

    parts: Parts | None = None
    same_scope: SameScope | None = None
    conventions: tuple[str, ...] | None = None
    as_of: str | None = None
    assume: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    min_grade: str | None = None
    outcome: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    max_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What options make of a case: the claims that count, those set aside (by id), and what is asked of them."""

    case: Case
    settings: Settings
    claims: tuple[Claim, ...]
    aside: tuple[str, ...]
    assumed: tuple[Link, ...]
    questions: tuple[Question, ...]


def load(path: Path | str, *, vague: str | None = None, decisions: bool = True) -> Case:
    """Read a case file and the decisions beside it.

    Parameters
    ----------
    path
        The case file.
    vague
        The lexicon for vague words, instead of the case's own.
    decisions
        Whether to read the decisions file.

    Raises
    ------
    CaseError
        If anything in the files is at fault.
    """
    from reconcile.casefile import read  # noqa: PLC0415 - the reader is not needed for its errors

    case, diagnostics = read(path, vague=vague, decisions=decisions, also=check)
    if case is None:
        raise CaseError(diagnostics)
    return case


def check(case: Case, *, lint: bool = False) -> list[Diagnostic]:
    """Find what reading cannot: links and decisions that scopes rule out, and links that replace claims in a circle.

    Parameters
    ----------
    lint
        Whether to warn, where there is no such error, of what is probably a mistake and the case does not ignore.
    """
    from reconcile.graph import faults  # noqa: PLC0415

    errors = faults(case)
    if errors or not lint:
        return errors
    from reconcile.lint import lint as doubt  # noqa: PLC0415 - a report does without it

    return doubt(case)


def report(case: Case, options: Options | None = None, clock: Clock | None = None) -> Report:
    """Bound every question of a case, and find what is open, disagrees and is assumed.

    Parameters
    ----------
    clock
        The limit of the search, for callers that may stop it: in place of `Options.max_seconds`.

    Raises
    ------
    OptionError
        If an option does not fit the case.
    """
    from reconcile.bounds.clock import Clock as Limit  # noqa: PLC0415 - heavier than what check needs
    from reconcile.findings import find  # noqa: PLC0415
    from reconcile.graph import build  # noqa: PLC0415
    from reconcile.reports.build import build as build_report  # noqa: PLC0415
    from reconcile.reports.notes import notes  # noqa: PLC0415
    from reconcile.reports.value import SettingsLine  # noqa: PLC0415

    options = options or Options()
    asked = inquire(case, options)
    graph = build(case, asked.claims, asked.settings, asked.assumed)
    chosen = bool(options.outcome or options.place or options.who)
    found = find(graph, asked.questions, asked.assumed, clock or Limit(options.max_seconds), chosen=chosen)
    line = SettingsLine(
        asked.settings.parts,
        asked.settings.same_scope,
        asked.settings.conventions,
        asked.settings.vague,
        options.as_of,
        options.assume,
        asked.aside,
    )
    noted = notes(
        case,
        options.outcome,
        _moment(case, options.as_of),
        graded=options.min_grade is not None,
        complete=found.complete,
    )
    return build_report(graph, found, line, noted, asked.assumed)


def inquire(case: Case, options: Options) -> Inquiry:
    """Apply options to a case, without answering yet: for what asks of a case in its own way.

    Raises
    ------
    OptionError
        If an option does not fit the case.
    """
    from reconcile.findings import questions_of  # noqa: PLC0415 - as in report

    as_of = _moment(case, options.as_of)
    made = [claim for claim in case.claims.values() if _made_by(claim, as_of)]
    aside = {*_set_aside(case, options.without), *_graded_worse(case, options.min_grade)}
    return Inquiry(
        case,
        _settings(case, options),
        tuple(claim for claim in made if claim.id not in aside),
        tuple(claim.id for claim in made if claim.id in aside),
        tuple(_assumed(case, options.assume)),
        tuple(_asked(case, questions_of(case, made), options)),
    )


def _settings(case: Case, options: Options) -> Settings:
    settings = case.settings
    if options.parts is not None:
        settings = replace(settings, parts=options.parts)
    if options.same_scope is not None:
        settings = replace(settings, same_scope=options.same_scope)
    if options.conventions is not None:
        settings = replace(settings, conventions=options.conventions)
    return settings


def _moment(case: Case, text: str | None) -> Span | None:
    if text is None:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - rarely asked for

    from reconcile.casefile import TimeError, parse_moment  # noqa: PLC0415
    from reconcile.casefile.diagnostics import quoted  # noqa: PLC0415

    try:
        return parse_moment(text, ZoneInfo(case.timezone))
    except TimeError as error:
        raise OptionError(f"as-of: {quoted(text)}: {error.message}: {error.hint}") from error


def _made_by(claim: Claim, as_of: Span | None) -> bool:
    return as_of is None or claim.at is None or claim.at.end <= as_of.end


def _addressed(case: Case, name: str) -> list[Claim]:
    """Return the claims that an id or an address names."""
    found = [claim for claim in case.claims.values() if name in (claim.id, claim.stated_as)]
    if not found and "." in name:
        stated, _, outcome = name.rpartition(".")
        found = [
            claim for claim in case.claims.values() if claim.stated_as == stated and claim.scope.outcome == outcome
        ]
    if not found:
        raise OptionError(f"no claim is called `{name}`{_nearest(name, case.claims)}")
    return found


def _set_aside(case: Case, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (claim.id for claim in _addressed(case, name))


def _graded_worse(case: Case, grade: str | None) -> Iterator[str]:
    if grade is None:
        return
    if grade.upper() not in GRADES:
        raise OptionError(f"`{grade}` is no grade: expected one of {', '.join(GRADES)}")
    accepted = GRADES[: GRADES.index(grade.upper()) + 1]
    for claim in case.claims.values():
        if (case.sources[claim.source].grade or "none") not in accepted:
            yield claim.id


def _assumed(case: Case, what_ifs: Iterable[str]) -> list[Link]:
    found: dict[frozenset[str], Link] = {}  # the last one on a pair stands, as with decisions
    for text in what_ifs:
        relation, _, answer = text.rpartition("=")
        claim, kind, other = relation.split(":") if relation.count(":") == 2 else ("", "", "")
        kinds = (LinkKind.WITHIN, LinkKind.SAME_AS, LinkKind.APART_FROM)
        if kind not in kinds or answer not in list(Answer):
            raise OptionError(f"`{text}` is no assumption: expected claim:within:claim=yes, or =no, or =unclear")
        for one, two in _paired(case, claim, other):
            link = Link(LinkKind(kind), one.id, (two.id,), Origin("--assume", 1, 1), Answer(answer))
            found[frozenset((one.id, two.id))] = link
    from reconcile.graph import contradictions  # noqa: PLC0415

    for contradiction in contradictions(replace(case, links=tuple(found.values()), decisions=())):
        raise OptionError(contradiction.message)
    return list(found.values())


def _paired(case: Case, one: str, other: str) -> list[tuple[Claim, Claim]]:
    """Pair the claims that two names stand for, outcome by outcome."""
    ones, others = _addressed(case, one), _addressed(case, other)
    pairs = [(a, b) for a in ones for b in others if a.scope.outcome == b.scope.outcome]
    if not pairs and len(ones) == len(others) == 1:
        pairs = [(ones[0], others[0])]
    for a, b in pairs:
        if a is b:
            raise OptionError(f"this relates `{a.id}` to itself: name another claim")
    if not pairs:
        raise OptionError(
            f"`{one}` and `{other}` are no two claims of one outcome: name the outcome, as in `{one}.killed`"
        )
    return pairs


def _asked(case: Case, questions: tuple[Question, ...], options: Options) -> list[Question]:
    """Return the questions that the options leave; where none is left, those that they ask for."""
    for given, known, what in (
        (options.place, case.places, "place"),
        (options.who, case.groups, "group"),
    ):
        for name in given:
            if name not in known:
                raise OptionError(f"no {what} is called `{name}`{_nearest(name, known)}")
    asked = list(questions)
    if not asked:
        asked = [
            Question(outcome, place, who)
            for outcome in options.outcome
            for place in options.place or (case.top_place,)
            for who in options.who or (PEOPLE,)
        ]
    if options.who:
        roots = {case.groups.root(who) for who in options.who}
        asked = [question for question in asked if case.groups.root(question.who) in roots] or asked
    for facet, given in (("outcome", options.outcome), ("place", options.place), ("who", options.who)):
        if given:
            asked = [
                question
                for name in given
                for question in (
                    [question for question in asked if getattr(question, facet) == name]
                    or [replace(question, **{facet: name}) for question in asked]
                )
            ]
    return list(dict.fromkeys(asked))


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""

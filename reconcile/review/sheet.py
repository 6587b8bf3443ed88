"""What a reviewer is shown of a question, in words that every front end shares.

All of it is safe to print: a text from a case is one line, and nothing in it moves the cursor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.reports.printable import one_line
from reconcile.reports.wording import counted, range_if
from reconcile.review.changes import asked, figure, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.value import Ambiguity, ClaimLine
    from reconcile.review.session import Session


class Card(NamedTuple):
    """One claim: its id, and what is known of it, each with a label."""

    claim: str
    facts: list[tuple[str, str]]


class TollLine(NamedTuple):
    """One toll that the question moves: its bounds at the start of the session, now, and after each answer."""

    toll: str
    start: str
    now: str
    yes: str
    no: str


class Sheet(NamedTuple):
    """A question with all that is shown of it; `yes` and `no` say what these answers mean."""

    text: str
    reason: str
    yes: str
    no: str
    cards: tuple[Card, Card]
    tolls: list[TollLine]


def sheet(session: Session, question: Ambiguity) -> Sheet:
    """Put a question of a session into words."""
    overlaps = question.relation == "overlaps"
    return Sheet(
        text=one_line(question.text),
        reason=one_line(question.reason),
        yes="yes, all of them" if overlaps else "yes",
        no="no, none of them",
        cards=(_card(session, question.claim), _card(session, question.other)),
        tolls=[*_tolls(session, question)],
    )


def progress(session: Session) -> str:
    """Say how many questions are left, answered and put off: `2 questions left · 1 answered`."""
    put_off = sum(step.is_put_off for step in session.steps)
    answered = len(session.steps) - put_off
    parts = [f"{counted(len(session.questions), 'question')} left"]
    parts += [f"{answered} answered"] if answered else []
    parts += [f"{put_off} put off"] if put_off else []
    return " · ".join(parts)


def _card(session: Session, claim: str) -> Card:
    line = session.report.claims[claim]
    facts = [(label, one_line(text)) for label, text in _facts(session, line) if text]
    return Card(one_line(claim), facts)


def _facts(session: Session, line: ClaimLine) -> Iterator[tuple[str, str | None]]:
    claim = session.case.claims[line.id]
    source, via = session.case.sources[claim.source], session.case.sources.get(line.via or "")
    yield "figure", line.figure
    yield "written", f"“{line.words}”" if line.words != line.figure else None
    yield "outcome", line.outcome
    yield "who", line.who
    yield "place", line.place
    yield "source", source.name
    yield "role", source.role
    yield "grade", source.grade
    yield "via", via.name if via else line.via
    yield "said", line.at
    yield "hurt", claim.scope.window.text if claim.scope.window != session.case.date else None
    yield "quote", f"“{line.quote}”" if line.quote else None
    yield "note", line.note
    yield "url", line.url


def _tolls(session: Session, question: Ambiguity) -> Iterator[TollLine]:
    start = figures(session.start)
    for effect in question.effects:
        toll = session.report.questions[effect.question]
        now = figure(toll)
        was = start.get(asked(toll), now)
        yes, no = range_if(toll, effect.if_within), range_if(toll, effect.if_apart)
        yield TollLine(one_line(asked(toll).title), str(was), str(now), yes, no)

"""The whole dossier of one case: the parts, put in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.pictures import picture_svg, picture_text
from reconcile.reports.dossier.cards import Card, disagreement_card, question_card
from reconcile.reports.dossier.course import Courses, courses, moments
from reconcile.reports.dossier.evidence import Exhibit, Facts, decisions, exhibits, provenance, statements
from reconcile.reports.dossier.glance import Glance, glances
from reconcile.reports.outline import DISAGREEMENTS, MINOR_QUESTIONS, OPEN_QUESTIONS, Length, outline, shortened
from reconcile.reports.wording import counted, in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.outline import Outline, Row, Section
    from reconcile.reports.studied import Timeline
    from reconcile.reports.value import Report, Toll

IN_FULL = Length(entries=100, assumptions=100, elsewhere="--format json has all")
"""Longer lists would make a page that nobody reads and some cannot open. Tolls and claims are never left out."""

MEANING = (
    "The bounds are about what the claims account for: the fewest and the most people whom they can be about. "
    "They are no estimate of those whom nobody counted."
)
"""What must stand on everything that is handed on."""

NO_COURSE = "Left out here, as it takes long for so many claims: `reconcile timeline CASE` tells"
"""What is said of claims of several times where no timeline is handed over."""


@dataclass(frozen=True, slots=True)
class Part:
    """Findings of one kind: as cards where there are any, else as the entries of the section."""

    section: Section
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is said of a case, in reading order.

    `scales` has for each toll the number at which its bars end, the same for all tolls of an outcome. `courses` is
    None where all claims are of one time; `courses_left_out` says so where the timeline was too long to find out.
    `picture` is the graph of the claims as an `<svg>` element, `in_words` the same as lines of text; both are empty
    where the report comes without its graph. A dossier is plain values, and can be sent to another process.
    """

    title: str
    head: str
    summary: str
    notes: tuple[str, ...]
    glances: tuple[Glance, ...]
    rows: tuple[Row, ...]
    tolls: tuple[Toll, ...]
    scales: tuple[int, ...]
    remarks: tuple[str, ...]
    picture: str
    in_words: str
    parts: tuple[Part, ...]
    courses: Courses | None
    courses_left_out: str
    exhibits: tuple[Exhibit, ...]
    provenance: Facts


def dossier(report: Report, timeline: Timeline | None = None) -> Dossier:
    """Put together all that is said of a case.

    Parameters
    ----------
    report
        The report of the case.
    timeline
        How its bounds moved as claims came in, if that was found out.
    """
    said, case, graph = outline(report, IN_FULL), report.case, report.claim_graph
    asked = {(each.claim, each.other): each.id for each in report.ambiguities}
    has_course = moments(report) > 1
    cards = {
        OPEN_QUESTIONS: {each.id: question_card(report, each) for each in report.ambiguities},
        DISAGREEMENTS: {each.id: disagreement_card(report, each) for each in report.disagreements},
    }
    cards[MINOR_QUESTIONS] = cards[OPEN_QUESTIONS]
    contents = [counted(case.claims, "claim"), "from", counted(case.sources, "source")]
    return Dossier(
        title=case.title,
        head=in_a_row([case.date, " ".join(contents)]),
        summary=case.summary or "",
        notes=report.notes,
        glances=tuple(glances(report)),
        rows=said.rows,
        tolls=report.questions,
        scales=_scales(report),
        remarks=said.remarks,
        picture=picture_svg(graph, asked) if graph else "",
        in_words=picture_text(graph, asked) if graph else "",
        parts=tuple(_parts(report, said, cards)),
        courses=courses(timeline) if timeline and has_course else None,
        courses_left_out=NO_COURSE if has_course and not timeline else "",
        exhibits=tuple(exhibits(report)),
        provenance=provenance(report),
    )


def _parts(report: Report, said: Outline, cards: dict[str, dict[str, Card]]) -> Iterator[Part]:
    for section in said.sections:
        found = cards.get(section.title, {})
        yield Part(section, tuple(found[entry.label] for entry in section.entries if found))
    for title, entries in (("Stated of the claims", statements(report)), ("Decided", decisions(report))):
        section = shortened(title, list(entries), IN_FULL)
        if section.entries:
            yield Part(section)


def _scales(report: Report) -> tuple[int, ...]:
    """Find the greatest bound of each outcome, in whatever event."""
    most: dict[str, int] = {}
    events = [(at, toll.upper) for at, toll in enumerate(report.questions)]
    events += [
        (effect.question, bounds[1])
        for ambiguity in report.ambiguities
        for effect in ambiguity.effects
        for bounds in (effect.if_within, effect.if_apart)
    ]
    events += [
        (effect.question, effect.bounds[1])
        for disagreement in report.disagreements
        for effects in disagreement.without.values()
        for effect in effects
    ]
    for question, upper in events:
        outcome = report.questions[question].outcome
        most[outcome] = max(most.get(outcome, 1), upper or 1)
    return tuple(most[toll.outcome] for toll in report.questions)

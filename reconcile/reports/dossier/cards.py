"""Open questions and disagreements with what each way out makes of the bounds, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.reports.wording import range_if, toll_name, toll_range, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.reports.value import Ambiguity, Disagreement, Effect, Range, Report

NOW = "now"


@dataclass(frozen=True, slots=True)
class Compared:
    """The bounds of a toll in one event: `if yes`, `without mayor-toll`; as numbers, and as they are read."""

    label: str
    bounds: Range
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One toll, by its index in the report and by its name, as it is now and in each event."""

    question: int
    toll: str
    rows: tuple[Compared, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A finding of its own: what is asked or stated, why, and what it does to the tolls."""

    id: str
    text: str
    comparisons: tuple[Comparison, ...]
    aside: str = ""


def question_card(report: Report, ambiguity: Ambiguity) -> Card:
    """Return an open question with both of its outcomes."""
    comparisons = tuple(_outcomes(report, ambiguity, effect) for effect in ambiguity.effects)
    return Card(ambiguity.id, ambiguity.text, comparisons, ambiguity.reason)


def disagreement_card(report: Report, disagreement: Disagreement) -> Card:
    """Return a disagreement with the bounds if each of its claims is set aside."""
    without: dict[int, list[Compared]] = {}
    for claim, effects in disagreement.without.items():
        for effect in effects:
            row = compared(report, effect.question, f"without {claim}", effect.bounds)
            without.setdefault(effect.question, []).append(row)
    comparisons = tuple(_set_aside(report, question, rows) for question, rows in without.items())
    return Card(disagreement.id, disagreement.text, comparisons)


def compared(report: Report, question: int, label: str, bounds: Range) -> Compared:
    """Return the bounds of a toll in some event."""
    return Compared(label, bounds, range_if(report.questions[question], bounds))


def _outcomes(report: Report, ambiguity: Ambiguity, effect: Effect) -> Comparison:
    toll = report.questions[effect.question]
    yes, no = ("if all are shared", "if none is shared") if ambiguity.relation == "overlaps" else ("if yes", "if no")
    rows = [
        compared(report, effect.question, yes, effect.if_within),
        compared(report, effect.question, no, effect.if_apart),
    ]
    return _comparison(report, effect.question, rows, f"settles {effect.settles} of {width(toll)}")


def _set_aside(report: Report, question: int, rows: Sequence[Compared]) -> Comparison:
    toll = report.questions[question]
    if all(row.bounds == (toll.lower, toll.upper) for row in rows):
        return _comparison(report, question, (), "the same whichever is set aside")
    return _comparison(report, question, rows)


def _comparison(report: Report, question: int, rows: Sequence[Compared], remark: str = "") -> Comparison:
    toll = report.questions[question]
    now = Compared(NOW, (toll.lower, toll.upper), toll_range(toll))
    return Comparison(question, toll_name(toll), (now, *rows), remark)

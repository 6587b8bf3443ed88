"""How each toll moved as claims came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.reports.wording import cause, in_a_row

if TYPE_CHECKING:
    from reconcile.reports.studied import Figure, Timeline
    from reconcile.reports.value import Report

START = "at the start"
"""When the claims without a time came in."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A toll after one moment, and what moved it or added to it then."""

    when: str
    figure: Figure
    causes: str


@dataclass(frozen=True, slots=True)
class Course:
    """A toll over time: a step for each moment at which something moved it or added to it."""

    toll: str
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Courses:
    """The tolls that moved, and the names of those that never did."""

    moving: tuple[Course, ...]
    still: tuple[str, ...]


def courses(timeline: Timeline) -> Courses:
    """Return how each toll moved."""
    moving, still = [], []
    for at, asked in enumerate(timeline.questions):
        steps = [(moment.at or START, moment.steps[at]) for moment in timeline.moments]
        moves = tuple(
            Moved(when, step.figure, in_a_row(map(cause, step.causes))) for when, step in steps if step.causes
        )
        if len({move.figure for move in moves}) > 1:
            moving.append(Course(asked.title, moves))
        else:
            still.append(asked.title)
    return Courses(tuple(moving), tuple(still))


def moments(report: Report) -> int:
    """Return at how many moments the claims of a report were made; those without a time count as one."""
    return len({claim.at for claim in report.claims.values()})

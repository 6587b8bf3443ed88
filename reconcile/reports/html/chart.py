"""A toll over time as a step chart: where its lines run and its labels stand, in units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.reports.dossier.course import Course

_STEP = 104
_HEIGHT = 96
_ABOVE = 22
_BELOW = 36
"""How wide a step is, how high the scale, and how much room there is for the labels above and below."""


@dataclass(frozen=True, slots=True)
class Step:
    """The labels of one step: the bounds above it, the day and the hour below; the middle is at `x`."""

    x: int
    y: int
    bounds: str
    day: str
    hour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing `width` by `height`: the area of what is sure, that of what is possible, both lines, the labels."""

    width: int
    height: int
    base: int
    sure: str
    possible: str
    lower: str
    upper: str
    steps: tuple[Step, ...]


def chart(course: Course) -> Chart:
    """Draw a toll over time: each step as wide as the next, whatever time lies between them."""
    most = max((move.figure.upper or 0) for move in course.moves) or 1
    base = _ABOVE + _HEIGHT
    lows = [base - _HEIGHT * (move.figure.lower or 0) // most for move in course.moves]
    highs = [base - _HEIGHT * (move.figure.upper or 0) // most for move in course.moves]
    width = _STEP * len(course.moves)
    below = f"L{width} {base}L0 {base}Z"
    steps = []
    for at, (move, high) in enumerate(zip(course.moves, highs, strict=True)):
        day, _, hour = move.when.partition("T")
        steps.append(Step(_STEP * at + _STEP // 2, high - 6, str(move.figure), day, hour))
    return Chart(
        width=width,
        height=base + _BELOW,
        base=base,
        sure=_line(lows) + below,
        possible=_line(highs) + below,
        lower=_line(lows),
        upper=_line(highs),
        steps=tuple(steps),
    )


def _line(heights: Sequence[int]) -> str:
    """Return the path of a line of steps."""
    begin, *rest = [f"{_STEP * at} {y}H{_STEP * (at + 1)}" for at, y in enumerate(heights)]
    return f"M{begin}" + "".join(f"L{part}" for part in rest)

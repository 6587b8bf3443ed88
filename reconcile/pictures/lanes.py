"""Which line runs above which in a channel, and which further out in a gutter: the order with the fewest crossings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reconcile.pictures.ways import Stop, Way

    Point = tuple[int, int]

_NEAR = 8
"""Two stretches nearer than this to one another would look like one."""

_CLASH = 10
"""How many crossings that is worth."""


@dataclass(slots=True)
class _Run:
    """How a line runs through a channel: from where to where, and where it goes on to the one side and the other.

    For a channel, `ahead` is where it goes on upwards and `behind` where downwards; in a gutter, it always goes on
    inwards, which is `behind`.
    """

    ahead: list[int] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)

    def covers(self, at: int) -> bool:
        """Whether a line that goes on at some point would have to cross this one."""
        ends = [*self.ahead, *self.behind]
        return min(ends) < at < max(ends)


def sort_lanes(ways: Sequence[Way], stations: Callable[[Way], Sequence[Point]]) -> None:
    """Sort the lines of all channels, and then of all gutters.

    Parameters
    ----------
    stations
        Says where a line starts, enters each stretch of its way, leaves the last, and ends.
    """
    for gutters in (False, True):
        runs: dict[tuple[int, int | None], tuple[Stop, dict[int, _Run]]] = {}
        for way in ways:
            points = stations(way)
            for at, stop in enumerate(way.stops):
                if (stop.channel is None) is gutters:
                    _, found = runs.setdefault((id(stop.region), stop.channel), (stop, {}))
                    _add(found.setdefault(way.line, _Run()), points[at : at + 4], gutter=gutters)
        for stop, found in runs.values():
            stop.lines[:] = _sorted(stop.lines, found)


def _add(run: _Run, points: Sequence[Point], *, gutter: bool) -> None:
    """Add to a run where a line comes from, enters, leaves, and goes to."""
    before, enters, leaves, behind = points
    if gutter:
        run.behind += [enters[1], leaves[1]]
        return
    for at, other in ((enters, before), (leaves, behind)):
        (run.ahead if other[1] < at[1] else run.behind).append(at[0])


def _sorted(lines: Iterable[int], runs: dict[int, _Run]) -> list[int]:
    """Put those first whose being first costs least."""
    left, found = list(lines), []
    while left:
        gain = {
            one: sum(_cost(runs[one], runs[other]) - _cost(runs[other], runs[one]) for other in left if other != one)
            for one in left
        }
        first = min(left, key=lambda one: gain[one])
        left.remove(first)
        found.append(first)
    return found


def _cost(first: _Run, second: _Run) -> int:
    """Count the crossings if one line runs before another; two that would lie upon one another count for many."""
    crossings = sum(second.covers(at) for at in first.behind) + sum(first.covers(at) for at in second.ahead)
    clashes = sum(abs(at - other) < _NEAR for at in first.behind for other in second.ahead)
    return crossings + _CLASH * clashes

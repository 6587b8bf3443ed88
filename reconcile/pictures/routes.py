"""Ways in, lines out: where each line turns, once all boxes stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reconcile.pictures.boxes import Region
from reconcile.pictures.lanes import sort_lanes
from reconcile.pictures.ways import plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reconcile.pictures.boxes import Box
    from reconcile.pictures.picture import Tie
    from reconcile.pictures.ways import Way

Point = tuple[int, int]

_PORT = 18
"""How far the ends of two lines on a box lie apart, if there is room."""

_ASIDE = 4
"""How far they are moved aside, to the left on top and to the right below: no two lines of boxes above one another
run on the same height."""


@dataclass(frozen=True, slots=True)
class Route:
    """A tie and the corners of its line, from one end to the other. One that joins another ends where it does so."""

    tie: Tie
    points: tuple[Point, ...]
    joins: bool = False


def route(whole: Region, boxes: Mapping[str, Box], ties: Sequence[Tie]) -> list[Route]:
    """Let all boxes stand, with room between them for the lines, and draw those."""
    ways = plan(boxes, ties)
    whole.measure()
    whole.stand(0, 0)
    ports = _ports(ways.values())
    sort_lanes(list(ways.values()), lambda way: _stations(way, ports))
    drawn: dict[int, list[tuple[Point, ...]]] = {}
    routes = []
    for at, tie in enumerate(ties):
        if at not in ways:
            routes.append(Route(tie, _across(boxes[tie.one], boxes[tie.other])))
            continue
        way = ways[at]
        points = tuple(_bends(_stations(way, ports)))
        if way.low is not boxes[tie.one]:
            points = points[::-1]
        before = drawn.setdefault(way.line, [])
        cut = _cut(points, before) if before else None
        routes.append(Route(tie, cut or points, joins=cut is not None))
        before.append(cut or points)
    return routes


def _ports(ways: Collection[Way]) -> dict[tuple[Box, bool, int], int]:
    """Return for each box, side (whether it is the top) and line where the line touches."""
    ends: dict[tuple[Box, bool], dict[int, int]] = {}
    for way in ways:
        ends.setdefault((way.low, True), {})[way.line] = way.high.middle
        ends.setdefault((way.high, not way.under), {})[way.line] = way.low.middle
    found: dict[tuple[Box, bool, int], int] = {}
    for (box, top), lines in ends.items():
        ordered = sorted(lines, key=lambda line: (lines[line], line))
        step = min(_PORT, (box.width - _PORT) // len(ordered))
        for at, line in enumerate(ordered):
            found[box, top, line] = _middle(box, top) + (2 * at - len(ordered) + 1) * step // 2
    for way in ways:
        low, high = (way.low, True), (way.high, not way.under)
        for (box, top), (other, side) in ((low, high), (high, low)):
            x = found[other, side, way.line]
            if len(ends[box, top]) == 1 and box.x + _PORT <= x <= box.x + box.width - _PORT:
                found[box, top, way.line] = x  # straight up, without a bend
                break
    return found


def _middle(box: Box, top: bool) -> int:
    """Return the middle of the lines at a side of a box; those of a region stay clear of those of its boxes."""
    return box.middle + (-_ASIDE if top else _ASIDE + 1) - isinstance(box, Region) * box.width // 4


def _stations(way: Way, ports: Mapping[tuple[Box, bool, int], int]) -> list[Point]:
    """Return where a line starts, where it enters each stretch of its way, where it leaves the last, and its end."""
    x, y = ports[way.low, True, way.line], way.low.y
    points = [(x, y)]
    for region, channel in way.stops:
        if channel is None:
            x = region.gutter_lane(way.line)
        else:
            y = region.lane(channel, way.line)
        points.append((x, y))
    x = ports[way.high, not way.under, way.line]
    return [*points, (x, y), (x, way.high.y + way.high.height * way.under)]


def _bends(points: Sequence[Point]) -> Iterator[Point]:
    """Iterate over the ends of a line and the points where it turns."""
    kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    for at, (x, y) in enumerate(kept):
        if 0 < at < len(kept) - 1 and (
            kept[at - 1][0] == x == kept[at + 1][0] or kept[at - 1][1] == y == kept[at + 1][1]
        ):
            continue
        yield x, y


def _across(one: Box, other: Box) -> tuple[Point, ...]:
    """Draw a line between neighbours in a row, from side to side."""
    y = max(one.y, other.y) + min(one.height, other.height) // 2
    if one.x < other.x:
        return (one.x + one.width, y), (other.x, y)
    return (one.x, y), (other.x + other.width, y)


def _cut(points: Sequence[Point], others: Iterable[Sequence[Point]]) -> tuple[Point, ...] | None:
    """Return a line up to where it meets the first of others; None where it meets none."""
    walls = [(one, two) for other in others for one, two in pairwise(other)]
    for at, (start, end) in enumerate(pairwise(points)):
        meets = [found for wall in walls if (found := _meeting(start, end, wall)) is not None]
        if meets:
            nearest = min(meets, key=lambda found: abs(found[0] - start[0]) + abs(found[1] - start[1]))
            return (*points[: at + 1], nearest)
    return None


def _meeting(start: Point, end: Point, wall: tuple[Point, Point]) -> Point | None:
    """Return the point of an upright or level stretch, nearest to its start, that another stretch has as well."""
    found = []
    for axis in (0, 1):
        low, high = sorted((start[axis], end[axis]))
        bottom, top = sorted((wall[0][axis], wall[1][axis]))
        if max(low, bottom) > min(high, top):
            return None
        found.append(min(max(start[axis], low, bottom), high, top))
    return found[0], found[1]

"""How each kind of tie looks: its line, its ends and its label, told apart without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from reconcile.pictures.labels import clean, width
from reconcile.pictures.picture import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.pictures.routes import Route
    from reconcile.pictures.spots import Spots

    Point = tuple[int, int]

_ROUND = 6
"""How far a corner is rounded."""

_LABEL = 11


def draw_tie(parent: Element, route: Route, title: str = "") -> None:
    """Draw a tie along the corners of its line."""
    tie = route.tie
    group = SubElement(parent, "g", {"class": f"cg-tie cg-{tie.mark.replace(' ', '-')} cg-{tie.weight}"})
    if title:
        SubElement(group, "title").text = clean(title)
    line = _path(route.points)
    SubElement(group, "path", {"class": "cg-line", "d": line})
    if tie.mark is Mark.SAME:
        SubElement(group, "path", {"class": "cg-core", "d": line})
    _ends(group, tie.mark, route.points, joins=route.joins)


def draw_label(parent: Element, route: Route, spots: Spots, title: str = "") -> None:
    """Write the label of a tie on its line, where there is room."""
    tie = route.tie
    text = clean(f"{tie.label}?" if tie.asked else tie.label)
    wide = width(text, _LABEL) + 10
    x, y = spots.find(route.points, wide)
    group = SubElement(parent, "g", {"class": "cg-asked" if tie.asked else "cg-shared"})
    if title:
        SubElement(group, "title").text = clean(title)
    box = {"x": str(x - wide // 2), "y": str(y - 8), "width": str(wide), "height": "16", "rx": "8"}
    SubElement(group, "rect", {"class": "cg-pill", **box})
    SubElement(group, "text", {"class": "cg-label", "x": str(x), "y": str(y + 4)}).text = text


def _ends(group: Element, mark: Mark, points: Sequence[Point], *, joins: bool) -> None:
    """Draw what a line begins and ends with."""
    start, end = (points[0], points[1]), (points[-1], points[-2])
    if joins:
        _disc(group, "cg-full", points[-1], 2)
        return
    match mark:
        case Mark.WITHIN:
            _shape(group, "cg-full", end, [(0, 0), (10, 5), (10, -5)])
        case Mark.POSSIBLY_WITHIN:
            _shape(group, "cg-hollow", end, [(0, 0), (11, 6), (11, -6)])
        case Mark.SUM:
            _shape(group, "cg-full", end, [(0, 0), (8, 4), (8, -4)])
            centre = _at(end, 15, 0)
            _disc(group, "cg-hollow", centre, 7)
            x, y = centre
            SubElement(group, "path", {"class": "cg-line cg-sign", "d": f"M{x - 4} {y}H{x + 4}M{x} {y - 4}V{y + 4}"})
        case Mark.REPLACED:
            _open(group, end, [(8, 5), (0, 0), (8, -5)])
        case Mark.APART:
            _open(group, start, [(4, 6), (4, -6)])
            _open(group, end, [(4, 6), (4, -6)])
        case Mark.OVERLAPS | Mark.MAY_OVERLAP:
            kind = "cg-full" if mark is Mark.OVERLAPS else "cg-hollow"
            _disc(group, kind, _at(start, 4, 0), 4)
            _disc(group, kind, _at(end, 4, 0), 4)
        case Mark.SAME:
            pass


def _at(end: tuple[Point, Point], along: int, aside: int) -> Point:
    """Return the point so far back along a line from its end, and so far beside it."""
    (x, y), (before_x, before_y) = end
    step_x, step_y = (before_x > x) - (before_x < x), (before_y > y) - (before_y < y)
    return x + step_x * along - step_y * aside, y + step_y * along + step_x * aside


def _shape(group: Element, kind: str, end: tuple[Point, Point], corners: Iterable[Point]) -> None:
    points = " ".join(f"{x},{y}" for x, y in (_at(end, *corner) for corner in corners))
    SubElement(group, "polygon", {"class": kind, "points": points})


def _open(group: Element, end: tuple[Point, Point], corners: Iterable[Point]) -> None:
    points = "L".join(f"{x} {y}" for x, y in (_at(end, *corner) for corner in corners))
    SubElement(group, "path", {"class": "cg-line cg-sign", "d": f"M{points}"})


def _disc(group: Element, kind: str, centre: Point, radius: int) -> None:
    SubElement(group, "circle", {"class": kind, "cx": str(centre[0]), "cy": str(centre[1]), "r": str(radius)})


def _path(points: Sequence[Point]) -> str:
    """Write a line with rounded corners."""
    words = [f"M{points[0][0]} {points[0][1]}"]
    for before, (x, y), behind in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards((x, y), before), _towards((x, y), behind)
        words.append(f"L{near[0]} {near[1]}Q{x} {y} {far[0]} {far[1]}")
    words.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(words)


def _towards(corner: Point, other: Point) -> Point:
    """Return the point where the rounding of a corner begins, on the way to another."""
    (x, y), (to_x, to_y) = corner, other
    far = min(_ROUND, (abs(to_x - x) + abs(to_y - y)) // 2)
    return x + far * ((to_x > x) - (to_x < x)), y + far * ((to_y > y) - (to_y < y))

"""Where things stand: in their regions, side by side, with no line across a box."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from drawings import CASES, reported
from families import country, overlapping

from reconcile.pictures.arrange import Arrangement
from reconcile.pictures.boxes import Box, Region
from reconcile.pictures.compose import compose
from reconcile.pictures.routes import route

if TYPE_CHECKING:
    from reconcile.pictures.routes import Route

Drawn = tuple[Arrangement, list["Route"]]


@pytest.fixture(scope="module", params=[*CASES, "country", "overlapping"], ids=lambda path: getattr(path, "stem", path))
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    path = request.param
    if isinstance(path, str):
        text = {"country": country(40), "overlapping": overlapping(9)}[path]
        path = tmp_path_factory.mktemp("family") / "case.yaml"
        path.write_text(text, encoding="utf-8")
    picture = compose(*reported(path))
    arrangement = Arrangement(picture)
    return arrangement, route(arrangement.whole, arrangement.boxes, picture.ties)


def test_everything_stands_in_its_region_and_nothing_upon_another(drawn: Drawn) -> None:
    arrangement, _ = drawn
    for region in (arrangement.whole, *arrangement.whole.regions()):
        inner = [box for row in region.rows for box in row]
        for box in inner:
            assert region.x <= box.x
            assert box.x + box.width <= region.x + region.width
            assert region.y + region.header <= box.y
            assert box.y + box.height <= region.y + region.height
        assert not any(_overlap(one, other) for one, other in combinations(inner, 2))


def test_no_line_crosses_a_box(drawn: Drawn) -> None:
    arrangement, routes = drawn
    leaves = [box for box in arrangement.boxes.values() if not isinstance(box, Region)]
    for each in routes:
        for (x, y), (to_x, to_y) in pairwise(each.points):
            assert x == to_x or y == to_y
            stretch = Box("", abs(to_x - x), abs(to_y - y), min(x, to_x), min(y, to_y))
            assert not any(_overlap(stretch, box) for box in leaves)


def test_lines_lead_from_end_to_end(drawn: Drawn) -> None:
    arrangement, routes = drawn
    for each in routes:
        assert _touches(each.points[0], arrangement.boxes[each.tie.one])
        assert each.joins or _touches(each.points[-1], arrangement.boxes[each.tie.other])


def test_lines_of_different_ties_do_not_lie_upon_one_another(drawn: Drawn) -> None:
    _, routes = drawn
    stretches: dict[tuple[int, int], list[tuple[int, int, object]]] = {}
    for each in routes:
        line = (each.tie.other, each.tie.mark, each.tie.weight) if each.tie.mark.is_inclusion else each
        for (x, y), (to_x, to_y) in pairwise(each.points):
            key, ends = ((0, x), (y, to_y)) if x == to_x else ((1, y), (x, to_x))
            stretches.setdefault(key, []).append((min(ends), max(ends), line))
    shared = sum(
        min(one[1], other[1]) - max(one[0], other[0])
        for found in stretches.values()
        for one, other in combinations(found, 2)
        if one[2] != other[2] and min(one[1], other[1]) > max(one[0], other[0])
    )
    assert shared == 0


def test_wholes_stand_above_what_is_surely_in_them(drawn: Drawn) -> None:
    arrangement, routes = drawn
    for each in routes:
        if each.tie.mark.is_certain:
            assert arrangement.boxes[each.tie.one].y > arrangement.boxes[each.tie.other].y


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _touches(point: tuple[int, int], box: Box) -> bool:
    x, y = point
    level = box.x <= x <= box.x + box.width and y in {box.y, box.y + box.height}
    return level or (box.y <= y <= box.y + box.height and x in {box.x, box.x + box.width})

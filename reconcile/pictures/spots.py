"""Where to write on a line, so that no two labels lie upon one another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[int, int]

_HALF_HEIGHT = 9
_PARTS = ((1, 2), (1, 3), (2, 3), (1, 5), (4, 5))
"""How far along a stretch of a line a label may stand, best first."""


class Spots:
    """Places that are taken already."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int, int, int]] = []

    def take(self, left: int, top: int, right: int, bottom: int) -> None:
        """Keep a place free of labels."""
        self._taken.append((left, top, right, bottom))

    def find(self, points: Sequence[Point], width: int) -> Point:
        """Return where the middle of a label may stand on a line, and take the place: on a long stretch if possible."""
        stretches = sorted(
            pairwise(points), key=lambda ends: -abs(ends[0][0] - ends[1][0]) - abs(ends[0][1] - ends[1][1])
        )
        spots = [
            (x + (to_x - x) * part // whole, y + (to_y - y) * part // whole)
            for (x, y), (to_x, to_y) in stretches
            for part, whole in _PARTS
        ]
        found = min(spots, key=lambda spot: self._overlaps(*_around(spot, width)))
        self.take(*_around(found, width))
        return found

    def _overlaps(self, left: int, top: int, right: int, bottom: int) -> int:
        return sum(
            left < other_right and other_left < right and top < other_bottom and other_top < bottom
            for other_left, other_top, other_right, other_bottom in self._taken
        )


def _around(spot: Point, width: int) -> tuple[int, int, int, int]:
    x, y = spot
    return x - width // 2, y - _HALF_HEIGHT, x + width // 2, y + _HALF_HEIGHT

"""Boxes in regions, regions in regions: how large each is, and where it stands.

A region has rows of boxes. Between its rows are channels, in which lines run to and fro; on its right is a gutter, in
which they run up and down. So no line crosses a box, and how wide a channel must be is known before anything stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BOX_WIDTH = 200
BOX_HEIGHT = 44
BOX_ROOM = BOX_WIDTH - 16
LINE = 15
"""How high a box is, how wide what is written in it may be, and how much a further line takes."""

BETWEEN = 36
"""Room between boxes of a row: a line from side to side must be seen."""

LANE = 12
"""How far two lines in a channel lie apart."""

PADDING = 12
HEADER = 20

_SHAPE = 2.0
"""How much wider than high a good sheet is."""

_QUIET = 10
_ABOVE = 18
_BELOW = 10
"""How high a channel is without lines; how much room there is above the lines, for the heads of arrows, and below."""


@dataclass(slots=True, eq=False)
class Box:
    """Something that takes room; `x` and `y` are its top left corner, once it stands."""

    key: str
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT
    x: int = 0
    y: int = 0
    parent: Region | None = None
    row: int = 0
    column: int = 0

    @property
    def middle(self) -> int:
        """The middle between left and right."""
        return self.x + self.width // 2

    def holders(self) -> Iterator[Region]:
        """Iterate over the regions around it, innermost first."""
        region = self.parent
        while region is not None:
            yield region
            region = region.parent


@dataclass(slots=True, eq=False)
class Region(Box):
    """A box with rows of boxes in it.

    `kind` is `picture`, `panel`, `place` or `group`. Lines are known by number. `channels` has the lines that run above
    each row and, last, below all, uppermost first; `tops` says how high each channel stands; `gutter` has the lines
    along the right side, outermost first.
    """

    kind: str = "picture"
    label: str = ""
    rows: list[list[Box]] = field(default_factory=list)
    channels: list[list[int]] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    gutter: list[int] = field(default_factory=list)
    header: int = 0
    least: int = 0

    def fill(self, rows: Iterable[Sequence[Box]]) -> None:
        """Put boxes in."""
        self.rows = [list(row) for row in rows if row]
        self.channels = [[] for _ in range(len(self.rows) + 1)]
        for at, row in enumerate(self.rows):
            for column, box in enumerate(row):
                box.parent, box.row, box.column = self, at, column

    @property
    def is_ragged(self) -> bool:
        """Whether rows begin at the left side; else they are in the middle."""
        return self.kind in {"picture", "panel"}

    def inner(self) -> Iterator[Region]:
        """Iterate over the regions in its rows."""
        yield from (box for row in self.rows for box in row if isinstance(box, Region))

    def regions(self) -> Iterator[Region]:
        """Iterate over all regions in it, the outer before the inner."""
        for region in self.inner():
            yield region
            yield from region.regions()

    def measure(self) -> None:
        """Find out how large the region is, and all in it."""
        for region in self.inner():
            region.measure()
        widest = max((width_of(row) for row in self.rows), default=0)
        self.width = max(widest + 2 * PADDING, self.least) + LANE * len(self.gutter)
        self.height = (
            self.header
            + sum(max(box.height for box in row) for row in self.rows)
            + sum(_height(lines) for lines in self.channels)
        )

    def stand(self, x: int, y: int) -> None:
        """Give the region its place, and all in it."""
        self.x, self.y = x, y
        self.tops = []
        free = self.width - LANE * len(self.gutter)
        top = y + self.header
        for lines, row in zip(self.channels, self.rows, strict=False):
            self.tops.append(top)
            top += _height(lines)
            left = x + (PADDING if self.is_ragged else (free - width_of(row)) // 2)
            for box in row:
                if isinstance(box, Region):
                    box.stand(left, top)
                else:
                    box.x, box.y = left, top
                left += box.width + BETWEEN
            top += max(box.height for box in row)
        self.tops.append(top)

    def lane(self, channel: int, line: int) -> int:
        """Return the height at which a line runs in a channel."""
        return self.tops[channel] + _ABOVE + LANE * self.channels[channel].index(line)

    def gutter_lane(self, line: int) -> int:
        """Return how far from the left a line runs in the gutter."""
        return self.x + self.width - PADDING // 2 - LANE * self.gutter.index(line)


def width_of(row: Sequence[Box]) -> int:
    """Return how wide a row of boxes is."""
    return sum(box.width for box in row) + BETWEEN * (len(row) - 1)


def wrapped(row: Sequence[Box], most: int) -> list[list[Box]]:
    """Part a row that is too wide into several."""
    rows: list[list[Box]] = [[]]
    for box in row:
        if rows[-1] and width_of([*rows[-1], box]) > most:
            rows.append([])
        rows[-1].append(box)
    return rows


def packed(boxes: Sequence[Box], most: int) -> list[list[Box]]:
    """Part boxes into rows that make a sheet of a good shape, with none too wide."""
    ways = [
        wrapped(boxes, limit) for limit in sorted({min(width_of(boxes[: at + 1]), most) for at in range(len(boxes))})
    ]
    return min(ways, key=_sheet, default=[])


def _sheet(rows: Sequence[Sequence[Box]]) -> float:
    """Return the width of the least sheet of a good shape that rows fit on."""
    height = sum(max(box.height for box in row) + _ABOVE + _BELOW for row in rows)
    return max(*map(width_of, rows), height * _SHAPE)


def _height(lines: Sequence[int]) -> int:
    return _ABOVE + LANE * (len(lines) - 1) + _BELOW if lines else _QUIET

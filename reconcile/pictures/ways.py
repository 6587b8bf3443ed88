"""Two boxes in, the way between them out: through which channels and gutters, before anything stands.

A line leaves a part at its top and enters its whole from below; where neither stands above the other, it enters from
the top as well. Lines that lead to one whole and look the same share their way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.pictures.boxes import Box, Region
    from reconcile.pictures.picture import Tie


class Stop(NamedTuple):
    """A stretch of a line's way: a channel of a region, by number, or None for its gutter."""

    region: Region
    channel: int | None

    @property
    def lines(self) -> list[int]:
        """The lines that run here, in their order."""
        return self.region.gutter if self.channel is None else self.region.channels[self.channel]


class Way(NamedTuple):
    """The way of a line. It leaves the lower box at the top; `under` if it enters the upper from below."""

    line: int
    low: Box
    high: Box
    stops: tuple[Stop, ...]
    under: bool


def plan(boxes: Mapping[str, Box], ties: Sequence[Tie]) -> dict[int, Way]:
    """Find the way of each tie, by its place in the list, and note its line in all channels and gutters on the way.

    A tie that is not found there needs none: its ends stand side by side.
    """
    ways: dict[int, Way] = {}
    across: set[frozenset[str]] = set()
    lines: dict[object, int] = {}
    for at, tie in enumerate(ties):
        one, other = boxes[tie.one], boxes[tie.other]
        if _are_neighbours(one, other) and frozenset((tie.one, tie.other)) not in across:
            across.add(frozenset((tie.one, tie.other)))
            continue
        line = lines.setdefault((tie.other, tie.mark, tie.weight) if tie.mark.is_inclusion else at, len(lines))
        ways[at] = _way(line, one, other)
        for stop in ways[at].stops:
            if line not in stop.lines:
                stop.lines.append(line)
    return ways


def _are_neighbours(one: Box, other: Box) -> bool:
    return one.parent is other.parent and one.row == other.row and abs(one.column - other.column) == 1


def _way(line: int, one: Box, other: Box) -> Way:
    """Find the way between two boxes through the regions that hold them."""
    around = list(other.holders())
    common = next(region for region in one.holders() if region in around)
    low, high = one, other
    at, to = _row_in(common, one), _row_in(common, other)
    if to > at:
        low, high, at, to = other, one, to, at
    under = to < at
    start, end = list(_out(low, common, top=True)), list(_out(high, common, top=not under))
    meeting = [Stop(common, at)]
    if under and to + 1 < at:
        meeting += [Stop(common, None), Stop(common, to + 1)]
    return Way(line, low, high, (*start, *meeting, *reversed(end)), under)


def _row_in(region: Region, box: Box) -> int:
    """Return the row of a region that a box, or the region that holds it, stands in."""
    while box.parent is not region:
        assert box.parent is not None, "the region holds the box"
        box = box.parent
    return box.row


def _out(box: Box, region: Region, *, top: bool) -> Iterator[Stop]:
    """Iterate over the stretches from a box up, or down, out of all that holds it within a region."""
    while (around := box.parent) is not None and around is not region:
        if box.row != (0 if top else len(around.rows) - 1):
            yield Stop(around, box.row if top else box.row + 1)
            yield Stop(around, None)
        box = around

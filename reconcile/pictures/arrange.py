"""A picture in, boxes out: which stands in which row. Wholes stand above parts, places in the places that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.pictures.boxes import (
    BETWEEN,
    BOX_HEIGHT,
    BOX_ROOM,
    BOX_WIDTH,
    HEADER,
    LINE,
    PADDING,
    Box,
    Region,
    packed,
    wrapped,
)
from reconcile.pictures.labels import CAPTION, clean, width, words
from reconcile.pictures.layers import layers
from reconcile.pictures.picture import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.pictures.picture import Group, Node, Panel, Picture, Place

_ROW_OF_CLAIMS = 3 * BOX_WIDTH + 2 * BETWEEN
_ROW = 1150
"""How wide a row may be: of the claims of one scope, and of all else."""


class Arrangement:
    """The boxes of a picture in their rows: `whole` holds all, and `boxes` has those that ties end at, by key."""

    def __init__(self, picture: Picture) -> None:
        self.boxes: dict[str, Box] = {}
        self._case = picture.case
        upwards = (tie for tie in picture.ties if tie.mark.is_inclusion or tie.mark is Mark.REPLACED)
        self._above = [*((tie.one, tie.other) for tie in upwards), *picture.order]
        self._beside = [(tie.one, tie.other) for tie in picture.ties if tie.mark is Mark.SAME]
        panels = [self._panel(panel) for panel in picture.panels]
        self.whole = self._region("picture", "picture", "", panels, _ROW)

    def _panel(self, panel: Panel) -> Region:
        return self._region("panel", f"panel {panel.outcome}", panel.outcome, [], _ROW, map(self._place, panel.places))

    def _place(self, place: Place) -> Region:
        groups = [self._group(group) for group in place.groups]
        return self._region("place", f"place {place.name}", place.name, groups, _ROW, map(self._place, place.places))

    def _group(self, group: Group) -> Region:
        boxes = [Box(node.key, height=self._height(node)) for node in group.nodes]
        self.boxes.update((box.key, box) for box in boxes)
        return self._region("group", group.key, group.title, boxes, _ROW_OF_CLAIMS)

    def _height(self, node: Node) -> int:
        return BOX_HEIGHT + LINE * (len(words(self._case, node).lines(BOX_ROOM)) - 1)

    def _region(  # noqa: PLR0913, PLR0917 - what it is called, and what is in it
        self, kind: str, key: str, label: str, ordered: Sequence[Box], most: int, behind: Iterable[Box] = ()
    ) -> Region:
        """Make a region of boxes in layers, and behind them others in rows as they come."""
        region = Region(key, kind=kind, label=label)
        if label:
            region.header, region.least = HEADER, min(width(clean(label), CAPTION) + 2 * PADDING, _ROW_OF_CLAIMS)
        number = {key: at for at, box in enumerate(ordered) for key in _keys(box)}
        found = layers(
            len(ordered),
            [(number[one], number[other]) for one, other in self._above if _apart(number, one, other)],
            [(number[one], number[other]) for one, other in self._beside if _apart(number, one, other)],
        )
        rows = [row for layer in found for row in wrapped([ordered[at] for at in layer], most)]
        region.fill([*rows, *packed(list(behind), most)])
        region.measure()
        self.boxes[key] = region
        return region


def _apart(number: Mapping[str, int], one: str, other: str) -> bool:
    """Whether two boxes are in different ones of those that are numbered."""
    return one in number and other in number and number[one] != number[other]


def _keys(box: Box) -> Iterator[str]:
    yield box.key
    if isinstance(box, Region):
        for row in box.rows:
            for inner in row:
                yield from _keys(inner)

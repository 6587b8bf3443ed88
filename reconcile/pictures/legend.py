"""What the lines and boxes of a picture mean: those that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement

from reconcile.graph import SCOPE, STATED
from reconcile.pictures.labels import CAPTION, width
from reconcile.pictures.picture import Mark, Tie
from reconcile.pictures.routes import Route
from reconcile.pictures.spots import Spots
from reconcile.pictures.strokes import draw_label, draw_tie

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from reconcile.pictures.picture import Picture

_MEANINGS = {
    Mark.WITHIN: "surely within: all are counted there too",
    Mark.POSSIBLY_WITHIN: "possibly within",
    Mark.SAME: "the same people",
    Mark.SUM: "parts that add up to the whole",
    Mark.OVERLAPS: "so many are counted by both",
    Mark.MAY_OVERLAP: "some may be counted by both",
    Mark.APART: "nobody is counted by both",
    Mark.REPLACED: "withdrawn: replaced by",
}
_CONVENTION = "convention"
_BASES = {
    STATED: "thick: somebody says so",
    _CONVENTION: "of middle weight: a convention",
    SCOPE: "thin: nobody says; the scopes allow it",
}
_SAMPLE = 44
_LINE = 22


def draw_legend(parent: Element, picture: Picture, left: int, top: int, room: int) -> int:
    """Draw the legend in rows of a width, and return where it ends."""
    x, y = left, top
    for tie, meaning in _entries(picture):
        sample = _SAMPLE + 30 * bool(tie.label)
        need = sample + 8 + width(meaning, CAPTION) + 20
        if x > left and x + need > left + room:
            x, y = left, y + _LINE
        route = Route(tie, ((x, y), (x + sample, y)))
        draw_tie(parent, route)
        if tie.label:
            draw_label(parent, route, Spots())
        words = SubElement(parent, "text", {"class": "cg-note", "x": str(x + sample + 8), "y": str(y + 4)})
        words.text = meaning
        x += need
    return y + _LINE


def _entries(picture: Picture) -> Iterator[tuple[Tie, str]]:
    """Iterate over samples of what the picture has, and what they mean."""
    for mark, meaning in _MEANINGS.items():
        if any(tie.mark is mark for tie in picture.ties):
            yield Tie("", "", mark, _CONVENTION, "3" if mark is Mark.OVERLAPS else ""), meaning
    if any(tie.asked for tie in picture.ties):
        yield Tie("", "", Mark.POSSIBLY_WITHIN, _CONVENTION, "A1", asked=True), "an open question of the report"
    weights = {tie.weight for tie in picture.ties}
    if len(weights) > 1:
        for basis, meaning in _BASES.items():
            plain = Tie("", "", Mark.WITHIN, basis)
            if plain.weight in weights:
                yield plain, meaning

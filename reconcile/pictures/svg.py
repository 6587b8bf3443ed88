"""The picture of a graph of claims, as SVG: one element that stands alone or in a page, without scripts or links."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from reconcile.pictures.arrange import Arrangement
from reconcile.pictures.boxes import BOX_ROOM, HEADER, LINE, PADDING
from reconcile.pictures.compose import compose
from reconcile.pictures.labels import CAPTION, clean, described, ends, explained, short, told, width, words
from reconcile.pictures.legend import draw_legend
from reconcile.pictures.routes import route
from reconcile.pictures.spots import Spots
from reconcile.pictures.strokes import draw_label, draw_tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.graph import ClaimGraph
    from reconcile.pictures.boxes import Box, Region
    from reconcile.pictures.picture import Node, Picture

_LARGE = 15
_SMALL = 11
_LEGEND = 24
_LEAST = 640
"""The picture is at least so wide, for the legend to be read."""


def picture_svg(graph: ClaimGraph, ambiguities: Mapping[tuple[str, str], str] | None = None) -> str:
    """Draw the claims of a graph and how they relate, as one `<svg>` element.

    Parameters
    ----------
    graph
        The claims and their relations.
    ambiguities
        The open questions: pairs of ids of claims in force, each with its label (`A1`).

    Returns
    -------
    str
        The element, to be written to a file or put into a page as it is. It has no ids; its style is kept to its
        class `claim-graph`, and follows the variables `--text`, `--faint`, `--line`, `--page`, `--panel` and
        `--warning` of a page that has them.
    """
    return tostring(_Drawing(compose(graph, ambiguities)).root, encoding="unicode")


class _Drawing:
    """Draws a picture from back to front: regions, lines, boxes, the names of regions, and labels of lines."""

    def __init__(self, picture: Picture) -> None:
        self.case = picture.case
        arrangement = Arrangement(picture)
        self.boxes, whole = arrangement.boxes, arrangement.whole
        whole.least, whole.header = _LEAST, HEADER if picture.note else 0
        routes = route(whole, self.boxes, picture.ties)
        self.root = _root(picture)
        if picture.note:
            self._text("cg-note", PADDING, CAPTION + 2, picture.note, whole.width)
        self._regions(whole, 0)
        called = ends(picture)
        names = {tie: explained(tie, called) for tie in picture.ties}
        for each in routes:
            draw_tie(self.root, each, names[each.tie])
        for group in picture.groups():
            for node in group.nodes:
                self._node(node)
        spots = Spots()
        for region in whole.regions():
            self._name(region)
            spots.take(region.x, region.y, region.x + 2 * PADDING + width(region.label, CAPTION), region.y + HEADER)
        for each in routes:
            if each.tie.label:
                draw_label(self.root, each, spots, names[each.tie])
        bottom = draw_legend(self.root, picture, PADDING, whole.height + _LEGEND, whole.width - 2 * PADDING)
        size = {"width": str(whole.width), "height": str(bottom), "viewBox": f"0 0 {whole.width} {bottom}"}
        self.root.attrib |= size

    def _regions(self, region: Region, depth: int) -> None:
        if region.kind in {"place", "group"}:
            shade = f"cg-{region.kind}" + (" cg-inner" if region.kind == "place" and depth % 2 else "")
            self._box(self.root, region, shade)
        for inner in region.inner():
            self._regions(inner, depth + (region.kind == "place"))

    def _name(self, region: Region) -> None:
        if region.label:
            size = _LARGE if region.kind == "panel" else CAPTION
            left = region.x + (0 if region.kind == "panel" else PADDING // 2 + 2)
            self._text(f"cg-{region.kind}-name", left, region.y + size + 3, region.label, region.width - PADDING, size)

    def _node(self, node: Node) -> None:
        box, said = self.boxes[node.key], words(self.case, node)
        state = " cg-withdrawn" if node.is_withdrawn else ""
        group = SubElement(self.root, "g", {"class": f"cg-node{state}"})
        SubElement(group, "title").text = told(self.case, node)
        if len(node.claims) > 1:
            self._box(group, box, "cg-box", 3)
        self._box(group, box, "cg-box")
        left, right = box.x + 8, box.x + box.width - 8
        room = BOX_ROOM
        self._text("cg-figure", left, box.y + 18, said.figure, room, _LARGE, group)
        room -= width(said.figure, _LARGE) + 8
        if said.beside and room > 0:
            self._text("cg-beside", right, box.y + 18, said.beside, room, _SMALL, group)
        for at, line in enumerate(said.lines(BOX_ROOM)):
            self._text("cg-below", left, box.y + 36 + LINE * at, line, BOX_ROOM, CAPTION, group)

    def _text(  # noqa: PLR0913, PLR0917 - where, what, and how large
        self, kind: str, x: int, y: int, text: str, room: int, size: int = CAPTION, parent: Element | None = None
    ) -> None:
        element = SubElement(self.root if parent is None else parent, "text", {"class": kind, "x": str(x), "y": str(y)})
        full = clean(text)
        element.text = short(full, size, room)
        if element.text != full:
            SubElement(element, "title").text = full

    @staticmethod
    def _box(parent: Element, box: Box, kind: str, shift: int = 0) -> None:
        SubElement(
            parent,
            "rect",
            {
                "class": kind,
                "x": str(box.x + shift),
                "y": str(box.y + shift),
                "width": str(box.width),
                "height": str(box.height),
                "rx": "6",
            },
        )


def _root(picture: Picture) -> Element:
    """Return the element that all is drawn in, with its name, description and style."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "claim-graph", "role": "img"})
    SubElement(root, "title").text = clean(f"Claims and how they relate: {picture.case.title}")
    SubElement(root, "desc").text = described(picture)
    style = files("reconcile.pictures").joinpath("style.css").read_text(encoding="utf-8")
    SubElement(root, "style").text = style.strip()
    return root

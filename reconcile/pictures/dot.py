"""The picture of a graph of claims for Graphviz: places as clusters, the same lines and ends as far as it has them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import printable
from reconcile.pictures.compose import compose
from reconcile.pictures.labels import clean, ends, explained, told, words
from reconcile.pictures.picture import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.graph import ClaimGraph
    from reconcile.pictures.picture import Group, Node, Picture, Place, Tie

_LOOKS = {
    Mark.WITHIN: {"arrowhead": "normal"},
    Mark.POSSIBLY_WITHIN: {"style": "dashed", "arrowhead": "empty"},
    Mark.SAME: {"color": "black:white:black", "dir": "none", "constraint": "false"},
    Mark.SUM: {"arrowhead": "normalodot"},
    Mark.OVERLAPS: {"dir": "both", "arrowhead": "dot", "arrowtail": "dot", "constraint": "false"},
    Mark.MAY_OVERLAP: {
        "style": "dotted",
        "dir": "both",
        "arrowhead": "odot",
        "arrowtail": "odot",
        "constraint": "false",
    },
    Mark.APART: {"dir": "both", "arrowhead": "tee", "arrowtail": "tee", "constraint": "false"},
    Mark.REPLACED: {"style": "dashed", "color": "gray40", "arrowhead": "vee"},
}
_WIDTHS = {"spoken": "2.4", "convention": "1.4", "scope": "1"}
_EVERY_CLAIM = 1_000_000_000


def picture_dot(graph: ClaimGraph, ambiguities: Mapping[tuple[str, str], str] | None = None) -> str:
    """Write the picture in the language of Graphviz, every claim a node of its own.

    Parameters
    ----------
    graph
        The claims and their relations.
    ambiguities
        The open questions: pairs of ids of claims in force, each with its label (`A1`).

    Returns
    -------
    str
        A digraph, in which edges lead from a part up to its whole. Lines between whole groups end at their clusters.
    """
    return "\n".join(_Writer(compose(graph, ambiguities, most=_EVERY_CLAIM)).lines()) + "\n"


class _Writer:
    """Writes a picture line by line."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._names = ends(picture)
        self._first = {group.key: group.nodes[0].key for group in picture.groups()}
        self._clusters = count(1)

    def lines(self) -> Iterator[str]:
        """Iterate over the lines."""
        case, note = self._picture.case, self._picture.note
        label = "\n".join(clean(text) for text in (case.title, note) if text)
        yield "digraph claims {"
        yield f"  graph {_attributes(label=label, labelloc='t', compound='true', rankdir='BT', fontname='sans-serif')}"
        yield f"  node {_attributes(shape='box', style='rounded', fontname='sans-serif')}"
        yield f"  edge {_attributes(fontname='sans-serif', fontsize='10')}"
        for panel in self._picture.panels:
            inner = (line for place in panel.places for line in self._place(place))
            yield from self._cluster({"label": clean(panel.outcome), "peripheries": "0"}, inner)
        for tie in self._picture.ties:
            yield f"  {self._tie(tie)}"
        yield "}"

    def _cluster(self, looks: Mapping[str, str], inner: Iterable[str], name: str = "") -> Iterator[str]:
        yield f"  subgraph {_quoted(name or f'cluster {next(self._clusters)}')} {{"
        yield f"    graph {_attributes(**looks)}"
        yield from (f"  {line}" for line in inner)
        yield "  }"

    def _place(self, place: Place) -> Iterator[str]:
        inner = (line for each in (*map(self._group, place.groups), *map(self._place, place.places)) for line in each)
        return self._cluster({"label": clean(place.name), "style": "rounded", "peripheries": "1"}, inner)

    def _group(self, group: Group) -> Iterator[str]:
        looks = {"label": clean(group.title), "style": "dotted", "peripheries": "1"}
        return self._cluster(looks, map(self._node, group.nodes), _cluster_name(group.key))

    def _node(self, node: Node) -> str:
        said = words(self._picture.case, node)
        label = "\n".join(clean(text) for text in said if text)
        style = "rounded,dashed" if node.is_withdrawn else "rounded"
        return f"  {_name(node.key)} {_attributes(label=label, style=style, tooltip=told(self._picture.case, node))}"

    def _tie(self, tie: Tie) -> str:
        looks = {**_LOOKS[tie.mark], "penwidth": _WIDTHS[tie.weight], "tooltip": explained(tie, self._names)}
        if tie.label:
            looks["label"] = f"{tie.label}?" if tie.asked else tie.label
        for end, side in ((tie.one, "ltail"), (tie.other, "lhead")):
            if end in self._first:
                looks[side] = _cluster_name(end)
        one, other = (_name(self._first.get(end, end)) for end in (tie.one, tie.other))
        return f"{one} -> {other} {_attributes(**looks)}"


def _name(key: str) -> str:
    """Return what a node is called: its key, with what a terminal would obey escaped."""
    return _quoted(printable(key))


def _cluster_name(key: str) -> str:
    return f"cluster {key}"


def _attributes(**attributes: str) -> str:
    return f"[{', '.join(f'{name}={_quoted(value)}' for name, value in attributes.items())}];"


def _quoted(text: str) -> str:
    """Quote a text: a line end in it is one of the label, and nothing else in it is taken for an escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

"""The picture of a graph of claims as a tree of lines: for a terminal, and for whoever does not see the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.pictures.compose import compose
from reconcile.pictures.labels import clean, ends, words
from reconcile.pictures.picture import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.graph import ClaimGraph
    from reconcile.pictures.picture import Group, Node, Picture, Place, Tie

_SIGNS = {
    Mark.WITHIN: "⊂",
    Mark.POSSIBLY_WITHIN: "⊂?",
    Mark.SAME: "=",
    Mark.SUM: "+",
    Mark.OVERLAPS: "∩",
    Mark.MAY_OVERLAP: "∩?",
    Mark.APART: "∥",
    Mark.REPLACED: "→",
}
_SAID = {
    Mark.WITHIN: "within",
    Mark.POSSIBLY_WITHIN: "possibly within",
    Mark.SAME: "the same people as",
    Mark.SUM: "one of the parts that add up to",
    Mark.OVERLAPS: "shares people with",
    Mark.MAY_OVERLAP: "may share people with",
    Mark.APART: "apart from",
    Mark.REPLACED: "replaced by",
}
_ASCII = str.maketrans(
    {"⊂": "<", "∩": "&", "∥": "||", "→": "->", "├": "|", "└": "`", "─": "-", "│": "|"}
    | {"–": "-", "—": "-", "·": "/", "…": "...", "’": "'", "“": '"', "”": '"'}
)


class _Branch(NamedTuple):
    """A line of the tree, what is said below it, and the branches that grow from it."""

    line: str
    notes: Sequence[str]
    branches: Sequence[_Branch]


def picture_text(
    graph: ClaimGraph,
    ambiguities: Mapping[tuple[str, str], str] | None = None,
    *,
    ascii: bool = False,  # noqa: A002 - its plain name
) -> str:
    """Say in a tree of outcomes and places what the picture shows.

    Parameters
    ----------
    graph
        The claims and their relations.
    ambiguities
        The open questions: pairs of ids of claims in force, each with its label (`A1`).
    ascii
        Whether to draw the tree, and write all signs but those of names, in ASCII.

    Returns
    -------
    str
        The tree: under each outcome and place the claims of each scope, with what lines of the picture start there.
    """
    lines = "".join(f"{line}\n" for line in _lines(compose(graph, ambiguities)))
    return lines.translate(_ASCII) if ascii else lines


def _lines(picture: Picture) -> Iterator[str]:
    tree = _Tree(picture)
    yield clean(picture.case.title)
    if picture.note:
        yield picture.note
    for panel in picture.panels:
        yield ""
        yield clean(panel.outcome)
        yield from _grown([tree.place(place) for place in panel.places])


class _Tree:
    """Makes branches of what a picture shows."""

    def __init__(self, picture: Picture) -> None:
        self._case = picture.case
        self._names = ends(picture)
        self._ties: dict[str, list[Tie]] = {}
        for tie in picture.ties:
            self._ties.setdefault(tie.one, []).append(tie)

    def place(self, place: Place) -> _Branch:
        """Return the branch of a place: its groups, and the places within it."""
        return _Branch(clean(place.name), (), [*map(self._group, place.groups), *map(self.place, place.places)])

    def _group(self, group: Group) -> _Branch:
        return _Branch(clean(group.title), self._notes(group.key), [self._node(node) for node in group.nodes])

    def _node(self, node: Node) -> _Branch:
        said = words(self._case, node)
        about = ", ".join(
            filter(None, (said.below, said.beside) if len(node.claims) == 1 else (said.beside, said.below))
        )
        name = f" [{node.claims[0].id}]" if len(node.claims) == 1 else ""
        gone = " (withdrawn)" if node.is_withdrawn else ""
        return _Branch(clean(f"{said.figure}  {about}{name}{gone}"), self._notes(node.key), ())

    def _notes(self, key: str) -> list[str]:
        return [self._note(tie) for tie in self._ties.get(key, ())]

    def _note(self, tie: Tie) -> str:
        shared = f" by {tie.label}" if tie.mark is Mark.OVERLAPS and tie.label else ""
        asked = f"open question {tie.label}; " if tie.asked else ""
        return clean(f"{_SIGNS[tie.mark]} {_SAID[tie.mark]} {self._names[tie.other]}{shared} ({asked}{tie.basis})")


def _grown(branches: Iterable[_Branch], indent: str = "") -> Iterator[str]:
    """Draw branches and all that grows from them."""
    rest = list(branches)
    while rest:
        branch = rest.pop(0)
        yield f"{indent}{'├──' if rest else '└──'} {branch.line}"
        inner = indent + ("│   " if rest else "    ")
        for note in branch.notes:
            yield f"{inner}{'│' if branch.branches else ' '}     {note}"
        yield from _grown(branch.branches, inner)

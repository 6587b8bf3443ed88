"""Which relations a picture draws, so that chains stay readable and nothing becomes a ball of wool.

What follows from other lines is left out: a part of a part is a part, claims of the same people hang on one string. Of
two claims that may overlap, or are apart, there is a line only where somebody says so, or if they are an open question.
That scopes nest is drawn once for a whole group of claims.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds import bits
from reconcile.graph import ASSUMED, DECIDED, SCOPE, STATED, Edge, Relation
from reconcile.pictures.inclusion import needed
from reconcile.pictures.labels import listed
from reconcile.pictures.picture import Mark, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.graph import ClaimGraph

_REDUCED = {Mark.WITHIN, Mark.POSSIBLY_WITHIN, Mark.SAME}
"""Ties that may follow from others of their kind."""

_MARKS = {
    Relation.WITHIN: Mark.WITHIN,
    Relation.POSSIBLY_WITHIN: Mark.POSSIBLY_WITHIN,
    Relation.SAME: Mark.SAME,
    Relation.OVERLAPS: Mark.OVERLAPS,
    Relation.MAY_OVERLAP: Mark.MAY_OVERLAP,
    Relation.APART: Mark.APART,
}


class _Line(NamedTuple):
    """A relation between two nodes, by number; `asked` if its label is that of an open question."""

    one: int
    other: int
    mark: Mark
    basis: str
    label: str = ""
    asked: bool = False

    @property
    def is_spoken(self) -> bool:
        return self.basis in {STATED, DECIDED, ASSUMED}


def node_ties(
    graph: ClaimGraph, questions: Mapping[tuple[int, int], str], keys: Sequence[str]
) -> tuple[list[Tie], list[tuple[str, str]]]:
    """Return the ties between nodes, and which nodes lie within which: a part and its whole, drawn or not.

    Parameters
    ----------
    questions
        How each open question is called, by the numbers of its two claims.
    keys
        For each claim of the graph the key of its node; several claims may share one.
    """
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    names, nodes = list(number), [number[key] for key in keys]
    lines = [*_asked(graph, questions, nodes), *_known(graph, nodes)]
    drawn = [line for line in lines if line.asked or line.mark not in _REDUCED]
    strings = _Strings(len(names))
    drawn += [line for line in lines if line.mark is Mark.SAME and (strings.join(line) or line.is_spoken)]
    within = needed(_steps((line.one, line.other) for line in lines if line.mark.is_certain))
    drawn += _chains(lines, drawn, strings, within)
    order = [(names[one], names[other]) for one, others in enumerate(within) for other in bits(others)]
    return _gathered(drawn, names), order


def scope_ties(graph: ClaimGraph, keys: Sequence[str], drawn: Iterable[tuple[str, str]]) -> list[Tie]:
    """Return the ties between groups whose scopes nest, where it is unknown whether their people do.

    Parameters
    ----------
    keys
        For each claim of the graph the key of its group.
    drawn
        The pairs of groups, part and whole, between which an inclusion is drawn already.
    """
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    members = [0] * len(number)
    for claim, key in enumerate(keys):
        members[number[key]] |= 1 << claim
    known = [0] * len(number)
    for part, whole in drawn:
        known[number[part]] |= 1 << number[whole]
    steps = list(known)
    for one, claims in enumerate(members):
        wider = 0
        for claim in bits(claims):
            wider |= graph.possibly_within(claim)
        steps[one] |= sum(1 << other for other, group in enumerate(members) if other != one and wider & group)
    names = list(number)
    return [
        Tie(names[one], names[other], Mark.POSSIBLY_WITHIN, SCOPE)
        for one, others in enumerate(needed(steps))
        for other in bits(others & ~known[one])
    ]


def _known(graph: ClaimGraph, nodes: Sequence[int]) -> Iterator[_Line]:
    """Iterate over what is said or assumed of claims in two nodes, and over sums.

    Where a node stands for several claims, a convention counts if it speaks of all pairs whose scopes nest.
    """
    members = [0] * len(nodes)
    for claim, node in enumerate(nodes):
        members[node] |= 1 << claim
    doubtful = [0] * len(nodes)
    for claim, node in enumerate(nodes):
        doubtful[node] |= graph.possibly_within(claim)
    for edge in (*_said(graph), *graph.assumptions()):
        one, other = nodes[edge.claim], nodes[edge.other]
        if one != other and not (edge.relation is Relation.WITHIN and doubtful[one] & members[other]):
            yield _Line(one, other, _MARKS[edge.relation], edge.basis, _shared(edge))
    for total in graph.totals:
        for part in total.parts:
            if nodes[part] != nodes[total.whole]:
                yield _Line(nodes[part], nodes[total.whole], Mark.SUM, STATED)


def _said(graph: ClaimGraph) -> Iterator[Edge]:
    """Iterate over what is said of two claims, but for what a sum says already."""
    summed = {pair for total in graph.totals for pair in combinations(sorted((total.whole, *total.parts)), 2)}
    for pair, edges in graph.said.items():
        for edge in edges:
            if not (pair in summed and edge.relation in {Relation.WITHIN, Relation.APART}):
                yield edge


def _asked(graph: ClaimGraph, questions: Mapping[tuple[int, int], str], nodes: Sequence[int]) -> Iterator[_Line]:
    """Iterate over the open questions as lines; what each rests on is said elsewhere, or follows from the scopes."""
    for (one, other), label in questions.items():
        said = [edge for edge in graph.said.get((min(one, other), max(one, other)), ()) if edge.relation.is_open]
        edge = said[0] if said else _open(graph, one, other)
        if nodes[one] != nodes[other]:
            yield _Line(nodes[edge.claim], nodes[edge.other], _MARKS[edge.relation], edge.basis, label, asked=True)


def _open(graph: ClaimGraph, one: int, other: int) -> Edge:
    if graph.possibly_within(one) >> other & 1:
        return Edge(one, other, Relation.POSSIBLY_WITHIN, SCOPE)
    if graph.possibly_within(other) >> one & 1:
        return Edge(other, one, Relation.POSSIBLY_WITHIN, SCOPE)
    return Edge(one, other, Relation.MAY_OVERLAP, SCOPE)


class _Strings:
    """Claims of the same people, each string of them known by one of its nodes."""

    def __init__(self, size: int) -> None:
        self._next = list(range(size))

    def of(self, node: int) -> int:
        """Return the node by which the string of a node is known."""
        while self._next[node] != node:
            node = self._next[node]
        return node

    def join(self, line: _Line) -> bool:
        """Join two strings, and return whether they were two."""
        one, other = sorted((self.of(line.one), self.of(line.other)))
        self._next[other] = one
        return one != other


def _chains(
    lines: Sequence[_Line], drawn: Sequence[_Line], strings: _Strings, within: Sequence[int]
) -> Iterator[_Line]:
    """Iterate over the inclusions that follow from no others, and are not drawn yet: one from string to string."""
    for line in lines:
        if line.mark is Mark.WITHIN and len(set(_ends(line, strings))) == 1 and within[line.one] >> line.other & 1:
            yield line
    nearest_first = sorted(lines, key=lambda line: not (line.mark.is_certain and within[line.one] >> line.other & 1))
    known: set[tuple[int, int]] = set()
    for some in ({Mark.WITHIN, Mark.SUM}, {Mark.WITHIN, Mark.SUM, Mark.POSSIBLY_WITHIN}):
        known |= {_ends(line, strings) for line in drawn if line.mark in some}
        chosen = [line for line in nearest_first if line.mark in some]
        outer = needed(_steps(ends for line in chosen if len(set(ends := _ends(line, strings))) > 1))
        for line in chosen:
            one, other = ends = _ends(line, strings)
            if one != other and outer[one] >> other & 1 and ends not in known:
                known.add(ends)
                yield line


def _steps(pairs: Iterable[tuple[int, int]]) -> list[int]:
    steps: list[int] = []
    for one, other in pairs:
        steps += [0] * (max(one, other) + 1 - len(steps))
        steps[one] |= 1 << other
    return steps


def _ends(line: _Line, strings: _Strings) -> tuple[int, int]:
    return strings.of(line.one), strings.of(line.other)


def _gathered(lines: Iterable[_Line], keys: Sequence[str]) -> list[Tie]:
    """Make one tie of the lines between two nodes that have the same mark."""
    found: dict[tuple[int, int, Mark], list[_Line]] = {}
    for line in lines:
        directed = line.mark.is_inclusion or line.mark is Mark.REPLACED
        one, other = (line.one, line.other) if directed else sorted((line.one, line.other))
        found.setdefault((one, other, line.mark), []).append(line)
    return [
        Tie(
            keys[one],
            keys[other],
            mark,
            ", ".join(dict.fromkeys(line.basis for line in group)),
            listed([line.label for line in group if line.label and line.asked] or [line.label for line in group]),
            any(line.asked for line in group),
        )
        for (one, other, mark), group in found.items()
    ]


def _shared(edge: Edge) -> str:
    """Say how many two claims share: `3`, `1–3`, `1 or more`."""
    if edge.by is None:
        return ""
    least, most = edge.by
    if most is None:
        return f"{least} or more"
    return f"{least}" if least == most else f"{least}–{most}"

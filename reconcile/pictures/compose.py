"""A graph of claims in, a picture out: who stands where, and what is tied to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.model import EVERYWHERE
from reconcile.pictures.folding import fold
from reconcile.pictures.picture import Group, Mark, Node, Panel, Picture, Place, Tie
from reconcile.pictures.ties import node_ties, scope_ties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.graph import ClaimGraph
    from reconcile.model import Claim, Tree
    from reconcile.pictures.folding import Fold

    Questions = Mapping[tuple[str, str], str]

MOST_BOXES = 80
"""Up to so many boxes a picture is readable; where there are more claims, they are folded."""

MOST_OVERLAPS = 30
"""So many pairs that may overlap can be told apart; where there are more, only the first are drawn."""


def compose(graph: ClaimGraph, ambiguities: Questions | None = None, most: int = MOST_BOXES) -> Picture:
    """Decide what a picture of a graph shows.

    Parameters
    ----------
    ambiguities
        The open questions: pairs of ids of claims in force, each with its label (`A1`).
    most
        How many boxes there may be. Where there are more claims, those of one scope are folded into a box; if that
        does not suffice, those of one outcome and place; and then places into those that hold them.

    Raises
    ------
    KeyError
        If a claim of an open question is not in force.
    """
    questions = ambiguities or {}
    at_hand = {claim.id for claim in graph.claims} | {gone.claim for gone in graph.withdrawn}
    claims = [claim for claim in graph.case.claims.values() if claim.id in at_hand]
    folded = fold(graph.case, claims, most)
    number = {claim.id: at for at, claim in enumerate(graph.claims)}
    asked = {(number[one], number[other]): label for (one, other), label in questions.items()}
    keys = [folded.nodes[claim.id] for claim in graph.claims]
    ties, order = node_ties(graph, asked, keys)
    ties += _replacements(graph, folded)
    ties, left_out = _few(ties)
    nested = [(folded.groups[tie.one], folded.groups[tie.other]) for tie in ties if tie.mark.is_inclusion]
    ties += scope_ties(graph, [folded.groups[key] for key in keys], nested)
    panels = _panels(graph.case.places, folded, _nodes(graph, claims, folded, questions))
    return Picture(
        graph.case, tuple(panels), tuple(ties), tuple(order), " ".join(filter(None, (folded.note, left_out)))
    )


def _replacements(graph: ClaimGraph, folded: Fold) -> list[Tie]:
    """Tie what was withdrawn to what took its place."""
    ties = [Tie(folded.nodes[gone.claim], folded.nodes[gone.by], Mark.REPLACED, gone.basis) for gone in graph.withdrawn]
    return list(dict.fromkeys(tie for tie in ties if tie.one != tie.other))


def _few(ties: list[Tie]) -> tuple[list[Tie], str]:
    """Leave out all but the first of many open questions about an overlap, each a line from box to box; and say so."""
    overlaps = [tie for tie in ties if tie.asked and tie.mark is Mark.MAY_OVERLAP]
    left_out = set(overlaps[MOST_OVERLAPS:])
    if not left_out:
        return ties, ""
    note = f"Of {len(overlaps)} open questions whether two claims overlap, the first {MOST_OVERLAPS} are drawn."
    return [tie for tie in ties if tie not in left_out], note


def _nodes(graph: ClaimGraph, claims: Sequence[Claim], folded: Fold, questions: Questions) -> dict[str, list[Node]]:
    """Return the nodes of each group, by its key."""
    gone = {withdrawal.claim for withdrawal in graph.withdrawn}
    inside: dict[str, list[str]] = {}
    for (one, other), label in questions.items():
        if folded.nodes[one] == folded.nodes[other]:
            inside.setdefault(folded.nodes[one], []).append(label)
    members: dict[str, list[Claim]] = {}
    for claim in claims:
        members.setdefault(folded.nodes[claim.id], []).append(claim)
    found: dict[str, list[Node]] = {}
    for key, those in members.items():
        withdrawn = frozenset(claim.id for claim in those) & gone
        node = Node(key, tuple(those), withdrawn, tuple(inside.get(key, ())))
        found.setdefault(folded.groups[key], []).append(node)
    return found


def _panels(places: Tree, folded: Fold, nodes: Mapping[str, list[Node]]) -> Iterator[Panel]:
    """Iterate over the parts of the picture: one an outcome."""
    for outcome in dict.fromkeys(shown.outcome for shown in folded.scopes.values()):
        groups: dict[str, list[Group]] = {}
        for key, shown in folded.scopes.items():
            if shown.outcome == outcome:
                title = f"{shown.who}, {shown.window}" if shown.window else shown.who
                groups.setdefault(shown.place, []).append(Group(key, title, tuple(nodes[key])))
        yield Panel(outcome, tuple(_tree(places, groups)))


def _tree(places: Tree, groups: Mapping[str, Sequence[Group]]) -> list[Place]:
    """Return the places that have groups, or hold several that do, in the order of the case."""
    inner: dict[str | None, list[Place]] = {}
    for name in reversed(list(places)):  # what a place holds comes behind it
        within = inner.pop(name, [])[::-1]
        if name in groups or (len(within) > 1 and name != EVERYWHERE):
            within = [Place(name, tuple(places.path(name)), tuple(groups.get(name, ())), tuple(within))]
        inner.setdefault(places.parents[name], []).extend(reversed(within))
    return inner.pop(None, [])[::-1]

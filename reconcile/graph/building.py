"""From the claims of a case to their graph, and to what it would be without one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.graph.claimgraph import ClaimGraph, spoken_of
from reconcile.graph.conventions import View
from reconcile.graph.masks import ScopeMasks
from reconcile.graph.relations import Edge, Relation, Total
from reconcile.graph.revisions import revise
from reconcile.graph.statements import collect
from reconcile.scopes import Lattices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.graph.claimgraph import Said
    from reconcile.graph.revisions import Revisions
    from reconcile.graph.statements import Pair, Statement, Statements
    from reconcile.model import Case, Claim, Link, Settings


def build(case: Case, claims: Sequence[Claim], settings: Settings, assumed: Iterable[Link] = ()) -> ClaimGraph:
    """Relate claims of a case.

    Parameters
    ----------
    claims
        The claims at hand: those of the case that are not set aside.
    settings
        Which conventions are in force, and how they choose.
    assumed
        Links that outrank all else: the what-ifs of the command line.
    """
    at_hand = {claim.id: claim for claim in claims}
    lattices = _lattices(case)
    statements = collect(case.links, case.decisions, assumed, at_hand)
    revisions = revise(at_hand, statements, lattices, settings.conventions)
    in_force = tuple(claim for claim in claims if claim.id not in revisions.withdrawn)
    number = {claim.id: at for at, claim in enumerate(in_force)}
    scopes = ScopeMasks(in_force, lattices)
    view = View(in_force, scopes, settings)
    said = _said(statements, revisions, number, _Claims(in_force, scopes))
    said_of = spoken_of(said, len(in_force))
    return ClaimGraph(
        case,
        settings,
        in_force,
        tuple(revisions.withdrawn[claim.id] for claim in claims if claim.id in revisions.withdrawn),
        said,
        _totals(statements, number),
        tuple(scopes.apart(one) for one in range(len(in_force))),
        tuple(view.hold(one, group) for one, group in enumerate(said_of)),
        scopes,
        view,
        number,
        said_of,
    )


def without_claim(graph: ClaimGraph, gone: int, assumed: Iterable[Link] = ()) -> ClaimGraph | None:
    """Relate the other claims of a graph as if one, by number, had never been made.

    Scopes and conventions relate claims pair by pair, so that only what is said has to be gathered again. What a source
    takes back, and what is carried over to its newer figures, is known from its own claims and what is said of them.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.

    Returns
    -------
    ClaimGraph or None
        The claims keep their numbers. The one that is gone is still among them: nothing is said of it, but what scopes
        and conventions make of it still stands. None where other claims would be in force.
    """
    left = _left(graph, gone, assumed)
    return None if left.back else graph.saying(*_saying(graph, left, _Claims(graph.claims, graph.scopes)))


def replaced_claim(graph: ClaimGraph, gone: int, assumed: Iterable[Link] = ()) -> ClaimGraph | None:
    """Relate the claims of a graph as if one, by number, had never been made, and the one it put out of force stands.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.

    Returns
    -------
    ClaimGraph or None
        The claim that is back has the number of the one that is gone. None unless just one claim is back, of the same
        scope: then only what conventions make of the two can change.
    """
    left = _left(graph, gone, assumed)
    back = [graph.case.claims[claim] for claim in left.back]
    if len(back) != 1 or back[0].scope != graph.claims[gone].scope or back[0].id in left.revisions.withdrawn:
        return None
    claims = (*graph.claims[:gone], *back, *graph.claims[gone + 1 :])
    left.number[back[0].id] = gone
    scopes = ScopeMasks(claims, _lattices(graph.case))
    said, totals = _saying(graph, left, _Claims(claims, scopes))
    replaced = replace(
        graph,
        claims=claims,
        withdrawn=tuple(
            left.revisions.withdrawn.get(each.claim, each) for each in graph.withdrawn if each.claim not in left.back
        ),
        apart=tuple(scopes.apart(one) for one in range(len(claims))),
        scopes=scopes,
        view=View(claims, scopes, graph.settings),
        _numbers={claim.id: at for at, claim in enumerate(claims)},
    ).saying(said, totals, 1 << gone)
    return replaced.saying(said, totals, graph.spoken(gone) | replaced.spoken(gone))


@dataclass(frozen=True, slots=True)
class _Left:
    """What is known, without one claim, of the claims of some sources.

    Attributes
    ----------
    number
        The claims in force without it that were so with it, by id.
    back
        The claims, by id, that are out of force with it or without it, but not both.
    """

    sources: set[str]
    statements: Statements
    revisions: Revisions
    number: dict[str, int]
    back: set[str]


def _left(graph: ClaimGraph, gone: int, assumed: Iterable[Link]) -> _Left:
    """Gather anew what is said of the claims of a source, and of those bound to it, without one claim."""
    case, claims = graph.case, graph.claims
    sources = _speaking_of(case, (*case.links, *case.decisions, *assumed), claims[gone].source)
    in_force = {claim.id: at for at, claim in enumerate(claims) if claim.source in sources and at != gone}
    withdrawn = {each.claim for each in graph.withdrawn if case.claims[each.claim].source in sources}
    at_hand = {claim: case.claims[claim] for claim in (*in_force, *sorted(withdrawn))}
    statements = collect(case.links, case.decisions, assumed, at_hand)
    revisions = revise(at_hand, statements, _lattices(case), graph.settings.conventions)
    return _Left(sources, statements, revisions, in_force, withdrawn ^ revisions.withdrawn.keys())


def _saying(graph: ClaimGraph, left: _Left, claims: _Claims) -> tuple[Said, tuple[Total, ...]]:
    """Return what is said of all claims without one: of other sources' claims the same as with it."""

    def others(one: int) -> bool:
        return graph.claims[one].source not in left.sources

    said = {pair: edges for pair, edges in graph.said.items() if others(pair[0])}
    said.update(_said(left.statements, left.revisions, left.number, claims))
    totals = _totals(left.statements, left.number)
    known = (each for each in graph.totals if others(each.whole) or each in totals)
    return dict(sorted(said.items())), (*known, *(each for each in totals if each not in graph.totals))


def _speaking_of(case: Case, links: Iterable[Link], source: str) -> set[str]:
    """Return a source and those whose claims links bind, one to the next, to its own.

    What is said of a claim, and what becomes of that when a source revises its figures, depends on these alone.
    """
    bound = [{case.claims[claim].source for claim in (link.claim, *link.others)} for link in links]
    found = {source}
    while fresh := [sources for sources in bound if sources & found and not sources <= found]:
        found.update(*fresh)
    return found


def _lattices(case: Case) -> Lattices:
    return Lattices(case.places, case.groups, case.exclusive)


class _Claims(NamedTuple):
    """Claims by their numbers in a graph, and how their scopes relate."""

    claims: Sequence[Claim]
    scopes: ScopeMasks

    def may_be(self, one: int, other: int, relation: Relation) -> bool:
        """Whether scopes and counts let two claims stand in a relation that leaves something open."""
        if self.scopes.apart(one) >> other & 1:
            return False
        fits = self.claims[one].count.lo <= self.claims[other].count.hi
        return relation is not Relation.POSSIBLY_WITHIN or fits

    def left_open(self, one: int, other: int) -> tuple[int, int, Relation]:
        """Return what the scopes leave open of two claims, and in which order."""
        if self.scopes.apart(one) >> other & 1:
            return one, other, Relation.APART
        if self.scopes.wider(one) >> other & 1:
            return one, other, Relation.POSSIBLY_WITHIN
        if self.scopes.narrower(one) >> other & 1:
            return other, one, Relation.POSSIBLY_WITHIN
        return one, other, Relation.MAY_OVERLAP


def _said(statements: Statements, revisions: Revisions, number: Mapping[str, int], claims: _Claims) -> Said:
    """Return what is said and carried over of claims in force, in the graph's numbers."""
    by_pair: dict[Pair, list[Statement]] = {}
    for statement in (*(one for found in statements.by_pair.values() for one in found), *revisions.carried):
        if statement.through not in revisions.withdrawn:
            by_pair.setdefault(statement.pair, []).append(statement)
    said: dict[tuple[int, int], tuple[Edge, ...]] = {}
    for pair, found in by_pair.items():
        if all(claim in number for claim in pair):
            one, other = sorted(number[claim] for claim in pair)
            said[one, other] = tuple(_edge(statement, number, claims) for statement in found)
    return dict(sorted(said.items()))


def _totals(statements: Statements, number: Mapping[str, int]) -> tuple[Total, ...]:
    return tuple(
        Total(number[link.claim], tuple(number[part] for part in link.others))
        for link in statements.totals
        if all(claim in number for claim in (link.claim, *link.others))
    )


def _edge(statement: Statement, number: Mapping[str, int], claims: _Claims) -> Edge:
    """Put a statement in the graph's numbers; where nobody knows, or it cannot be, the scopes say what is open."""
    one, other = number[statement.claim], number[statement.other]
    relation = statement.relation
    if relation is None or (relation.is_open and not claims.may_be(one, other, relation)):
        one, other, relation = claims.left_open(one, other)
    whole = None if statement.through is None else number[statement.through]
    return Edge(one, other, relation, statement.basis, statement.by, whole)

"""The claims in force and every relation between them, each with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.graph.conventions import Assumed, assume, view
from reconcile.graph.masks import ScopeMasks, bits
from reconcile.graph.relations import SCOPE, Edge, Relation, Total, Withdrawal
from reconcile.graph.revisions import UPDATE, revise
from reconcile.graph.statements import collect
from reconcile.scopes import Lattices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import networkx as nx

    from reconcile.graph.statements import Pair, Statement
    from reconcile.model import Case, Claim, Link, Settings


@dataclass(frozen=True, slots=True)
class ClaimGraph:
    """The claims of a case that are in force, and how they relate.

    Claims are numbered by their place in `claims`; a group of claims is a whole number whose bit i stands for claim i.

    Attributes
    ----------
    case, settings
        Where the graph comes from, and the assumptions it was made under.
    claims
        The claims in force, in file order.
    withdrawn
        The claims that are not, since their own source replaced them.
    said
        What is stated, decided or carried over, by pair (lower number first). Several edges of a pair all hold.
    assumed
        What the conventions added.
    totals
        Sums of which whole and parts are all in force.
    apart
        For each claim the group that shares nobody with it by scope.
    """

    case: Case
    settings: Settings
    claims: tuple[Claim, ...]
    withdrawn: tuple[Withdrawal, ...]
    said: Mapping[tuple[int, int], tuple[Edge, ...]]
    assumed: tuple[Assumed, ...]
    totals: tuple[Total, ...]
    apart: tuple[int, ...]
    _scopes: ScopeMasks
    _spoken: tuple[int, ...]

    def number(self, claim: str) -> int:
        """Return the number of a claim in force.

        Raises
        ------
        KeyError
            If no claim in force has this id.
        """
        for at, found in enumerate(self.claims):
            if found.id == claim:
                return at
        raise KeyError(claim)

    def possibly_within(self, one: int) -> int:
        """Return the claims that hold this one's scope, and of which nothing else is known, as a group."""
        return self._scopes.wider(one) & ~self._spoken[one]

    def may_overlap(self, one: int) -> int:
        """Return the claims of the same or an overlapping scope of which nothing else is known, as a group."""
        nested = self._scopes.wider(one) | self._scopes.narrower(one)
        everything = (1 << len(self.claims)) - 1
        return everything & ~(nested | self.apart[one] | self._spoken[one] | 1 << one)

    def open_pairs(self) -> Iterator[Edge]:
        """Iterate over the pairs of which it is unknown what they share, those that somebody spoke of first."""
        for edges in self.said.values():
            yield from (edge for edge in edges if edge.relation.is_open)
        for one in range(len(self.claims)):
            for other in bits(self.possibly_within(one)):
                yield Edge(one, other, Relation.POSSIBLY_WITHIN, SCOPE)
            for other in bits(self.may_overlap(one) >> one << one):
                yield Edge(one, other, Relation.MAY_OVERLAP, SCOPE)

    def assumptions(self) -> Iterator[Edge]:
        """Iterate over the relations that conventions added; `same` stands once, from the lower number."""
        for edges in self.said.values():
            yield from (edge for edge in edges if edge.basis == UPDATE)
        for added in self.assumed:
            for one, group in enumerate(added.groups):
                shown = group >> one << one if added.relation is Relation.SAME else group
                for other in bits(shown):
                    yield Edge(one, other, added.relation, added.convention)

    def edges(self) -> Iterator[Edge]:
        """Iterate over all relations but those that scopes alone keep apart."""
        for edges in self.said.values():
            yield from (edge for edge in edges if not edge.relation.is_open and edge.basis != UPDATE)
        yield from self.assumptions()
        yield from self.open_pairs()

    def to_networkx(self) -> nx.DiGraph[str]:
        """Return the graph for analysis with networkx.

        Returns
        -------
        networkx.DiGraph
            Nodes are the ids of the claims in force, with their attributes (`source`, `outcome`, `place`, `who`,
            `lo`, `hi`, `open`, `at`,
            `identified`). An edge has `relation` (a `Relation`), `basis`, `convention` (None unless a
            convention added it), `by`, and `symmetric`: a symmetric relation stands once, from the claim that
            comes first. Claims that their scopes keep apart have no edge.
        """
        import networkx  # noqa: PLC0415, ICN001 - loaded only where a graph is asked for

        graph: nx.DiGraph[str] = networkx.DiGraph(title=self.case.title)
        for claim in self.claims:
            graph.add_node(
                claim.id,
                source=claim.source,
                outcome=claim.scope.outcome,
                place=claim.scope.place,
                who=claim.scope.who,
                lo=claim.count.lo,
                hi=claim.count.hi,
                open=claim.count.open,
                at=claim.at.text if claim.at else None,
                identified=claim.identified,
            )
        for edge in self.edges():
            graph.add_edge(
                self.claims[edge.claim].id,
                self.claims[edge.other].id,
                relation=edge.relation,
                basis=edge.basis,
                convention=edge.basis if edge.basis in self.settings.conventions else None,
                by=edge.by,
                symmetric=edge.relation not in (Relation.WITHIN, Relation.POSSIBLY_WITHIN),
            )
        return graph


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
    lattices = Lattices(case.places, case.groups, case.exclusive)
    at_hand = {claim.id: claim for claim in claims}
    said = collect(case.links, case.decisions, assumed, at_hand)
    revisions = revise(at_hand, said, lattices, settings.conventions)
    in_force = tuple(claim for claim in claims if claim.id not in revisions.withdrawn)
    number = {claim.id: at for at, claim in enumerate(in_force)}
    scopes = ScopeMasks(in_force, lattices)
    by_pair: dict[Pair, list[Statement]] = {}
    for statement in (*(one for found in said.by_pair.values() for one in found), *revisions.carried):
        if statement.through not in revisions.withdrawn:
            by_pair.setdefault(statement.pair, []).append(statement)
    edges: dict[tuple[int, int], tuple[Edge, ...]] = {}
    spoken = [0] * len(in_force)
    for pair, found in by_pair.items():
        if all(claim in number for claim in pair):
            one, other = sorted(number[claim] for claim in pair)
            edges[one, other] = tuple(_edge(statement, number, scopes) for statement in found)
            spoken[one] |= 1 << other
            spoken[other] |= 1 << one
    added = assume(view(in_force, scopes, settings), spoken)
    return ClaimGraph(
        case,
        settings,
        in_force,
        tuple(revisions.withdrawn[claim.id] for claim in claims if claim.id in revisions.withdrawn),
        dict(sorted(edges.items())),
        tuple(added),
        tuple(
            Total(number[link.claim], tuple(number[part] for part in link.others))
            for link in said.totals
            if all(claim in number for claim in (link.claim, *link.others))
        ),
        tuple(scopes.apart(one) for one in range(len(in_force))),
        scopes,
        tuple(spoken),
    )


def _edge(statement: Statement, number: Mapping[str, int], scopes: ScopeMasks) -> Edge:
    """Put a statement in the graph's numbers; where nobody knows, the scopes say what is open."""
    one, other = number[statement.claim], number[statement.other]
    relation = statement.relation
    if relation is None or (relation.is_open and scopes.apart(one) >> other & 1):
        if scopes.narrower(one) >> other & 1:
            one, other = other, one
        if scopes.apart(one) >> other & 1:
            relation = Relation.APART
        elif scopes.wider(one) >> other & 1:
            relation = Relation.POSSIBLY_WITHIN
        else:
            relation = Relation.MAY_OVERLAP
    return Edge(one, other, relation, statement.basis, statement.by)

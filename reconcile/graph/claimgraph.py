"""The claims in force and every relation between them, each with its basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.graph.groups import without
from reconcile.graph.relations import SCOPE, Edge, Relation
from reconcile.graph.revisions import UPDATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import networkx as nx

    from reconcile.graph.conventions import Assumed, Held, View
    from reconcile.graph.masks import ScopeMasks
    from reconcile.graph.relations import Total, Withdrawal
    from reconcile.model import Case, Claim, Scope, Settings

    Said = Mapping[tuple[int, int], tuple[Edge, ...]]


@dataclass(frozen=True, slots=True)
class ClaimGraph:
    """The claims of a case that are in force, and how they relate.

    Claims are numbered by their place in `claims`; a group of claims is a whole number whose bit i stands for claim i.
    What holds of a claim and all others comes as groups, and costs little: `apart`, `assumed`, `spoken`,
    `possibly_within`, `may_overlap`, `tensions`. What goes through pairs one by one (`open_pairs`, `assumptions`,
    `edges`) takes time in proportion to their number, which may be thousands of times that of the claims.

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
    totals
        Sums of which whole and parts are all in force.
    apart
        For each claim the group that shares nobody with it by scope.
    assumed
        For each claim what conventions relate it to. What they relate to it is `assuming`'s to say.
    scopes, view
        How the scopes of the claims relate, and what conventions see of the claims.
    """

    case: Case
    settings: Settings
    claims: tuple[Claim, ...]
    withdrawn: tuple[Withdrawal, ...]
    said: Said
    totals: tuple[Total, ...]
    apart: tuple[int, ...]
    assumed: tuple[tuple[Held, ...], ...]
    scopes: ScopeMasks
    view: View
    _numbers: Mapping[str, int]
    _said_of: Sequence[int]

    def number(self, claim: str) -> int:
        """Return the number of a claim in force.

        Raises
        ------
        KeyError
            If no claim in force has this id.
        """
        return self._numbers[claim]

    def saying(self, said: Said, totals: tuple[Total, ...], anew: int = 0) -> ClaimGraph:
        """Return the graph of the same claims of which other things are said.

        `anew` is the group of the claims of which conventions may assume something else whatever is said.
        """
        said_of = spoken_of(said, len(self.claims))
        assumed = list(self.assumed)
        for one, group in enumerate(said_of):
            if group != self._said_of[one] or anew >> one & 1:
                assumed[one] = self.view.hold(one, group)
        return replace(self, said=said, totals=totals, assumed=tuple(assumed), _said_of=said_of)

    def answering(self, scope: Scope) -> int:
        """Return the claims whose scope is the same as one that is asked for, or lies within it, as a group."""
        return self.scopes.answering(scope)

    def possibly_within(self, one: int) -> int:
        """Return the claims that hold this one's scope, and of which nothing else is known, as a group."""
        return without(self.scopes.wider(one), self.spoken(one))

    def may_overlap(self, one: int) -> int:
        """Return the claims of the same or an overlapping scope of which nothing else is known, as a group."""
        return without(self.scopes.overlapping(one) | self.scopes.same(one), self.spoken(one))

    def spoken(self, one: int) -> int:
        """Return the claims whose relation to this one somebody states or a convention assumes, as a group."""
        return reduce(or_, (added.to | added.of for added in self.assuming(one)), self._said_of[one])

    def assuming(self, one: int) -> Iterator[Assumed]:
        """Iterate over what conventions add to what is known of a claim, to and from it; it is found out anew."""
        return self.view.assume(one, self._said_of[one])

    def tensions(self) -> Iterator[tuple[int, int]]:
        """Iterate over the claims that their scopes nest in others, and their counts do not: each with those others.

        What somebody leaves open comes first. The others are a group.
        """
        for edge in self.left_open():
            for one, other in ((edge.claim, edge.other), (edge.other, edge.claim)):
                if self.scopes.wider(one) & self._too_small_for(one) & 1 << other:
                    yield one, 1 << other
        for one in range(len(self.claims)):
            too_small = self.scopes.wider(one) & self._too_small_for(one)
            if too_small and (too_small := without(too_small, self.spoken(one))):
                yield one, too_small

    def open_pairs(self, among: int | None = None) -> Iterator[Edge]:
        """Iterate over the pairs of which it is unknown what they share, those that somebody spoke of first.

        `among` is the group of claims of which both are to be; all by default.
        """
        among = (1 << len(self.claims)) - 1 if among is None else among
        yield from (edge for edge in self.left_open() if among >> edge.claim & among >> edge.other & 1)
        for one in bits(among):
            for other in bits(self.possibly_within(one) & among):
                yield Edge(one, other, Relation.POSSIBLY_WITHIN, SCOPE)
            for other in bits(self.may_overlap(one) & among >> one << one):
                yield Edge(one, other, Relation.MAY_OVERLAP, SCOPE)

    def left_open(self) -> Iterator[Edge]:
        """Iterate over the pairs of which somebody says that it is unclear what they share."""
        for edges in self.said.values():
            yield from (edge for edge in edges if edge.relation.is_open)

    def assumptions(self) -> Iterator[Edge]:
        """Iterate over the relations that conventions added, those carried over first, then claim by claim.

        `same` stands once, from the lower number.
        """
        yield from self.carried()
        for one, assumed in enumerate(self.assumed):
            for added in assumed:
                for other in bits(added.shown_from(one)):
                    yield Edge(one, other, added.relation, added.convention)

    def carried(self) -> Iterator[Edge]:
        """Iterate over what the convention `update` carried over from a source's older figure."""
        for edges in self.said.values():
            yield from (edge for edge in edges if edge.basis == UPDATE)

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

    def _too_small_for(self, one: int) -> int:
        """Return the claims whose counts do not allow this one within them."""
        return self.view.highs.at_most(self.claims[one].count.lo - 1)


def spoken_of(said: Iterable[tuple[int, int]], claims: int) -> list[int]:
    """Return for each of so many claims the group of those of which something is said together with it."""
    found = [0] * claims
    for one, other in said:
        found[one] |= 1 << other
        found[other] |= 1 << one
    return found

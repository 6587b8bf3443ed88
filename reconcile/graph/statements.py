"""What the case file, the decisions and the command line say of two claims: links in, statements by pair out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from reconcile.graph.relations import ASSUMED, DECIDED, STATED, Relation
from reconcile.model import Answer, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.model import Claim, Link

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of two claims, by id. `relation` is None where all that is said is that nobody knows.

    `through` is the whole whose sum keeps its parts apart: without the whole, nothing is said of them.
    """

    claim: str
    other: str
    relation: Relation | None
    basis: str
    by: tuple[int, int | None] | None = None
    through: str | None = None

    @property
    def pair(self) -> Pair:
        """The two claims, in no order."""
        return frozenset((self.claim, self.other))

    def is_about(self, claims: Mapping[str, Claim]) -> bool:
        """Whether the statement is about claims at hand."""
        return self.pair <= claims.keys() and (self.through is None or self.through in claims)

    @property
    def is_open(self) -> bool:
        """Whether the statement leaves unknown what the two share."""
        return self.relation is None or self.relation.is_open

    @property
    def shares(self) -> bool:
        """Whether the statement says that somebody is counted by both, or everybody of a claim would be."""
        if self.relation is Relation.OVERLAPS:
            return self.by is not None and self.by[0] > 0
        return self.relation in (Relation.WITHIN, Relation.SAME)


@dataclass(frozen=True, slots=True)
class Statements:
    """All that is said of the claims at hand.

    `by_pair` holds what is in force: what outranks all else for the pair, and of that the definite answers if
    there are any. `lasting` holds what goes over to a source's newer figure: what the case file states, unless what
    outranks it says the contrary, but that a claim repeats another. A decision is about its pair alone: what is said to
    be unclear of a figure is so of the newer one, whoever knows the answer for the older.
    """

    by_pair: Mapping[Pair, tuple[Statement, ...]]
    lasting: Mapping[Pair, tuple[Statement, ...]]
    replacing: tuple[Link, ...]
    repeating: tuple[Link, ...]
    totals: tuple[Link, ...]


def collect(
    links: Iterable[Link], decisions: Iterable[Link], assumed: Iterable[Link], claims: Mapping[str, Claim]
) -> Statements:
    """Collect what is said of `claims`: an assumption of the command line outranks a decision, a decision a link."""
    links = tuple(links)
    stated = _by_pair(links, STATED, claims)
    by_pair = {**stated, **_by_pair(decisions, DECIDED, claims), **_by_pair(assumed, ASSUMED, claims)}

    def in_force(kind: LinkKind) -> tuple[Link, ...]:
        return tuple(
            link
            for link in links
            if link.kind is kind
            and link.answer is Answer.YES
            and all(claim in claims for claim in (link.claim, *link.others))
            and all(
                statement.basis == STATED
                for other in link.others
                for statement in by_pair.get(frozenset((link.claim, other)), ())
            )
        )

    repeated = {
        frozenset((link.claim, link.other))
        for link in links
        if link.kind is LinkKind.REPEATS and link.answer is Answer.YES
    }
    lasting = {
        pair: found
        for pair, found in stated.items()
        if pair not in repeated and (found[0].is_open or _meaning(found) == _meaning(by_pair[pair]))
    }
    return Statements(
        by_pair, lasting, in_force(LinkKind.REPLACES), in_force(LinkKind.REPEATS), in_force(LinkKind.SUM_OF)
    )


def read(link: Link, basis: str) -> Iterator[Statement]:
    """Put a link as statements of two claims each.

    `within: no` says that none of the one is among the other, the other answer that an open question has;
    `apart-from: no` that at least one person is counted by both. The other kinds, denied or unclear, leave
    the pair unknown.
    """
    yes = link.answer is Answer.YES
    relation = _MEANINGS.get((link.kind, link.answer))
    by = (1, None) if relation is Relation.OVERLAPS and link.by is None else link.by
    for other in link.others:
        if link.kind is LinkKind.SUM_OF:
            yield Statement(other, link.claim, Relation.WITHIN if yes else None, basis)
        elif not (link.kind is LinkKind.REPLACES and yes):
            yield Statement(link.claim, other, relation, basis, by)
    if link.kind is LinkKind.SUM_OF and yes:
        for one, other in combinations(link.others, 2):
            yield Statement(one, other, Relation.APART, basis, through=link.claim)


_MEANINGS = {
    (LinkKind.WITHIN, Answer.YES): Relation.WITHIN,
    (LinkKind.WITHIN, Answer.NO): Relation.APART,
    (LinkKind.WITHIN, Answer.UNCLEAR): Relation.POSSIBLY_WITHIN,
    (LinkKind.SAME_AS, Answer.YES): Relation.SAME,
    (LinkKind.REPEATS, Answer.YES): Relation.SAME,
    (LinkKind.APART_FROM, Answer.YES): Relation.APART,
    (LinkKind.APART_FROM, Answer.NO): Relation.OVERLAPS,
    (LinkKind.OVERLAPS, Answer.YES): Relation.OVERLAPS,
}
"""What a link of two claims says; a kind and an answer that are not here leave the pair unknown."""


def _by_pair(links: Iterable[Link], basis: str, claims: Mapping[str, Claim]) -> dict[Pair, tuple[Statement, ...]]:
    said: dict[Pair, list[Statement]] = {}
    for link in links:
        for statement in read(link, basis):
            if statement.is_about(claims):
                said.setdefault(statement.pair, []).append(statement)
    return {pair: _definite(found) for pair, found in said.items()}


def _meaning(said: Iterable[Statement]) -> set[object]:
    """Return what statements of a pair say, whatever it rests on."""
    nesting = (Relation.WITHIN, Relation.POSSIBLY_WITHIN)
    return {(one.relation, one.by, one.claim if one.relation in nesting else None) for one in said}


def _definite(said: list[Statement]) -> tuple[Statement, ...]:
    definite = tuple(statement for statement in said if not statement.is_open)
    return definite or tuple(said[:1])

"""The conventions: what an editor assumes of two claims of which nobody says anything. One small function each.

A convention sees one claim among all others, and returns what it makes of it and them. The conventions speak in the
order of `IN_TURN`; a pair that one has spoken of is closed to the next. Each says the same of a pair from either side,
so that what holds of a claim is found without looking at what was found of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reconcile.graph.groups import Thresholds, gather, without
from reconcile.graph.relations import Relation
from reconcile.model import Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reconcile.graph.masks import ScopeMasks
    from reconcile.model import Claim, Settings

    Found = list[tuple[Relation, int, int]]
    Convention = Callable[["Seen"], Found]


class Assumed(NamedTuple):
    """What one convention adds to what is known of a claim.

    `to` are the claims that it relates to, `of` those that relate so to it.
    """

    convention: str
    relation: Relation
    to: int
    of: int

    @property
    def held(self) -> Held:
        """The same, to be held for as long as a graph is."""
        first = max(0, (self.to & -self.to).bit_length() - 1)
        return Held(self.convention, self.relation, first, self.to >> first)

    def without(self, others: int) -> Assumed:
        """Return what is left of it for all but some other claims."""
        to = without(self.to, others)
        return Assumed(self.convention, self.relation, to, to if self.of is self.to else without(self.of, others))


class Held(NamedTuple):
    """What a convention relates a claim to, held short: mostly they are later claims, and nothing stands before them.

    Attributes
    ----------
    first, others
        The number of the first claim that it relates to; the group, had that the number 0.
    """

    convention: str
    relation: Relation
    first: int
    others: int

    @property
    def to(self) -> int:
        """The claims that it relates to."""
        return self.others << self.first

    def shown_from(self, one: int) -> int:
        """Return the claims that it relates to, such that in a list of all claims each pair stands once."""
        return self.to >> one << one if self.relation is Relation.SAME else self.to


class View:
    """The claims in force, and the conventions in force that look at them."""

    def __init__(self, claims: Sequence[Claim], scopes: ScopeMasks, settings: Settings) -> None:
        self.settings = settings
        self.identified = gather(claim.identified for claim in claims).get(True, 0)
        self.open = gather(claim.count.open for claim in claims).get(True, 0)
        self.lows = Thresholds([claim.count.lo for claim in claims])
        self.highs = Thresholds([claim.count.hi for claim in claims])
        self._claims = claims
        self._scopes = scopes
        self._of_source = gather(claim.source for claim in claims)
        self._conventions = [(name, speak) for name, speak in IN_TURN if name in settings.conventions]

    def assume(self, one: int, spoken: int) -> Iterator[Assumed]:
        """Let the conventions speak of a claim in turn; `spoken` are those that it needs none with."""
        seen = self._see(one)
        for name, speak in self._conventions:
            for relation, to, of in speak(seen):
                added = Assumed(name, relation, to, of)
                if closed := (to | of) & spoken:
                    added = added.without(closed)
                if added.to or added.of:
                    spoken |= added.to | added.of
                    yield added

    def hold(self, one: int, spoken: int) -> tuple[Held, ...]:
        """Return what the conventions relate a claim to; `spoken` as in `assume`."""
        return tuple(added.held for added in self.assume(one, spoken) if added.to)

    def _see(self, one: int) -> Seen:
        claim, scopes = self._claims[one], self._scopes
        related = scopes.related(one)
        return Seen(
            self,
            claim,
            related.same ^ 1 << one,
            related.around ^ related.same,
            related.inside ^ related.same,
            self._of_source[claim.source],
            scopes.earlier(one),
            scopes.later(one),
            self.highs.at_least(claim.count.lo),
            self.lows.at_most(claim.count.hi),
        )


@dataclass(slots=True)
class Seen:
    """One claim, and the others as the conventions see them from it, in groups.

    Attributes
    ----------
    same, wider, narrower
        By their scope.
    mine
        Of its own source; it is among these itself.
    earlier, later
        Surely so.
    reaching, reached
        Whose counts allow this one within them, and that its count allows within it.
    """

    view: View
    claim: Claim
    same: int
    wider: int
    narrower: int
    mine: int
    earlier: int
    later: int
    reaching: int
    reached: int


def identified(seen: Seen) -> Found:
    """Take people identified one by one as within every total of the same or a wider scope."""
    if not seen.view.identified:
        return []
    if seen.claim.identified:
        return [(Relation.WITHIN, without(seen.same | seen.wider, seen.view.identified), 0)]
    return [(Relation.WITHIN, 0, (seen.same | seen.narrower) & seen.view.identified)]


def update(seen: Seen) -> Found:
    """Take a source's earlier figure as within its later one; a smaller later one withdraws it (see `revisions`)."""
    return _growing(seen, seen.same & seen.mine)


def growth(seen: Seen) -> Found:
    """Take a figure as within another source's surely later one that is not smaller."""
    return _growing(seen, without(seen.same, seen.mine))


def same_scope(seen: Seen) -> Found:
    """Take two sources' figures for one scope as the same people; `nested`: an open smaller one as within a larger."""
    others, view, count = without(seen.same, seen.mine), seen.view, seen.claim.count
    if view.settings.same_scope is SameScope.ALTERNATIVES:
        return [(Relation.SAME, others, others)]
    larger = others & view.lows.at_least(count.lo) & view.highs.at_least(count.hi)
    smaller = others & view.lows.at_most(count.lo) & view.highs.at_most(count.hi)
    to = without(larger, smaller) if count.open else 0
    of = without(smaller, larger) & view.open
    same = without(others, to | of)
    return [(Relation.WITHIN, to, of), (Relation.SAME, same, same)]


def own_parts(seen: Seen) -> Found:
    """Take a source's narrower figure, not later than its wider one, as within it."""
    return _nesting(seen, seen.wider & seen.mine, seen.narrower & seen.mine)


def parts(seen: Seen) -> Found:
    """Take another source's narrower figure, not later than the wider one, as within it, where that is presumed."""
    if seen.view.settings.parts is Parts.POSSIBLE:
        return []
    return _nesting(seen, without(seen.wider, seen.mine), without(seen.narrower, seen.mine))


IN_TURN: tuple[tuple[str, Convention], ...] = (
    ("identified", identified),
    ("update", update),
    ("growth", growth),
    ("same-scope", same_scope),
    ("own-parts", own_parts),
    ("parts", parts),
)


def _growing(seen: Seen, others: int) -> Found:
    """Take earlier figures as within later ones, as far as the counts allow it."""
    if not others:
        return []
    return [(Relation.WITHIN, others & seen.later & seen.reaching, others & seen.earlier & seen.reached)]


def _nesting(seen: Seen, wider: int, narrower: int) -> Found:
    """Take narrower figures as within wider ones that are not earlier, as far as the counts allow it."""
    if not (wider or narrower):
        return []
    to, of = wider & seen.reaching, narrower & seen.reached
    return [(Relation.WITHIN, without(to, seen.earlier), without(of, seen.later))]

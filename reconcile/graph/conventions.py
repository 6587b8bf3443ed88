"""The conventions: what an editor assumes of two claims of which nobody says anything. One small function each.

A convention takes the claims at hand and one of them, and returns the relations that it reads from that claim
to others, as groups. They speak in the order of `IN_TURN`; a pair that one has spoken of is closed to the
next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.graph.masks import ScopeMasks, Thresholds, bits, gather
from reconcile.graph.relations import Relation
from reconcile.model import Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.model import Claim, Settings

    Found = list[tuple[Relation, int]]
    Convention = Callable[["View", int], Found]


@dataclass(frozen=True, slots=True)
class View:
    """The claims in force, as the conventions see them: numbers and groups."""

    claims: Sequence[Claim]
    scopes: ScopeMasks
    settings: Settings
    of_source: Sequence[int]
    identified: int
    lows: Thresholds
    highs: Thresholds

    def reaching(self, one: int) -> int:
        """Return the claims whose count allows this one within them."""
        return self.highs.at_least(self.claims[one].count.lo)


def view(claims: Sequence[Claim], scopes: ScopeMasks, settings: Settings) -> View:
    """Index the claims for the conventions."""
    by_source = gather(claim.source for claim in claims)
    return View(
        claims,
        scopes,
        settings,
        [by_source[claim.source] for claim in claims],
        gather(claim.identified for claim in claims).get(True, 0),
        Thresholds([claim.count.lo for claim in claims]),
        Thresholds([claim.count.hi for claim in claims]),
    )


def identified(seen: View, one: int) -> Found:
    """Take people identified one by one as within every total of the same or a wider scope."""
    if not seen.identified >> one & 1:
        return []
    return [(Relation.WITHIN, (seen.scopes.same(one) | seen.scopes.wider(one)) & ~seen.identified)]


def update(seen: View, one: int) -> Found:
    """Take a source's earlier figure as within its later one; a smaller later one withdraws it (see `revisions`)."""
    later = seen.scopes.same(one) & seen.of_source[one] & seen.scopes.later(one)
    return [(Relation.WITHIN, later & seen.reaching(one))]


def growth(seen: View, one: int) -> Found:
    """Take a figure as within another source's surely later one that is not smaller."""
    later = seen.scopes.same(one) & ~seen.of_source[one] & seen.scopes.later(one)
    return [(Relation.WITHIN, later & seen.reaching(one))]


def same_scope(seen: View, one: int) -> Found:
    """Take two sources' figures for one scope as the same people; `nested`: an open smaller one as within a larger."""
    others = seen.scopes.same(one) & ~seen.of_source[one]
    if seen.settings.same_scope is SameScope.ALTERNATIVES:
        return [(Relation.SAME, others)]
    count = seen.claims[one].count
    larger = others & seen.lows.at_least(count.lo) & seen.highs.at_least(count.hi)
    smaller = others & seen.lows.at_most(count.lo) & seen.highs.at_most(count.hi)
    open_ones = sum(1 << other for other in bits(others) if seen.claims[other].count.open)
    nesting = larger & ~smaller if count.open else 0
    nested = smaller & ~larger & open_ones
    return [(Relation.WITHIN, nesting), (Relation.SAME, others & ~nesting & ~nested)]


def own_parts(seen: View, one: int) -> Found:
    """Take a source's narrower figure, not later than its wider one, as within it."""
    wider = seen.scopes.wider(one) & seen.of_source[one] & ~seen.scopes.earlier(one)
    return [(Relation.WITHIN, wider & seen.reaching(one))]


def parts(seen: View, one: int) -> Found:
    """Take another source's narrower figure, not later than the wider one, as within it, where that is presumed."""
    if seen.settings.parts is Parts.POSSIBLE:
        return []
    wider = seen.scopes.wider(one) & ~seen.of_source[one] & ~seen.scopes.earlier(one)
    return [(Relation.WITHIN, wider & seen.reaching(one))]


IN_TURN: tuple[tuple[str, Convention], ...] = (
    ("identified", identified),
    ("update", update),
    ("growth", growth),
    ("same-scope", same_scope),
    ("own-parts", own_parts),
    ("parts", parts),
)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What one convention added: for each claim by number, the group it relates to."""

    convention: str
    relation: Relation
    groups: Sequence[int]


def assume(seen: View, spoken: list[int]) -> list[Assumed]:
    """Let the conventions in force speak in turn.

    Parameters
    ----------
    spoken
        For each claim the group of those that it needs no convention with. Extended in place by the pairs that are
        spoken of here.
    """
    added = []
    for name, convention in IN_TURN:
        if name not in seen.settings.conventions:
            continue
        by_relation: dict[Relation, list[int]] = {}
        for one in range(len(seen.claims)):
            for relation, group in convention(seen, one):
                fresh = group & ~spoken[one]
                if fresh:
                    by_relation.setdefault(relation, [0] * len(seen.claims))[one] = fresh
        for relation, groups in by_relation.items():
            added.append(Assumed(name, relation, groups))
            for one, group in enumerate(groups):
                spoken[one] |= group
                for other in bits(group):
                    spoken[other] |= 1 << one
    return added

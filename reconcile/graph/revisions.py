"""What sources took back: claims withdrawn, and what was said of an older figure carried over to the newer."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.graph.groups import Thresholds
from reconcile.graph.masks import relate_claims
from reconcile.graph.relations import STATED, Relation, Withdrawal
from reconcile.scopes import Rcc5

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reconcile.graph.statements import Pair, Statement, Statements
    from reconcile.model import Claim, Link
    from reconcile.scopes import Lattices

UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Revisions:
    """`withdrawn` maps a claim's id to its withdrawal; `carried` are statements that go over to a newer figure."""

    withdrawn: Mapping[str, Withdrawal]
    carried: Sequence[Statement]


def revise(claims: Mapping[str, Claim], said: Statements, lattices: Lattices, conventions: Sequence[str]) -> Revisions:
    """Find the claims that their own source replaced, by a statement or by the convention `update`."""
    series: dict[str, _Series] = {}
    if UPDATE in conventions:
        series = _series(claims.values(), tell_identified="identified" in conventions)
    withdrawn: dict[str, Withdrawal] = {}
    for link in said.replacing:
        withdrawn.setdefault(link.other, Withdrawal(link.other, link.claim, STATED))
    taken_back = (claims[name] for name, figures in series.items() if figures.takes_back(claims[name]))
    for claim in sorted(taken_back, key=_age):
        for later in series[claim.id].smaller_later(claim):
            if frozenset((claim.id, later.id)) not in said.by_pair and not _stands_for(claim.id, later.id, withdrawn):
                withdrawn.setdefault(claim.id, Withdrawal(claim.id, later.id, UPDATE))
                break
    _withdraw_repeats(said.repeating, withdrawn)
    return Revisions(withdrawn, _carry(series, claims, said, lattices))


class _Series:
    """What one source says of one scope, figure by figure, oldest first: the later ones update the earlier."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = sorted(claims, key=_age)
        self._starts = [_age(claim)[0] for claim in self.claims]
        highs = [claim.count.hi for claim in self.claims]
        self._least_from = list(accumulate(reversed(highs), min))[::-1]

    @cached_property
    def _highs(self) -> Thresholds:
        return Thresholds([claim.count.hi for claim in self.claims])

    def later(self, than: Claim) -> Sequence[Claim]:
        """Return the figures that are surely later."""
        return self.claims[self._first_later(than) :]

    def takes_back(self, claim: Claim) -> bool:
        """Whether some figure is surely later, and surely smaller."""
        first = self._first_later(claim)
        return first < len(self.claims) and self._least_from[first] < claim.count.lo

    def smaller_later(self, than: Claim) -> Iterable[Claim]:
        """Return the figures that are surely later, and surely smaller."""
        first = self._first_later(than)
        return (self.claims[first + at] for at in bits(self._highs.at_most(than.count.lo - 1) >> first))

    def _first_later(self, than: Claim) -> int:
        assert than.at is not None, "only a claim with a time is earlier or later than another"
        return bisect_left(self._starts, than.at.end)


def _series(claims: Iterable[Claim], *, tell_identified: bool) -> dict[str, _Series]:
    """Gather one source's claims for one scope, as far as they have a time: each claim, by id, with its series.

    A tally of people identified and one that is not are in different series: `identified` speaks of them before.
    """
    together: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.at is not None:
            kind = claim.source, claim.scope, tell_identified and claim.identified
            together.setdefault(kind, []).append(claim)
    return {
        claim.id: series
        for figures in together.values()
        if len(figures) > 1
        for series in (_Series(figures),)
        for claim in figures
    }


def _age(claim: Claim) -> tuple[datetime, str]:
    """Return what sorts claims of a series by age."""
    assert claim.at is not None, "only a claim with a time is earlier or later than another"
    return claim.at.start, claim.id


def _withdraw_repeats(repeating: Iterable[Link], withdrawn: dict[str, Withdrawal]) -> None:
    """Withdraw, with a figure, the claims that only relayed it, but for one that stands in its place."""
    relays: dict[str, list[str]] = {}
    for link in repeating:
        relays.setdefault(link.other, []).append(link.claim)
    waiting = list(withdrawn)
    while waiting:
        original = withdrawn[waiting.pop()]
        for relay in relays.get(original.claim, ()):
            if relay not in withdrawn and not _stands_for(relay, original.by, withdrawn):
                withdrawn[relay] = replace(original, claim=relay)
                waiting.append(relay)


def _stands_for(claim: str, other: str, withdrawn: Mapping[str, Withdrawal]) -> bool:
    """Whether a claim stands in the place of another, or of what stands in its place: one of them has to stand."""
    while other != claim and other in withdrawn:
        other = withdrawn[other].by
    return other == claim


def _carry(
    series: Mapping[str, _Series], claims: Mapping[str, Claim], said: Statements, lattices: Lattices
) -> list[Statement]:
    """Carry what is said of an earlier figure over to the later ones, where nothing else is said of these.

    The nearest earlier figure comes first, and one of the two figures before both. What was given as part of a whole
    goes over to a later whole; but the later figure of the part is no part of the earlier whole, and not surely of a
    later one.
    """
    spoken: set[Pair] = set(said.by_pair)

    def onwards(statements: Iterable[Statement]) -> Iterator[Statement]:
        about: dict[str, list[Statement]] = {}
        for statement in statements:
            for claim in (statement.claim, statement.other):
                if claim in series:
                    about.setdefault(claim, []).append(statement)
        for earlier in sorted((claims[name] for name in about), key=_age, reverse=True):
            for later in reversed(series[earlier.id].later(earlier)):
                if frozenset((earlier.id, later.id)) in said.by_pair:
                    continue
                moved = [
                    _moved(statement, earlier.id, later.id)
                    for statement in about[earlier.id]
                    if statement.claim != earlier.id or not _is_part(earlier, claims[statement.other])
                ]
                fresh = [
                    statement
                    for statement in moved
                    if statement.pair not in spoken
                    and not _updates(series, claims, statement)
                    and _allowed(statement, claims, lattices)
                ]
                yield from fresh
                spoken.update(statement.pair for statement in fresh)

    def of_part(statement: Statement) -> bool:
        wholes = series[statement.other].claims if statement.other in series else ()
        return any(_is_part(claims[statement.claim], whole) for whole in wholes)

    once = list(onwards(statement for found in said.lasting.values() for statement in found))
    return [*once, *onwards(statement for statement in once if not of_part(statement))]


def _updates(series: Mapping[str, _Series], claims: Mapping[str, Claim], statement: Statement) -> bool:
    """Whether a statement is about two figures of which one updates the other."""
    one, other = claims[statement.claim], claims[statement.other]
    if one.id not in series or series[one.id] is not series.get(other.id):
        return False
    assert one.at is not None, "a claim of a series has a time"
    assert other.at is not None, "a claim of a series has a time"
    return one.at.surely_before(other.at) or other.at.surely_before(one.at)


def _is_part(claim: Claim, whole: Claim) -> bool:
    return claim.part_of is not None and claim.part_of == whole.stated_as


def _moved(statement: Statement, earlier: str, later: str) -> Statement:
    return replace(
        statement,
        claim=later if statement.claim == earlier else statement.claim,
        other=later if statement.other == earlier else statement.other,
        basis=statement.basis if statement.is_open else UPDATE,
    )


def _allowed(statement: Statement, claims: Mapping[str, Claim], lattices: Lattices) -> bool:
    """Whether the counts, and the scopes, of the two claims let a statement hold."""
    one, other = claims[statement.claim], claims[statement.other]
    if (statement.shares or statement.is_open) and relate_claims(lattices, one, other) is Rcc5.APART:
        return False
    match statement.relation:
        case Relation.WITHIN | Relation.POSSIBLY_WITHIN:
            return one.count.lo <= other.count.hi
        case Relation.SAME:
            return one.count.lo <= other.count.hi and other.count.lo <= one.count.hi
        case Relation.OVERLAPS:
            return statement.by is not None and statement.by[0] <= min(one.count.hi, other.count.hi)
        case _:
            return True

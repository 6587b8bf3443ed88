"""What sources took back: claims withdrawn, and what was said of an older figure carried over to the newer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.graph.masks import ScopeMasks, bits, gather, relate_claims
from reconcile.graph.relations import STATED, Relation, Withdrawal
from reconcile.scopes import Rcc5

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from reconcile.graph.statements import Statement, Statements
    from reconcile.model import Claim
    from reconcile.scopes import Lattices

UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Revisions:
    """`withdrawn` maps a claim's id to its withdrawal; `carried` are statements that go over to a newer figure."""

    withdrawn: Mapping[str, Withdrawal]
    carried: Sequence[Statement]


def revise(claims: Mapping[str, Claim], said: Statements, lattices: Lattices, conventions: Sequence[str]) -> Revisions:
    """Find the claims that their own source replaced, by a statement or by the convention `update`."""
    updates = []
    if UPDATE in conventions:
        updates = _updates(claims, said, lattices, tell_identified="identified" in conventions)
    withdrawn: dict[str, Withdrawal] = {}
    for link in said.replacing:
        withdrawn.setdefault(link.other, Withdrawal(link.other, link.claim, STATED))
    for earlier, later in updates:
        if claims[later].count.hi < claims[earlier].count.lo:
            withdrawn.setdefault(earlier, Withdrawal(earlier, later, UPDATE))
    _withdraw_repeats(said, withdrawn)
    return Revisions(withdrawn, _carry(updates, claims, said, lattices))


def _updates(
    claims: Mapping[str, Claim], said: Statements, lattices: Lattices, *, tell_identified: bool
) -> list[tuple[str, str]]:
    """Find the pairs of an earlier and a later figure of one source for one scope, of which nothing else is said.

    Oldest first. A tally of people identified and one that is not are no such pair: `identified` speaks of them before.
    """
    ids = list(claims)
    masks = ScopeMasks(list(claims.values()), lattices)
    kinds = [(claim.source, tell_identified and claim.identified) for claim in claims.values()]
    of_kind = gather(kinds)
    found = [
        (ids[one], ids[other])
        for one, kind in enumerate(kinds)
        for other in bits(masks.same(one) & of_kind[kind] & masks.later(one))
        if frozenset((ids[one], ids[other])) not in said.by_pair
    ]
    return sorted(found, key=lambda pair: [(_since(claims[claim]), claim) for claim in pair])


def _since(claim: Claim) -> datetime:
    assert claim.at is not None, "only a claim with a time is earlier or later than another"
    return claim.at.start


def _withdraw_repeats(said: Statements, withdrawn: dict[str, Withdrawal]) -> None:
    """Withdraw, with a figure, the claims that only relayed it."""
    waiting = list(withdrawn)
    while waiting:
        original = withdrawn[waiting.pop()]
        for link in said.repeating:
            if link.other == original.claim and link.claim not in withdrawn:
                withdrawn[link.claim] = replace(original, claim=link.claim)
                waiting.append(link.claim)


def _carry(
    updates: Sequence[tuple[str, str]], claims: Mapping[str, Claim], said: Statements, lattices: Lattices
) -> list[Statement]:
    """Carry what is said of an earlier figure over to the later ones, where nothing else is said of these.

    The nearest earlier figure comes first. What was given as part of a whole goes over to a later whole; but the
    later figure of the part is no part of the earlier whole.
    """
    about: dict[str, list[Statement]] = {}
    for pair, found in said.lasting.items():
        for claim in pair:
            about.setdefault(claim, []).extend(found)
    spoken = {*said.by_pair, *(frozenset(update) for update in updates)}
    carried: list[Statement] = []
    for earlier, later in reversed(updates):
        moved = (
            _moved(statement, earlier, later)
            for statement in about.get(earlier, ())
            if statement.claim != earlier or not _is_part(claims[earlier], claims[statement.other])
        )
        fresh = [
            statement for statement in moved if statement.pair not in spoken and _allowed(statement, claims, lattices)
        ]
        carried += fresh
        spoken.update(statement.pair for statement in fresh)
    return carried


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

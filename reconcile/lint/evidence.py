"""A case as the rules of the lint see it: its claims, which of them are in force, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.graph.revisions import revise
from reconcile.graph.statements import collect
from reconcile.scopes import Lattices

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from reconcile.graph.statements import Pair
    from reconcile.model import Case, Claim


@dataclass(frozen=True, slots=True)
class Evidence:
    """What rules look at.

    `in_force` are the claims that their own source did not withdraw, in file order; `spoken` are the pairs of claims,
    by id, of which somebody says something, and `decided` those of which a decision does, which outranks all links;
    scopes are compared in `lattices`.
    """

    case: Case
    lattices: Lattices
    in_force: tuple[Claim, ...]
    spoken: AbstractSet[Pair]
    decided: AbstractSet[Pair]


def gather_evidence(case: Case) -> Evidence:
    """Find which claims of a case are in force and what is said of them: a graph of them has more than rules need."""
    lattices = Lattices(case.places, case.groups, case.exclusive)
    said = collect(case.links, case.decisions, (), case.claims)
    revisions = revise(case.claims, said, lattices, case.settings.conventions)
    return Evidence(
        case,
        lattices,
        tuple(claim for claim in case.claims.values() if claim.id not in revisions.withdrawn),
        said.by_pair.keys() | {statement.pair for statement in revisions.carried},
        {frozenset((decision.claim, decision.other)) for decision in case.decisions},
    )

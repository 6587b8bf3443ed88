"""Statements that the scopes rule out: people said to be shared by claims whose scopes are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.graph.masks import relate_claims
from reconcile.graph.relations import DECIDED, STATED
from reconcile.graph.statements import read
from reconcile.scopes import Lattices, Rcc5, relate_outcomes, relate_windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.model import Case, Claim, Link


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A link that says two claims share people, and the values of one facet that are apart."""

    link: Link
    claim: Claim
    other: Claim
    facet: str
    values: tuple[str, str]

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        one, other = self.values
        return (
            f"`{self.claim.id}` and `{self.other.id}` cannot share people: "
            f"their scopes are apart ({self.facet}: {one} and {other})"
        )


def contradictions(case: Case) -> Iterator[Contradiction]:
    """Find the links and decisions of a case that say people are shared across scopes that are apart."""
    lattices = Lattices(case.places, case.groups, case.exclusive)
    for basis, links in ((STATED, case.links), (DECIDED, case.decisions)):
        for link in links:
            for statement in read(link, basis):
                one, other = case.claims[statement.claim], case.claims[statement.other]
                if statement.shares and relate_claims(lattices, one, other) is Rcc5.APART:
                    facet, values = _apart(lattices, one, other)
                    yield Contradiction(link, one, other, facet, values)


def _apart(lattices: Lattices, one: Claim, other: Claim) -> tuple[str, tuple[str, str]]:
    """Name a facet in which two scopes are apart, and their values in it."""
    a, b = one.scope, other.scope
    if lattices.relate_places(a.place, b.place) is Rcc5.APART:
        return "place", (a.place, b.place)
    if lattices.relate_groups(a.who, b.who) is Rcc5.APART:
        return "who", (a.who, b.who)
    if relate_windows(a.window, b.window) is Rcc5.APART:
        return "during", (a.window.text, b.window.text)
    assert relate_outcomes(a.outcome, b.outcome) is Rcc5.APART, "some facet is apart"
    return "outcome", (a.outcome, b.outcome)

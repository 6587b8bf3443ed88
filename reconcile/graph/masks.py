"""The relations of all scopes at once, as groups of claims.

How a scope relates to all others is found once, however many claims share it; for a claim it is then a bitwise
operation or two.
"""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from reconcile.graph.facets import REMEMBERED, Facets, Related
from reconcile.graph.groups import Thresholds, gather, without
from reconcile.model import KILLED, WOUNDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.model import Claim, Scope
    from reconcile.scopes import Lattices, Rcc5


class ScopeMasks:
    """How the scope of every claim relates to that of every other, and which claim came before which.

    Claims are numbered in the order given. All methods but `answering` take a claim's number; all but `related` return
    a group, which the claim itself is not in.

    Attributes
    ----------
    numbers
        The number of each claim's scope: claims of the same scope have the same one.
    """

    def __init__(self, claims: Sequence[Claim], lattices: Lattices) -> None:
        scopes = [claim.scope for claim in claims]
        self._scopes = list(dict.fromkeys(scopes))
        number = {scope: at for at, scope in enumerate(self._scopes)}
        self.numbers = tuple(number[scope] for scope in scopes)
        self._facets = Facets(scopes, lattices)
        self._related = lru_cache(REMEMBERED)(partial(_related, self._facets, self._scopes))
        self._at = [claim.at for claim in claims]
        self._everything = (1 << len(claims)) - 1

    def related(self, one: int) -> Related:
        """Return all claims by how their scopes relate to this one's; it is among those of the same scope itself."""
        return self._related(self.numbers[one])

    def same(self, one: int) -> int:
        """Return the claims of the same scope."""
        return self.related(one).same ^ 1 << one

    def narrower(self, one: int) -> int:
        """Return the claims whose scope lies within this one's and is not the same."""
        related = self.related(one)
        return related.inside ^ related.same

    def wider(self, one: int) -> int:
        """Return the claims whose scope holds this one's and is not the same."""
        related = self.related(one)
        return related.around ^ related.same

    def apart(self, one: int) -> int:
        """Return the claims that can share nobody with this one, by their scopes.

        Killed and wounded are apart, unless the wounded were counted before the killed: they may have died since.
        """
        scope = self.numbers[one]
        apart = self._related(scope).apart
        if dying := self._dying(one):
            apart = without(apart, dying) | self._related(scope, dying=True).apart & dying
        return apart

    def overlapping(self, one: int) -> int:
        """Return the claims whose scope shares some of this one's, neither within the other."""
        related = self.related(one)
        return self._everything ^ (related.inside | related.around | self.apart(one))

    def later(self, one: int) -> int:
        """Return the claims surely made after this one."""
        at = self._at[one]
        return self._starts.at_least(at.end) if at else 0

    def earlier(self, one: int) -> int:
        """Return the claims surely made before this one."""
        at = self._at[one]
        return self._ends.at_most(at.start) if at else 0

    def answering(self, asked: Scope) -> int:
        """Return the claims whose scope is the same as, or lies within, one that need not be any claim's."""
        return self._facets.relate(asked).inside

    def _dying(self, one: int) -> int:
        """Return the killed who may be among these wounded, or the wounded among whom these killed may be."""
        outcome = self._scopes[self.numbers[one]].outcome
        if outcome == WOUNDED and KILLED in self._of_outcome:
            return self._of_outcome[KILLED] & self.later(one)
        if outcome == KILLED and WOUNDED in self._of_outcome:
            return self._of_outcome[WOUNDED] & self.earlier(one)
        return 0

    @cached_property
    def _of_outcome(self) -> dict[str, int]:
        return gather(self._scopes[scope].outcome for scope in self.numbers)

    @cached_property
    def _starts(self) -> Thresholds:
        return Thresholds([at and at.start for at in self._at])

    @cached_property
    def _ends(self) -> Thresholds:
        return Thresholds([at and at.end for at in self._at])


def relate_claims(lattices: Lattices, one: Claim, other: Claim) -> Rcc5:
    """Return how the scopes of two claims relate, given when the claims were made."""
    wounded, killed = (one, other) if one.scope.outcome == WOUNDED else (other, one)
    dying = wounded.at is not None and killed.at is not None and wounded.at.surely_before(killed.at)
    return lattices.relate(one.scope, other.scope, dying=dying)


def _related(facets: Facets, scopes: Sequence[Scope], scope: int, *, dying: bool = False) -> Related:
    return facets.relate(scopes[scope], dying=dying)

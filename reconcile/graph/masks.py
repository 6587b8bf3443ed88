"""The relations of all scopes at once: groups of claims as bits of whole numbers.

Comparing each two of ten thousand claims would take fifty million steps. Here each value of a facet knows
which claims lie within it, around it and apart from it, and the relation of a claim to all others is a
handful of bitwise operations.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from reconcile.model import KILLED, WOUNDED
from reconcile.scopes import Rcc5, relate_outcomes, relate_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from reconcile.model import Claim, Tree
    from reconcile.scopes import Lattices

    Value = TypeVar("Value", bound=Hashable)


class ScopeMasks:
    """How the scope of every claim relates to that of every other, and which claim came before which.

    Claims are numbered in the order given; a group of claims is a whole number whose bit i stands for claim
    i. All methods take a claim's number and return a group, without the claim itself.
    """

    def __init__(self, claims: Sequence[Claim], lattices: Lattices) -> None:
        scopes = [claim.scope for claim in claims]
        self._keys = [(scope.place, scope.who, scope.outcome, scope.window) for scope in scopes]
        outcomes = gather(scope.outcome for scope in scopes)
        self._facets = (
            _tree_facet(gather(scope.place for scope in scopes), lattices.places),
            _facet(gather(scope.who for scope in scopes), lattices.relate_groups),
            _facet(outcomes, relate_outcomes),
            _facet(gather(scope.window for scope in scopes), relate_windows),
        )
        self._outcomes = [scope.outcome for scope in scopes]
        self._killed, self._wounded = outcomes.get(KILLED, 0), outcomes.get(WOUNDED, 0)
        self._starts = Thresholds([claim.at and claim.at.start for claim in claims])
        self._ends = Thresholds([claim.at and claim.at.end for claim in claims])
        self._at = [claim.at for claim in claims]
        self._everything = (1 << len(claims)) - 1

    def same(self, one: int) -> int:
        """Return the claims of the same scope."""
        found = self._everything
        for facet, key in zip(self._facets, self._keys[one], strict=True):
            found &= facet.same[key]
        return found & ~(1 << one)

    def narrower(self, one: int) -> int:
        """Return the claims whose scope lies within this one's and is not the same."""
        found = self._everything
        for facet, key in zip(self._facets, self._keys[one], strict=True):
            found &= facet.inside[key]
        return found & ~self.same(one) & ~(1 << one)

    def wider(self, one: int) -> int:
        """Return the claims whose scope holds this one's and is not the same."""
        found = self._everything
        for facet, key in zip(self._facets, self._keys[one], strict=True):
            found &= facet.around[key]
        return found & ~self.same(one) & ~(1 << one)

    def apart(self, one: int) -> int:
        """Return the claims that can share nobody with this one, by their scopes.

        Killed and wounded are apart, unless the wounded were counted before the killed: they may have died since.
        """
        place, who, outcome, window = (
            facet.apart[key] for facet, key in zip(self._facets, self._keys[one], strict=True)
        )
        if self._outcomes[one] == WOUNDED:
            outcome &= ~(self._killed & self.later(one))
        elif self._outcomes[one] == KILLED:
            outcome &= ~(self._wounded & self.earlier(one))
        return place | who | outcome | window

    def later(self, one: int) -> int:
        """Return the claims surely made after this one."""
        at = self._at[one]
        return self._starts.at_least(at.end) if at else 0

    def earlier(self, one: int) -> int:
        """Return the claims surely made before this one."""
        at = self._at[one]
        return self._ends.at_most(at.start) if at else 0


def relate_claims(lattices: Lattices, one: Claim, other: Claim) -> Rcc5:
    """Return how the scopes of two claims relate, given when the claims were made."""
    wounded, killed = (one, other) if one.scope.outcome == WOUNDED else (other, one)
    dying = wounded.at is not None and killed.at is not None and wounded.at.surely_before(killed.at)
    return lattices.relate(one.scope, other.scope, dying=dying)


def bits(group: int) -> Iterator[int]:
    """Iterate over the claims of a group, lowest number first."""
    while group:
        lowest = group & -group
        yield lowest.bit_length() - 1
        group ^= lowest


class Thresholds:
    """Which claims have a value up to, or from, a given one. A claim without a value (None) is in neither group."""

    def __init__(self, values: Sequence[Any]) -> None:
        by_value = gather(values)
        by_value.pop(None, None)
        self._sorted = sorted(by_value)
        self._up_to = [0]
        for value in self._sorted:
            self._up_to.append(self._up_to[-1] | by_value[value])

    def at_most(self, value: object) -> int:
        """Return the claims whose value is `value` or less."""
        return self._up_to[bisect_right(self._sorted, value)]

    def at_least(self, value: object) -> int:
        """Return the claims whose value is `value` or more."""
        return self._up_to[-1] & ~self._up_to[bisect_left(self._sorted, value)]


def gather(values: Iterable[Value]) -> dict[Value, int]:
    """Map each value to the group of those that have it."""
    found: dict[Value, int] = {}
    for at, value in enumerate(values):
        found[value] = found.get(value, 0) | 1 << at
    return found


@dataclass(frozen=True, slots=True)
class _Facet:
    """For each value of a facet: the claims with the same, one inside (or same), around (or same), and apart."""

    same: Mapping[Any, int]
    inside: Mapping[Any, int]
    around: Mapping[Any, int]
    apart: Mapping[Any, int]


def _facet(masks: Mapping[Any, int], relate: Callable[[Any, Any], Rcc5]) -> _Facet:
    inside, around, apart = dict(masks), dict(masks), dict.fromkeys(masks, 0)
    for value in masks:
        for other, group in masks.items():
            match relate(other, value):
                case Rcc5.WITHIN:
                    inside[value] |= group
                case Rcc5.CONTAINS:
                    around[value] |= group
                case Rcc5.APART:
                    apart[value] |= group
                case _:
                    pass
    return _Facet(masks, inside, around, apart)


def _tree_facet(masks: Mapping[str, int], tree: Tree) -> _Facet:
    """As `_facet`, for a tree whose branches are apart; takes time in proportion to the values times the depth."""
    inside, around = dict.fromkeys(masks, 0), dict.fromkeys(masks, 0)
    for value, group in masks.items():
        for outer in tree.path(value):
            if outer in masks:
                inside[outer] |= group
                around[value] |= masks[outer]
    everything = 0
    for group in masks.values():
        everything |= group
    apart = {value: everything & ~inside[value] & ~around[value] for value in masks}
    return _Facet(masks, inside, around, apart)

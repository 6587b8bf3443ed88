"""Groups of claims as whole numbers: bit i of a group stands for claim i, so that sets are met and joined at once.

Comparing each two of ten thousand claims would take fifty million steps; a bitwise operation takes one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from reconcile.bits import gathered

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    Value = TypeVar("Value", bound=Hashable)

_STEP = 4
"""Between how many claims, at least, `Thresholds` keeps a group: one for each would take four times the memory."""


def without(group: int, others: int) -> int:
    """Return a group without the claims of another: `group & ~others`, and quicker, as ~ makes a number below zero."""
    return group ^ (group & others)


def gather(values: Iterable[Value]) -> dict[Value, int]:
    """Map each value to the group of those that have it."""
    found: dict[Value, list[int]] = {}
    for at, value in enumerate(values):
        found.setdefault(value, []).append(at)
    return {value: gathered(numbers) for value, numbers in found.items()}


class Thresholds:
    """Which claims have a value up to, or from, a given one. A claim without a value (None) is in neither group."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._claims = sorted((at for at, value in enumerate(values) if value is not None), key=values.__getitem__)
        self._values = [values[at] for at in self._claims]
        self._cuts, self._groups = [0], [0]  # after how many claims, only where the value changes, a group is kept
        ends = [at for at, (one, other) in enumerate(pairwise(self._values), 1) if one != other]
        for end in (*ends, len(self._claims)):
            if end - self._cuts[-1] >= _STEP:
                self._groups.append(self._groups[-1] | gathered(self._claims[self._cuts[-1] : end]))
                self._cuts.append(end)
        self._all = self._first(len(self._claims))

    def at_most(self, value: object) -> int:
        """Return the claims whose value is `value` or less."""
        return self._first(bisect_right(self._values, value))

    def at_least(self, value: object) -> int:
        """Return the claims whose value is `value` or more."""
        return self._all ^ self._first(bisect_left(self._values, value))

    def _first(self, number: int) -> int:
        """Return as many claims as asked for, those of the least values."""
        kept = bisect_right(self._cuts, number) - 1
        group = self._groups[kept]
        for at in self._claims[self._cuts[kept] : number]:
            group |= 1 << at
        return group

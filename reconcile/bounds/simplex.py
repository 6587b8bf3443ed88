"""A linear program over few rows and very many columns, solved exactly in integers.

The columns are not listed: a `price` function finds the one that helps most (column generation; Gilmore and
Gomory 1961). The inverse of the basis is kept as an integer matrix over one common denominator (Edmonds 1967;
Bareiss 1968), so nothing is ever rounded, and ties of the ratio test are broken lexicographically, so it
cannot cycle (Dantzig, Orden and Wolfe 1955).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Price = Callable[[Sequence[int], int], tuple[int, Sequence[int], int] | None]
    """Takes the row weights times a denominator, and that denominator; returns the name of a column that
    costs less than
    the weights of its rows, with its entry in each row and its cost, or None if there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint on what the columns add up to: `lo <= sum <= hi`."""

    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum: its value, the columns used and how often, and the weight of each row that proves it.

    Weights are per `Row`: a positive weight of a minimum counts the row's `lo`, a negative one its `hi`.
    """

    value: Fraction
    columns: dict[int, Fraction]
    weights: tuple[Fraction, ...]


class Simplex:
    """A basis of the program, which can be made feasible and then driven to an optimum.

    A column is named by a positive number; slack and artificial columns, which the program adds, by negative ones.

    Parameters
    ----------
    rows
        The constraints, `0 <= lo <= hi`. Every column has a positive entry in some row.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._count = len(rows)
        self._lines: list[tuple[int, int, int]] = []  # (row, right-hand side, sign of the slack: +1, -1, or 0 for none)
        for index, row in enumerate(rows):
            if row.lo == row.hi:
                self._lines.append((index, row.lo, 0))
                continue
            if row.lo > 0:
                self._lines.append((index, row.lo, -1))
            self._lines.append((index, row.hi, 1))
        size = len(self._lines)
        self._inverse = [[int(i == j) for j in range(size)] for i in range(size)]
        self._denominator = 1
        self._values = [side for _, side, _ in self._lines]
        self._basis: list[tuple[int, int]] = [
            (_slack(at) if sign > 0 else _artificial(at), 0) for at, (_, _, sign) in enumerate(self._lines)
        ]

    def make_feasible(self, price: Price) -> bool:
        """Drive the artificial columns out; return whether that is possible, that is, whether the rows can be met."""
        self._descend(price, 1)
        return self._feasible()

    def minimise(self, price: Price) -> Solution:
        """Return a least-cost solution, from a feasible basis. Costs come from `price`."""
        penalty = 1_000_000
        while True:
            self._descend(price, penalty)
            if self._feasible():
                return self._solution(penalty)
            penalty *= 1_000_000

    def weights(self, penalty: int = 1) -> tuple[Fraction, ...]:
        """Return the weight of each row; after `make_feasible` has failed, weights that prove the rows cannot be met.

        In that case no column weighs more than 0, while the rows, each at the end that counts, add up to more.
        """
        found = [Fraction(0)] * self._count
        for (row, _, _), dual in zip(self._lines, self._duals(penalty), strict=True):
            found[row] += Fraction(dual, self._denominator)
        return tuple(found)

    def plain_weights(self, price: Price) -> tuple[Fraction, ...]:
        """Return weights that prove the optimum, after `minimise`, as small as idle artificial columns allow."""
        penalty = 0
        while self._entering(price, penalty) is not None:
            penalty = 2 * penalty + 1
        return self.weights(penalty)

    def recost(self, cost: Callable[[int], int]) -> None:
        """Give the columns of the basis other costs."""
        self._basis = [(name, 0 if name < 0 else cost(name)) for name, _ in self._basis]

    def _feasible(self) -> bool:
        return not any(
            value and _is_artificial(name) for value, (name, _) in zip(self._values, self._basis, strict=True)
        )

    def _descend(self, price: Price, penalty: int) -> None:
        while (entering := self._entering(price, penalty)) is not None:
            self._pivot(*entering)

    def _duals(self, penalty: int) -> list[int]:
        """Weights of the lines, times the denominator."""
        duals = [0] * len(self._lines)
        for (name, cost), line in zip(self._basis, self._inverse, strict=True):
            weight = penalty if _is_artificial(name) else cost
            if weight:
                duals = [dual + weight * entry for dual, entry in zip(duals, line, strict=True)]
        return duals

    def _entering(self, price: Price, penalty: int) -> tuple[int, int, list[int]] | None:
        duals = self._duals(penalty)
        for at, (_, _, sign) in enumerate(self._lines):
            if sign * duals[at] > 0:  # the slack has cost 0: it enters where its weight has the wrong sign
                column = [0] * len(self._lines)
                column[at] = sign
                return _slack(at), 0, column
        weights = [0] * self._count
        for (row, _, _), dual in zip(self._lines, duals, strict=True):
            weights[row] += dual
        found = price(weights, self._denominator)
        if found is None:
            return None
        name, entries, cost = found
        return name, cost, [entries[row] for row, _, _ in self._lines]

    def _pivot(self, name: int, cost: int, column: list[int]) -> None:
        used = [(at, entry) for at, entry in enumerate(column) if entry]
        direction = [sum(line[at] * entry for at, entry in used) for line in self._inverse]
        leaving = self._leaving(direction)
        pivot, line, value = direction[leaving], self._inverse[leaving], self._values[leaving]
        old = self._denominator
        for at, step in enumerate(direction):
            if at == leaving:
                continue
            if step:
                self._inverse[at] = [
                    (entry * pivot - step * other) // old for entry, other in zip(self._inverse[at], line, strict=True)
                ]
            elif pivot != old:
                self._inverse[at] = [entry * pivot // old for entry in self._inverse[at]]
            self._values[at] = (self._values[at] * pivot - step * value) // old
        self._denominator = pivot
        self._basis[leaving] = (name, cost)

    def _leaving(self, direction: list[int]) -> int:
        best: int | None = None
        for at, step in enumerate(direction):
            if step > 0 and (best is None or self._sooner(at, step, best, direction[best])):
                best = at
        assert best is not None, "every column is bounded by some row"
        return best

    def _sooner(self, one: int, step: int, other: int, against: int) -> bool:
        left, right = self._values[one] * against, self._values[other] * step
        if left != right:
            return left < right
        for entry, rival in zip(self._inverse[one], self._inverse[other], strict=True):
            left, right = entry * against, rival * step
            if left != right:
                return left < right
        raise AssertionError("two lines of an inverse are never multiples of each other")

    def _solution(self, penalty: int) -> Solution:
        columns = {
            name: Fraction(value, self._denominator)
            for (name, _), value in zip(self._basis, self._values, strict=True)
            if value and name > 0
        }
        value = sum(
            (Fraction(cost * at, self._denominator) for (_, cost), at in zip(self._basis, self._values, strict=True)),
            Fraction(0),
        )
        return Solution(value, columns, self.weights(penalty))


def _slack(line: int) -> int:
    """Name the slack of a line: negative and odd."""
    return -2 * line - 1


def _artificial(line: int) -> int:
    """Name the artificial column of a line: negative and even."""
    return -2 * line - 2


def _is_artificial(name: int) -> bool:
    return name < 0 and name % 2 == 0

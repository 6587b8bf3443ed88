"""A linear program over few rows and very many columns, solved exactly in integers, again and again.

The columns are not listed: a `price` function finds one that helps where none of those known does (column generation;
Gilmore and Gomory 1961). The inverse of the basis is kept as an integer matrix over one common denominator (Edmonds
1967; Bareiss 1968), so nothing is ever rounded.

A row says that its columns add up to its slack, which stays within the row's bounds. So other bounds, or a further row,
leave the basis as it is, and the next solution starts from the last one: what now breaks a bound is mended first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import add, mul, neg, sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Price = Callable[[Sequence[int], int], Sequence[int]]
    """Takes the weight of each row and what one unit of cost is, all times the same number; returns the names of
    columns that cost less than their rows weigh, first one that does by most; none only if there are none."""

_PATIENCE = 60
"""After so many steps that led nowhere, the choice is made in a way that cannot go round in circles."""


@dataclass(frozen=True, slots=True)
class _Column:
    rows: tuple[int, ...]
    cost: int


class _Entering(NamedTuple):
    """A variable that is to enter the basis, and whether it grows."""

    name: int
    grows: bool


class _Exit(NamedTuple):
    """How far the entering variable goes, `room / rate`, until the one at some place of the basis meets a bound.

    `at` is None where it is the entering variable itself that meets its other bound. `high`: it is the upper bound.
    """

    room: int
    rate: int
    at: int | None
    high: bool


class Simplex:
    """A basis of the program, which is made feasible and then driven to an optimum.

    A column is named by a positive number, the slack of row i by ~i. A column has the entry 1 in some rows, at least
    one, and 0 in the others.

    Parameters
    ----------
    cost
        Returns what a column costs.
    tick
        Called with each step; may raise to end the search.
    """

    def __init__(self, cost: Callable[[int], int], tick: Callable[[], None] = lambda: None) -> None:
        self._cost, self._tick = cost, tick
        self._groups: list[int] = []
        self._columns: dict[int, _Column] = {}
        self._lo: list[int] = []
        self._hi: list[int] = []
        self._high: list[bool] = []  # whether a slack that is not in the basis is at its upper bound
        self._basis: list[int] = []
        self._values: list[int] = []
        self._inverse: list[list[int]] = []
        self._denominator = 1
        self._stalled = 0

    def know(self, name: int) -> None:
        """Make a column known."""
        outside = ~name
        rows = tuple(row for row, group in enumerate(self._groups) if not group & outside)
        self._columns[name] = _Column(rows, self._cost(name))

    def add(self, group: int) -> None:
        """Add a row, without bounds yet, in which columns have an entry that hold all of a group.

        Its slack is in the basis.
        """
        row = len(self._lo)
        line = [0] * row
        for name, other in zip(self._basis, self._inverse, strict=True):
            if name > 0 and not group & ~name:
                line = list(map(add, line, other))
            other.append(0)
        for name, column in self._columns.items():
            if not group & ~name:
                self._columns[name] = _Column((*column.rows, row), column.cost)
        self._groups.append(group)
        self._lo.append(0)
        self._hi.append(0)
        self._high.append(False)
        self._basis.append(~row)
        self._inverse.append([*line, -self._denominator])

    def drop(self, row: int) -> bool:
        """Leave out a row, if that is possible without more ado: if its slack is in the basis."""
        if ~row not in self._basis:
            return False
        at = self._basis.index(~row)
        for each in (self._groups, self._lo, self._hi, self._high):
            del each[row]
        del self._basis[at], self._inverse[at]
        for line in self._inverse:
            del line[row]
        self._basis = [name + (name < ~row) for name in self._basis]
        for name, column in self._columns.items():
            rows = tuple(each - (each > row) for each in column.rows if each != row)
            self._columns[name] = _Column(rows, column.cost)
        return True

    def bound(self, row: int, lo: int, hi: int) -> None:
        """Set the bounds of a row, `lo <= hi`; in force from `make_feasible` on."""
        self._lo[row], self._hi[row] = lo, hi

    def make_feasible(self, price: Price) -> bool:
        """Find a basis that keeps all bounds; return whether there is one."""
        self._evaluate()
        self._stalled = 0
        while broken := self._broken():
            entering = self._entering(broken, price, costly=False)
            if entering is None:
                return False
            self._step(entering)
        return True

    def minimise(self, price: Price, enough: int | None = None) -> None:
        """Find a basis of least cost, or one that costs no more than what is enough, from one that keeps all bounds."""
        while enough is None or self.value > enough:
            entering = self._entering(self._costs(), price, costly=True)
            if entering is None:
                return
            self._step(entering)

    @property
    def value(self) -> Fraction:
        """What the columns cost."""
        return Fraction(sum(self._values[at] * cost for at, cost in self._costs().items()), self._denominator)

    @property
    def columns(self) -> dict[int, Fraction]:
        """Which columns are used, and how much."""
        pairs = zip(self._basis, self._values, strict=True)
        return {name: Fraction(value, self._denominator) for name, value in pairs if name > 0 and value}

    @property
    def weights(self) -> list[Fraction]:
        """The weight of each row: a positive one counts the row's `lo`, a negative one its `hi`.

        After `minimise` they prove the optimum: no column weighs more than it costs, and the rows add up to the value.
        After `make_feasible` has failed, they prove that: no column weighs more than 0, and the rows add up to more.
        """
        return [Fraction(weight, self._denominator) for weight in self._weigh(self._broken() or self._costs())]

    def _costs(self) -> dict[int, int]:
        """Return what the places of the basis cost."""
        costs = (self._columns[name].cost if name > 0 else 0 for name in self._basis)
        return {at: cost for at, cost in enumerate(costs) if cost}

    def _broken(self) -> dict[int, int]:
        """Return the places of the basis that break a bound: -1 for the lower, 1 for the upper one."""
        broken = {}
        for at, value in enumerate(self._values):
            lo, hi = self._bounds(at)
            if value < lo:
                broken[at] = -1
            elif hi is not None and value > hi:
                broken[at] = 1
        return broken

    def _bounds(self, at: int) -> tuple[int, int | None]:
        """Return the bounds of a place of the basis, times the denominator; no upper one for a column."""
        name = self._basis[at]
        if name > 0:
            return 0, None
        return self._lo[~name] * self._denominator, self._hi[~name] * self._denominator

    def _evaluate(self) -> None:
        ends = [hi if high else lo for lo, hi, high in zip(self._lo, self._hi, self._high, strict=True)]
        for name in self._basis:
            if name < 0:
                ends[~name] = 0
        self._values = [sum(map(mul, line, ends)) for line in self._inverse]

    def _weigh(self, costs: dict[int, int]) -> list[int]:
        """Return what the rows weigh, times the denominator, if the places of the basis cost 1, -1, or 0."""
        weights = [0] * len(self._lo)
        for at, cost in costs.items():
            weights = list(map(add if cost > 0 else sub, weights, self._inverse[at]))
        return weights

    def _entering(self, costs: dict[int, int], price: Price, *, costly: bool) -> _Entering | None:
        """Choose the variable that gains most (Dantzig 1951), or where that leads nowhere the first one (Bland 1977).

        The first one is first by its name. That a column is not known yet does no harm: going round in circles, one
        would meet but known ones.
        """
        self._tick()
        weights = self._weigh(costs)
        unit = self._denominator if costly else 0
        gains = self._slack_gains(weights)
        for name, column in self._columns.items():
            gain = -column.cost * unit
            for row in column.rows:  # a sum over a generator takes half as long again
                gain += weights[row]
            if gain > 0:
                gains[name] = gain
        if gains:
            chosen = min(gains) if self._stalled > _PATIENCE else max(gains, key=gains.__getitem__)
            return _Entering(chosen, chosen > 0 or not self._high[~chosen])
        found = price(weights, unit)
        for name in found:
            self.know(name)
        return _Entering(found[0], grows=True) if found else None

    def _slack_gains(self, weights: Sequence[int]) -> dict[int, int]:
        """Return the slacks that it helps to move off their bound, and how much."""
        gains = {}
        for row, weight in enumerate(weights):
            if weight and (weight > 0) == self._high[row] and self._lo[row] < self._hi[row]:
                gains[~row] = abs(weight)
        for name in self._basis:
            gains.pop(name, None)
        return gains

    def _step(self, entering: _Entering) -> None:
        """Let a variable enter the basis, or go from one of its bounds to the other."""
        direction = self._direction(entering.name)
        leaving = self._leaving(entering, direction)
        self._stalled = 0 if leaving.room else self._stalled + 1
        if leaving.at is None:
            self._high[~entering.name] = leaving.high
            moved = leaving.room if entering.grows else -leaving.room
            self._values = [value - step * moved for value, step in zip(self._values, direction, strict=True)]
        else:
            self._pivot(entering, direction, leaving, leaving.at)

    def _direction(self, name: int) -> list[int]:
        """Return what each place of the basis gives up for one unit of a variable, times the denominator."""
        if name < 0:
            return [-line[~name] for line in self._inverse]
        rows = self._columns[name].rows
        return [sum([line[row] for row in rows]) for line in self._inverse]

    def _leaving(self, entering: _Entering, direction: Sequence[int]) -> _Exit:
        """Find which variable is the first to meet a bound."""
        row = ~entering.name
        first = _Exit(self._hi[row] - self._lo[row], 1, None, entering.grows) if row >= 0 else None
        for at, step in enumerate(direction):
            room = self._room(at, grows=(step < 0) == entering.grows) if step else None
            if room is not None:
                found = _Exit(room[0], abs(step), at, room[1])
                if first is None or self._sooner(found, first):
                    first = found
        assert first is not None, "every column is bounded by some row"
        return first

    def _room(self, at: int, *, grows: bool) -> tuple[int, bool] | None:
        """Return how far a place of the basis is from the bound that it meets first, and whether that is the upper one.

        One that breaks a bound is on its way back to it, or else meets none.
        """
        value, (lo, hi) = self._values[at], self._bounds(at)
        if grows:
            if value < lo:
                return lo - value, False
            return None if hi is None or value > hi else (hi - value, True)
        if hi is not None and value > hi:
            return value - hi, True
        return None if value < lo else (value - lo, False)

    def _sooner(self, one: _Exit, other: _Exit) -> bool:
        left, right = one.room * other.rate, other.room * one.rate
        if left != right:
            return left < right
        if one.at is None or other.at is None:
            return other.at is not None
        if self._stalled > _PATIENCE:
            return self._basis[one.at] < self._basis[other.at]
        return one.rate < other.rate  # the next denominator, which is best small

    def _pivot(self, entering: _Entering, direction: Sequence[int], leaving: _Exit, place: int) -> None:
        name, old = entering.name, self._denominator
        pivot, line = direction[place], self._inverse[place]
        if pivot < 0:
            pivot, line = -pivot, list(map(neg, line))
            self._inverse[place] = line
        moved = leaving.room if entering.grows else -leaving.room
        for at, step in enumerate(direction):
            if at == place:
                continue
            if step:
                self._inverse[at] = [
                    (entry * pivot - step * other) // old for entry, other in zip(self._inverse[at], line, strict=True)
                ]
                self._values[at] = (self._values[at] * pivot - step * moved) // old
            elif pivot != old:
                self._inverse[at] = [entry * pivot // old for entry in self._inverse[at]]
                self._values[at] = self._values[at] * pivot // old
        start = 0 if name > 0 else (self._hi if self._high[~name] else self._lo)[~name]
        self._values[place] = start * pivot + moved
        gone = self._basis[place]
        if gone < 0:
            self._high[~gone] = leaving.high
        self._basis[place], self._denominator = name, pivot

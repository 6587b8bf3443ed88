"""A linear program over many rows and very many columns, by HiGHS in floating point, rounded and checked in integers.

What HiGHS says is a suggestion (Huangfu and Hall 2018). The weights it gives are rounded to fractions with a small
common denominator; as what they weigh is priced exactly, they prove a bound whatever HiGHS meant by them. How much it
uses of each column is rounded likewise, and the rows are added up anew. Where the two do not come to the same value,
the program is solved exactly instead (see `simplex`), if it is not too large. If it is, and the fractions are only too
fine to be told, what the weights prove still stands; no world is made of such fractions.

From one round to the next the weights of HiGHS jump about. So columns are priced by weights that follow them more
steadily, as long as that finds what costs too little by both: a third of the rounds is enough (Wentges 1997).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import lcm
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.simplex import Simplex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from reconcile.bounds.simplex import Price

_OPTIONS: dict[str, str | int] = {
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "parallel": "off",
    "solver": "simplex",
}

_UNIT = 10**9
"""The largest denominator of numbers together."""

_SLIP = 1e-6
"""How far off a value may be."""

_LARGEST = 2**40
"""With larger numbers, the program is solved exactly from the start."""

_MOST_EXACT = 300
"""Of more rows, programs are not solved exactly: each of thousands of steps would take seconds."""

_STEADY = 0.5
"""How much of the weights by which columns were priced last stays in those by which they are priced next."""

_OPTIMAL = highspy.HighsModelStatus.kOptimal
_INFEASIBLE = highspy.HighsModelStatus.kInfeasible


class _Quiet(highspy.Highs):
    """HiGHS without a word on the terminal: else it says who it is as soon as it is there."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name that HiGHS gives it
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class _Units:
    """Fractions of one denominator: `numbers` of them, each `1 / unit`."""

    def __init__(self, numbers: Sequence[int], unit: int) -> None:
        self.numbers, self.unit = numbers, unit

    def __neg__(self) -> _Units:
        return _Units([-number for number in self.numbers], self.unit)

    def fractions(self) -> list[Fraction]:
        """Return them as fractions."""
        return [Fraction(number, self.unit) for number in self.numbers]


class Rounded:
    """The program of `Simplex`, with its interface; rows that are not needed any more stay.

    Parameters
    ----------
    cost
        Returns what a column costs.
    tick
        Called with each step of the exact program; may raise to end the search.
    """

    def __init__(self, cost: Callable[[int], int], tick: Callable[[], None] = lambda: None) -> None:
        self._cost, self._tick = cost, tick
        self._groups: list[int] = []
        self._columns: dict[int, list[int]] = {}
        self._bounds: list[tuple[int, int]] = []
        self._weights = self._used = _Units((), 1)
        self._exact: Simplex | None = None
        self._least: Fraction | None = None
        self._highs: Any = _Quiet()  # type: ignore[no-untyped-call]  # its stubs lack what is used here
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)

    def know(self, name: int) -> None:
        """Make a column known."""
        if name in self._columns:
            return
        outside = ~name
        rows = [row for row, group in enumerate(self._groups) if not group & outside]
        self._columns[name] = rows
        if self._exact:
            self._exact.know(name)
        else:
            self._highs.addCol(self._cost(name), 0, highspy.kHighsInf, *_entries(rows))

    def add(self, group: int) -> None:
        """Add a row, without bounds yet, in which columns have an entry that hold all of a group."""
        inside = [(at, rows) for at, (name, rows) in enumerate(self._columns.items()) if not group & ~name]
        for _, rows in inside:
            rows.append(len(self._groups))
        self._groups.append(group)
        self._bounds.append((0, 0))
        if self._exact:
            self._exact.add(group)
        else:
            self._highs.addRow(0, 0, *_entries([at for at, _ in inside]))

    def drop(self, row: int) -> bool:
        """Leave out a row, if that is possible without more ado: it never is."""
        del row
        return False

    def bound(self, row: int, lo: int, hi: int) -> None:
        """Set the bounds of a row, `lo <= hi`; in force from `make_feasible` on."""
        if self._bounds[row] != (lo, hi):
            self._bounds[row] = lo, hi
            if self._exact or hi > _LARGEST:
                self._exactly().bound(row, lo, hi)
            else:
                self._highs.changeRowBounds(row, lo, hi)

    def make_feasible(self, price: Price) -> bool:
        """Find columns that keep all bounds; return whether there are any."""
        while not self._exact:
            self._highs.run()
            if self._highs.getModelStatus() == _OPTIMAL:
                return True
            weights = self._impossible()
            if weights is None or not self._priced(weights, price, costly=False):
                break
            if self._weights is weights:
                return False
        return self._exactly().make_feasible(price)

    def minimise(self, price: Price, enough: int | None = None) -> None:
        """Find columns of least cost, or such that cost no more than what is enough, from such as keep all bounds."""
        self._least, steady = None, None
        while not self._exact and self._highs.getModelStatus() == _OPTIMAL:
            duals = np.asarray(self._highs.getSolution().row_dual)
            weights = _in_units(duals)
            costs = self._highs.getInfo().objective_function_value
            if enough is not None and costs < enough + _SLIP and self._use() and self.value <= enough:
                self._weights = weights
                return
            steady = duals if steady is None else _STEADY * steady + (1 - _STEADY) * duals
            if steady is duals or not self._steadily_priced(steady, weights, price):
                steady = duals
                if not self._priced(weights, price, costly=True):
                    break
                if self._weights is weights:
                    if self._use() and self.value == self._total(weights):
                        return
                    if not self._nearly(self._total(weights)):
                        break
                    self._least = self._total(weights)
                    return
            self._highs.run()
        exact = self._exactly()
        exact.make_feasible(price)
        exact.minimise(price, enough)

    @property
    def value(self) -> Fraction:
        """What the columns cost, or, where their fractions are too fine to be told, what they cost at least."""
        if self._exact:
            return self._exact.value
        if self._least is not None:
            return self._least
        costs = (number * self._cost(name) for name, number in zip(self._columns, self._used.numbers, strict=False))
        return Fraction(sum(costs), self._used.unit)

    @property
    def columns(self) -> dict[int, Fraction]:
        """Which columns are used, and how much."""
        if self._exact:
            return self._exact.columns
        pairs = zip(self._columns, self._used.numbers, strict=False)
        return {name: Fraction(number, self._used.unit) for name, number in pairs if number}

    @property
    def weights(self) -> list[Fraction]:
        """The weight of each row (see `Simplex`)."""
        return self._exact.weights if self._exact else self._weights.fractions()

    def _exactly(self) -> Simplex:
        """Return the same program, to be solved exactly from now on, unless that would take hours."""
        if self._exact is None and len(self._groups) > _MOST_EXACT:
            raise OutOfTimeError
        if self._exact is None:
            self._exact = Simplex(self._cost, self._tick)
            for group in self._groups:
                self._exact.add(group)
            for name in self._columns:
                self._exact.know(name)
            for row, (lo, hi) in enumerate(self._bounds):
                self._exact.bound(row, lo, hi)
        return self._exact

    def _impossible(self) -> _Units | None:
        """Return weights in which the rows add up to more than 0, as none of the columns known so far do."""
        if self._highs.getModelStatus() != _INFEASIBLE:
            return None
        _, there, ray = self._highs.getDualRay()
        largest = np.max(np.abs(ray)) if there else 0
        weights = _in_units(np.asarray(ray) / largest) if largest else _Units((), 1)
        return next((each for each in (weights, -weights) if self._total(each) > 0), None)

    def _priced(self, weights: _Units, price: Price, *, costly: bool) -> bool:
        """Make columns known that cost less than they weigh, or keep the weights where none do; False if in vain."""
        found = price(weights.numbers, weights.unit if costly else 0)
        if not found:
            self._weights = weights
        elif found[0] in self._columns:
            return False
        for name in found:
            self.know(name)
        return True

    def _steadily_priced(self, steady: NDArray[np.float64], weights: _Units, price: Price) -> bool:
        """Make columns known that cost too little by steadier weights; return whether some do by the others, too."""
        known = len(self._columns)
        for name in price(np.rint(steady * _UNIT).astype(int).tolist(), _UNIT):
            self.know(name)
        fresh = islice(self._columns.items(), known, None)
        return any(self._cost(name) * weights.unit < sum(weights.numbers[row] for row in rows) for name, rows in fresh)

    def _total(self, weights: _Units) -> Fraction:
        """Return what the bounds of the rows add up to."""
        rows = zip(weights.numbers, self._bounds, strict=True)
        return Fraction(sum(number * (lo if number > 0 else hi) for number, (lo, hi) in rows), weights.unit)

    def _use(self) -> bool:
        """Use the columns as HiGHS does; return whether all bounds are kept."""
        values = self._highs.getSolution().col_value
        return any(self._fits(_in_units(values, digits)) for digits in (9, 5))

    def _nearly(self, least: Fraction) -> bool:
        """Use the columns nearly as HiGHS does; return whether only rounding is amiss, and not all are whole.

        Of a program that is small enough to be solved exactly, that is not good enough.
        """
        used = _in_units(self._highs.getSolution().col_value)
        self._used = used
        near = abs(self.value - least) < _SLIP and min(used.numbers, default=0) >= 0
        return near and len(self._groups) > _MOST_EXACT and any(number % used.unit for number in used.numbers)

    def _fits(self, used: _Units) -> bool:
        """Use so much of each column; return whether all bounds are kept."""
        self._used = used
        sums = [0] * len(self._bounds)
        for number, rows in zip(used.numbers, self._columns.values(), strict=True):
            if number:
                for row in rows:
                    sums[row] += number
        bounds = zip(sums, self._bounds, strict=True)
        kept = all(lo * used.unit <= total <= hi * used.unit for total, (lo, hi) in bounds)
        return kept and min(used.numbers, default=0) >= 0


def _entries(places: Sequence[int]) -> tuple[int, NDArray[np.int32], NDArray[np.float64]]:
    """Return how many entries 1 there are, where, and these."""
    return len(places), np.array(places, dtype=np.int32), np.ones(len(places))


def _in_units(numbers: ArrayLike, digits: int = 9) -> _Units:
    """Round numbers to fractions with a common denominator: that of fractions near by, or where it is large any.

    Of so many digits, fractions with denominators of half as many can be told apart.
    """
    exactly = np.asarray(numbers, dtype=float)
    values = (
        Fraction(value).limit_denominator(10 ** (digits // 2)) for value in np.unique(np.round(exactly % 1, digits))
    )
    unit = min(lcm(*(value.denominator for value in values)), _UNIT)
    return _Units([int(number) for number in np.rint(exactly * unit)], unit)

"""HiGHS over all Venn regions: first as a linear program, as whole numbers where its optimum is not whole.

The linear program alone was many times faster than the integer program, and faster without presolve. Zero gaps, one
thread, fixed seed.
"""

from __future__ import annotations

from importlib import import_module
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
from keeping import ranges
from venn import program

if TYPE_CHECKING:
    from exchange import Question, Range
    from numpy.typing import NDArray

    from reconcile.bounds import Problem

    Sense = Any
    Kind = Any

TITLE = "HiGHS"
NEEDS = "highspy"

_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}


def answer(asked: Question) -> list[Range]:
    """Return the bounds of each query."""
    return ranges(asked, _Regions)


class _Regions:
    """The program as HiGHS sees it."""

    def __init__(self, problem: Problem, keep: int) -> None:
        self.highspy = import_module(NEEDS)
        self.program = program(problem, keep)
        self.count = len(self.program.most)
        self.highs = self.highspy.Highs()
        for option, value in _OPTIONS.items():
            self.highs.setOptionValue(option, value)
        self._pass()

    def extremes(self, query: int) -> Range | None:
        """Minimise and maximise the elements in the query's regions."""
        cost = self.program.union(query).astype(float)
        self.highs.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), cost)
        least = self._extreme(cost, self.highspy.ObjSense.kMinimize)
        most = self._extreme(cost, self.highspy.ObjSense.kMaximize)
        return None if least is None or most is None else (least, most)

    def _extreme(self, cost: NDArray[np.float64], sense: Sense) -> int | None:
        self.highs.changeObjectiveSense(sense)
        found = self._run()
        if found is None:
            return None
        value, solution = found
        bound = ceil(value - 1e-6) if sense == self.highspy.ObjSense.kMinimize else floor(value + 1e-6)
        if self._holds(solution) and int(cost @ solution) == bound:
            return bound
        self._integral(self.highspy.HighsVarType.kInteger)
        found = self._run()
        self._integral(self.highspy.HighsVarType.kContinuous)
        if found is None:
            return None
        assert self._holds(found[1]), "HiGHS keeps every rule"
        return int(cost @ found[1])

    def _run(self) -> tuple[float, NDArray[np.int64]] | None:
        """Return the optimum, and its solution rounded."""
        self.highs.run()
        status = self.highs.getModelStatus()
        if status in (self.highspy.HighsModelStatus.kInfeasible, self.highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status == self.highspy.HighsModelStatus.kModelEmpty:
            return (0.0, np.zeros(0, dtype=np.int64)) if self._holds(np.zeros(0, dtype=np.int64)) else None
        assert status == self.highspy.HighsModelStatus.kOptimal, status
        values = np.array(self.highs.getSolution().col_value)
        return self.highs.getInfo().objective_function_value, np.rint(values).astype(np.int64)

    def _holds(self, solution: NDArray[np.int64]) -> bool:
        """Recount a solution in whole numbers."""
        return bool((solution >= 0).all()) and all(
            low <= int(solution[numbers].sum()) <= high for numbers, low, high in self.program.rows
        )

    def _integral(self, kind: Kind) -> None:
        columns = np.arange(self.count, dtype=np.int32)
        self.highs.changeColsIntegrality(self.count, columns, np.full(self.count, kind.value, dtype=np.uint8))

    def _pass(self) -> None:
        """Hand over the program in one call, row by row, without its whole numbers."""
        rows, columns = self.program.rows, self.count
        index = np.concatenate([np.zeros(0, np.int32), *(numbers for numbers, _, _ in rows)])
        self.highs.passModel(
            columns,
            len(rows),
            len(index),
            int(self.highspy.MatrixFormat.kRowwise),
            int(self.highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(columns),
            np.zeros(columns),
            np.full(columns, self.highspy.kHighsInf),
            np.array([low for _, low, _ in rows], float),
            np.array([high for _, _, high in rows], float),
            np.cumsum([0, *(len(numbers) for numbers, _, _ in rows)], dtype=np.int32),
            index,
            np.ones(len(index)),
            np.zeros(columns, np.int32),
        )

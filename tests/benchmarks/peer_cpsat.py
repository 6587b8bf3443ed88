"""OR-tools CP-SAT over all Venn regions, one whole number each.

Without its presolve, which took most of the time on these programs; one worker, as everybody has one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from keeping import ranges
from venn import program

if TYPE_CHECKING:
    from exchange import Question, Range
    from numpy.typing import NDArray

    from reconcile.bounds import Problem

    Expression = Any

TITLE = "CP-SAT"
NEEDS = "ortools.sat.python.cp_model"


def answer(asked: Question) -> list[Range]:
    """Return the bounds of each query."""
    return ranges(asked, _Regions)


class _Regions:
    """The program as CP-SAT sees it."""

    def __init__(self, problem: Problem, keep: int) -> None:
        self.ortools = import_module(NEEDS)
        self.program = program(problem, keep)
        self.model = self.ortools.CpModel()
        self.variables = np.array([self.model.new_int_var(0, most, "") for most in self.program.most.tolist()], object)
        for numbers, low, high in self.program.rows:
            self.model.add_linear_constraint(self._total(numbers), low, high)

    def extremes(self, query: int) -> Range | None:
        """Minimise and maximise the elements in the query's regions."""
        union = self._total(self.program.union(query))
        ends: list[int] = []
        for aim in (self.model.minimize, self.model.maximize):
            self.model.clear_objective()
            aim(union)
            solver = self.ortools.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = 0
            solver.parameters.cp_model_presolve = False
            status = solver.solve(self.model)
            if status == self.ortools.INFEASIBLE:
                return None
            assert status == self.ortools.OPTIMAL, solver.status_name(status)
            ends.append(round(solver.objective_value))
        return ends[0], ends[1]

    def _total(self, chosen: NDArray[np.generic]) -> Expression:
        return self.ortools.LinearExpr.sum(self.variables[chosen].tolist())

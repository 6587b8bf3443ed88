"""Sets with sizes and relations in, exact bounds of a union out: with a world that attains each."""

from __future__ import annotations

from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.kept import feasible
from reconcile.bounds.problem import Overlap, Problem, Sum, World, bits, holds
from reconcile.bounds.solve import Bounds, Component, End, Term, bounds, component, components, solve, total

__all__ = [
    "Bounds",
    "Clock",
    "Component",
    "End",
    "OutOfTimeError",
    "Overlap",
    "Problem",
    "Sum",
    "Term",
    "World",
    "bits",
    "bounds",
    "component",
    "components",
    "feasible",
    "holds",
    "solve",
    "total",
]

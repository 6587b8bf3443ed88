"""Sets with sizes and relations in, exact bounds of a union out: with a world that attains each."""

from __future__ import annotations

from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.problem import Overlap, Problem, Sum, World, bits, holds
from reconcile.bounds.sense import Sense
from reconcile.bounds.solve import Bounds, Component, End, Solver, Term, total

__all__ = [
    "Bounds",
    "Clock",
    "Component",
    "End",
    "OutOfTimeError",
    "Overlap",
    "Problem",
    "Sense",
    "Solver",
    "Sum",
    "Term",
    "World",
    "bits",
    "holds",
    "total",
]

"""Sets with sizes and relations in, exact bounds of a union out: with a world that attains each."""

from __future__ import annotations

from reconcile.bits import bits
from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.ends import NOTHING, Bounds, End, Term
from reconcile.bounds.problem import Overlap, Problem, Sum, World, holds, union
from reconcile.bounds.regions import nesting
from reconcile.bounds.sense import Sense
from reconcile.bounds.solve import Bundle, Solver, Structure

__all__ = [
    "NOTHING",
    "Bounds",
    "Bundle",
    "Clock",
    "End",
    "OutOfTimeError",
    "Overlap",
    "Problem",
    "Sense",
    "Solver",
    "Structure",
    "Sum",
    "Term",
    "World",
    "bits",
    "holds",
    "nesting",
    "union",
]
